import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Pact } from '../../compat/pact/pact.js';

export interface ParticipantVersion {
  readonly name: string;
  readonly version: string;
}

export interface Publication {
  readonly consumer: ParticipantVersion;
  readonly branch: string | undefined;
  readonly tags: readonly string[];
  readonly pacts: readonly { readonly pact: Pact; readonly text: string }[];
}

export interface VerificationResult {
  readonly providerVersion: string;
  readonly isSuccess: boolean;
  /** Of the tool. */
  readonly toolVersion: string;
  readonly interactions: readonly { readonly description: string; readonly isKept: boolean }[];
}

/** The answer of a broker. */
export interface BrokerAdvice {
  /** `undefined` when it does not know. */
  readonly isDeployable: boolean | undefined;
  readonly reason: string;
  readonly rows: readonly BrokerRow[];
}

interface BrokerRow {
  readonly consumer: string;
  readonly provider: string;
  readonly isSuccess: boolean | undefined;
}

/**
 * What is posted to publish pacts.
 *
 * @param publication - all of one version of a consumer
 */
export function jsonFromPublication({ consumer, branch, tags, pacts }: Publication): JsonObject {
  return {
    pacticipantName: consumer.name,
    pacticipantVersionNumber: consumer.version,
    ...(branch === undefined ? {} : { branch }),
    ...(tags.length === 0 ? {} : { tags }),
    contracts: pacts.map(({ pact, text }) => ({
      consumerName: pact.consumer,
      providerName: pact.provider,
      specification: 'pact',
      contentType: 'application/json',
      content: Buffer.from(text).toString('base64'),
    })),
  };
}

/**
 * What is posted to say what became of a verification.
 *
 * @param result - of one pact with one version of its provider
 */
export function jsonFromResult({ providerVersion, isSuccess, toolVersion, interactions }: VerificationResult): JsonObject {
  return {
    success: isSuccess,
    providerApplicationVersion: providerVersion,
    verifiedBy: { implementation: 'Mortise', version: toolVersion },
    testResults: interactions.map(({ description, isKept }) => ({ interactionDescription: description, success: isKept })),
  };
}

/**
 * What a broker says to a publication, for people.
 *
 * @param answer - older brokers call them logs
 */
export function noticesOf(answer: JsonObject): readonly string[] {
  const notices = answer['notices'] ?? answer['logs'];
  if (!Array.isArray(notices)) return [];
  return notices.flatMap((notice: JsonValue) => {
    const text = isJsonObject(notice) ? (notice['text'] ?? notice['message']) : undefined;
    return typeof text === 'string' ? [text] : [];
  });
}

/**
 * Whether a version may be deployed, and what that rests on.
 *
 * @param answer - with a summary and a matrix
 */
export function adviceFrom(answer: JsonObject): BrokerAdvice {
  const summary = isJsonObject(answer['summary']) ? answer['summary'] : {};
  const rows = Array.isArray(answer['matrix']) ? answer['matrix'] : [];
  const { deployable, reason } = summary;
  return {
    isDeployable: typeof deployable === 'boolean' ? deployable : undefined,
    reason: typeof reason === 'string' ? reason : '',
    rows: rows.flatMap((row: JsonValue) => (isJsonObject(row) ? [rowFrom(row)] : [])),
  };
}

/**
 * Where a link of an answer leads; `undefined` when there is none of that name.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-kelly-json-hal
 */
export function hrefOf(value: JsonValue, name: string): string | undefined {
  const links = isJsonObject(value) ? value['_links'] : undefined;
  const link = isJsonObject(links) ? links[name] : undefined;
  const href = isJsonObject(link) ? link['href'] : undefined;
  return typeof href === 'string' ? href : undefined;
}

function rowFrom(row: JsonObject): BrokerRow {
  const result = row['verificationResult'];
  const success = isJsonObject(result) ? result['success'] : undefined;
  return {
    consumer: participantOf(row['consumer']),
    provider: participantOf(row['provider']),
    isSuccess: typeof success === 'boolean' ? success : undefined,
  };
}

function participantOf(value: JsonValue | undefined): string {
  if (!isJsonObject(value)) return '';
  const version = isJsonObject(value['version']) ? value['version']['number'] : undefined;
  return `${String(value['name'] ?? '')}${typeof version === 'string' ? ` ${version}` : ''}`;
}
