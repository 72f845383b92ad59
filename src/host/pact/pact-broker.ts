import type { Agent, Dispatcher } from 'undici';
import { HostError, InputError } from '../../base/errors.js';
import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { readBounded } from '../bounded-text.js';
import type { BrokerAdvice, ParticipantVersion, Publication, VerificationResult } from './broker-json.js';
import { adviceFrom, hrefOf, jsonFromPublication, jsonFromResult, noticesOf } from './broker-json.js';

/** A Pact Broker, as far as it is used here. Holds connections until it is closed. */
export interface PactBroker {
  /**
   * Publishes pacts of one version of a consumer.
   *
   * @returns what the broker says to that
   */
  publish(publication: Publication): Promise<readonly string[]>;
  /** The pacts that a provider has to keep: of main branches, of its own branch, of what is deployed or released. */
  pactsFor(provider: string, branch: string | undefined): Promise<readonly FetchedPact[]>;
  publishResult(pact: FetchedPact, result: VerificationResult): Promise<void>;
  setBranch(version: ParticipantVersion, branch: string): Promise<void>;
  /** Whether a version works with what is deployed in an environment. */
  canDeploy(version: ParticipantVersion, environment: string): Promise<BrokerAdvice>;
  close(): Promise<void>;
}

export interface PactBrokerOptions {
  /** Without a trailing slash. */
  readonly url: string;
  /** Of `Authorization`; never shown. */
  readonly authorization: string | undefined;
  /** Of one call, from its start to the last byte. Default 30 s. */
  readonly timeoutMs?: number;
}

export interface FetchedPact {
  /** As the broker has it. */
  readonly text: string;
  /** Where it was fetched. */
  readonly url: string;
  /** A failure is not held against the provider yet. */
  readonly isPending: boolean;
  /** Where results go; `undefined` when the broker takes none. */
  readonly resultsUrl: string | undefined;
}

/**
 * A client of a Pact Broker.
 *
 * @param options - where it is
 * @see https://docs.pact.io/pact_broker/api
 */
export async function openPactBroker(options: PactBrokerOptions): Promise<PactBroker> {
  // Loaded on first use: it costs 40 ms.
  const { Agent: NewAgent, request } = await import('undici');
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const agent: Agent = new NewAgent({ connectTimeout: timeoutMs });
  const call = async (method: Dispatcher.HttpMethod, target: string, body?: JsonObject): Promise<JsonObject> => {
    const url = `${options.url}${target}`;
    const headers = {
      accept: 'application/hal+json, application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.authorization === undefined ? {} : { authorization: options.authorization }),
    };
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const answer = await request(url, {
        method,
        headers,
        dispatcher: agent,
        signal,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await readBounded(answer.body, url, MAX_ANSWER_BYTES);
      if (answer.statusCode >= 200 && answer.statusCode < 300) return objectFromText(text, url);
      throw requestError(url, `status ${answer.statusCode}${explained(answer.statusCode, text)}`);
    } catch (cause) {
      throw cause instanceof HostError || cause instanceof InputError
        ? cause
        : requestError(url, cause instanceof Error ? cause.message : String(cause), cause);
    }
  };
  /** What a link leads to. The broker may be known by another name to itself, and credentials are for the one that the user named. */
  const targetOf = (href: string): string => {
    const { pathname, search } = new URL(href, `${options.url}/`);
    const { pathname: prefix } = new URL(`${options.url}/`);
    return `${prefix !== '/' && pathname.startsWith(prefix) ? pathname.slice(prefix.length - 1) : pathname}${search}`;
  };
  const fetchPact = async (listed: JsonValue): Promise<FetchedPact> => {
    const href = hrefOf(listed, 'self');
    if (href === undefined) throw requestError(options.url, 'it lists a pact without a link to it');
    const pact = await call('GET', targetOf(href));
    const { _links: _, ...content } = pact;
    const properties = isJsonObject(listed) ? listed['verificationProperties'] : undefined;
    return {
      text: JSON.stringify(content, undefined, 2),
      url: `${options.url}${targetOf(href)}`,
      isPending: isJsonObject(properties) && properties['pending'] === true,
      resultsUrl: hrefOf(pact, 'pb:publish-verification-results'),
    };
  };
  return {
    publish: async (publication) => noticesOf(await call('POST', '/contracts/publish', jsonFromPublication(publication))),
    pactsFor: async (provider, branch) => {
      const selectors = [{ mainBranch: true }, { deployedOrReleased: true }, ...(branch === undefined ? [] : [{ matchingBranch: true }])];
      const asked = {
        consumerVersionSelectors: selectors,
        includePendingStatus: true,
        ...(branch === undefined ? {} : { providerVersionBranch: branch }),
      };
      const answer = await call('POST', `/pacts/provider/${encodeURIComponent(provider)}/for-verification`, asked);
      const embedded = answer['_embedded'];
      const listed = isJsonObject(embedded) && Array.isArray(embedded['pacts']) ? embedded['pacts'] : [];
      return Promise.all(listed.slice(0, MAX_PACT_COUNT).map(fetchPact));
    },
    publishResult: async (pact, result) => {
      if (pact.resultsUrl === undefined) throw requestError(pact.url, 'it says nowhere that results are taken');
      await call('POST', targetOf(pact.resultsUrl), jsonFromResult(result));
    },
    setBranch: async ({ name, version }, branch) => {
      const path = [name, 'branches', branch, 'versions', version].map(encodeURIComponent).join('/');
      await call('PUT', `/pacticipants/${path}`, {});
    },
    canDeploy: async ({ name, version }, environment) => {
      const query = new URLSearchParams({ pacticipant: name, version, environment });
      return adviceFrom(await call('GET', `/can-i-deploy?${query}`));
    },
    close: () => agent.destroy(),
  };
}

function objectFromText(text: string, url: string): JsonObject {
  if (text.trim() === '') return {};
  try {
    const value = JSON.parse(text) as JsonValue;
    if (isJsonObject(value)) return value;
  } catch {
    // What is no JSON is no answer of a broker either: both are told below.
  }
  throw requestError(url, 'the answer is not one of a Pact Broker');
}

/** What a broker says of a refusal is its own text, bounded; it never holds our credentials. */
function explained(status: number, text: string): string {
  if (status === 401 || status === 403)
    return ', so the credentials are not taken (PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD)';
  const said = text.replaceAll(/\s+/g, ' ').trim().slice(0, MAX_SAID_LENGTH);
  return said === '' ? '' : `: ${said}`;
}

function requestError(url: string, reason: string, cause?: unknown): HostError {
  return new HostError({ code: 'E_REQUEST', args: { url, reason }, cause });
}

const TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const MAX_PACT_COUNT = 500;
const MAX_SAID_LENGTH = 400;
