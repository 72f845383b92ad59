import { Readable } from 'node:stream';
import { HostError, InputError } from '../../base/errors.js';
import { isJsonObject, type JsonValue } from '../../base/json.js';
import type { Contract } from '../../contract/contract.js';
import { assertRulesFit } from '../../fault/assert-rules-fit.js';
import { createInjector } from '../../fault/create-injector.js';
import { createMemoryJournal, type Journal } from '../../journal/memory-journal.js';
import { createMock } from '../../mock/mock.js';
import type { MockOptions } from '../../mock/mock-options.js';
import { DEFAULT_MOCK_OPTIONS } from '../../mock/mock-options.js';
import { secretNamesOfContract } from '../../mock/secret-names.js';
import { ISSUER_PATH } from '../../mock/tokens/endpoints.js';
import type { TokenOrder } from '../../mock/tokens/issue.js';
import type { Issuer } from '../../mock/tokens/issuer.js';
import { createMemoryStore } from '../../mock/state/memory-store.js';
import type { StateStore } from '../../mock/state/state-store.js';
import { streamOptions } from '../../mock/stream/stream-options.js';
import { CONTROL_PREFIX } from '../control/control-prefix.js';
import { createControl } from '../control/control.js';
import { controlledMock } from '../control/controlled-mock.js';
import type { ControlledSystem } from '../control/controlled-system.js';
import { createDocumentPort } from '../document-port.js';
import { machineClock } from '../machine-clock.js';
import { createMockLives, type LifeOfSystem } from '../mock-lives.js';
import { type MockServer, startMockServer } from '../mock-server.js';
import type { ServedSystem } from '../served-system.js';
import { systemsToServe } from '../systems-to-serve.js';
import { callsBack } from '../webhooks/calls-back.js';
import { openHttpWebhooks } from '../webhooks/http-webhooks.js';
import { inProcessTransport } from './in-process-transport.js';
import type { ControlReply, ControlTransport } from './mock-client.js';
import { createMockClient } from './mock-client.js';
import type { MockClient } from './mock-handle.js';

export interface StartMockOptions extends Partial<MockOptions> {
  /** 0, the default, takes any free port; further systems take the ports after it. */
  readonly port?: number | undefined;
  /** What varied values, ids and faults are drawn from. Default `0`: the same in every run. */
  readonly seed?: string | undefined;
  /** Remember what is created and changed, where a workspace does not say. Default false. */
  readonly stateful?: boolean | undefined;
  /** Look into tokens (signature, expiry, scopes, roles), not only whether there are any. Default: where a workspace says so. */
  readonly verifyTokens?: boolean | undefined;
  /** How many calls are kept at the most. Default 10,000. */
  readonly maxEntryCount?: number | undefined;
  /** Told why a webhook was not sent; nobody is when absent. */
  readonly onTrouble?: ((text: string) => void) | undefined;
  /** For the variables of a workspace; default none. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Mocks that listen in this process; the client speaks of the first of them, `system(name)` of another. */
export interface StartedMock extends MockClient, AsyncDisposable {
  /** Where each system is called. */
  readonly urls: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

/**
 * Starts the mock of a contract, or of every system of a workspace, for tests: each as `mock` of the workspace wants it, as `mortise mock` does.
 *
 * @param source - a file (OpenAPI, or `mortise.yaml`), or a contract that was read
 * @param options - the seed, and how the mock behaves
 * @throws InputError when the source is no contract and no workspace; HostError when a port cannot be had
 */
export async function startMock(source: string | Contract, options: StartMockOptions = {}): Promise<StartedMock> {
  const served = await servedBy(source, options);
  const [first] = served;
  if (first === undefined)
    throw new InputError({ code: 'E_DOCUMENT_KIND', args: { found: 'a workspace without a system that has operations' } });
  const { port = 0, seed = '0', maxEntryCount } = options;
  const journal = createMemoryJournal({ maxEntryCount });
  const secretNames = new Set(served.flatMap(({ contract }) => [...secretNamesOfContract(contract)]));
  const systems: ControlledSystem[] = [];
  const servers = new Map<string, MockServer>();
  const issuers = new Map<string, Issuer>();
  const lifeOf = livesFor(options);
  const { append } = journal;
  const webhooks = served.some(callsBack)
    ? openHttpWebhooks(served, { seed, append, tell: options.onTrouble ?? (() => undefined) })
    : undefined;
  let idCount = 0;
  const nextId = (): string => {
    idCount += 1;
    return String(idCount);
  };
  const close = async (): Promise<void> => {
    await webhooks?.close();
    await Promise.all([...servers.values()].map((server) => server.close()));
  };
  try {
    for (const [index, system] of served.entries()) {
      const { name, contract, seeds, streams } = system;
      const mock = createMock(contract, { cors: 'reflect', seeds, streams: streamOptions(streams, undefined), ...options });
      const injector = createInjector({ seed, provider: name });
      const faulted = { contracts: new Map([[name, contract]]), isTls: false, isHttp: true };
      const faults = { injector, assertFit: (rules: Parameters<typeof assertRulesFit>[0]) => assertRulesFit(rules, faulted) };
      const life = lifeOf(system, mock) ?? {};
      if (life.issuer !== undefined) issuers.set(name, life.issuer);
      const controlled = controlledMock({
        name,
        mock,
        seed,
        clock: machineClock,
        journal,
        secretNames,
        faults,
        life,
        webhooks: webhooks?.of(name),
      });
      systems.push(controlled.system);
      const control = createControl({ systems: () => systems, own: name });
      const at = { host: '127.0.0.1', port: port === 0 ? 0 : port + index };
      const told: Journal = {
        append: (exchange) => {
          append(exchange);
          webhooks?.onCall(name, exchange);
        },
      };
      const named = { provider: name, seed, journal: told, injector, life: controlled.life, control };
      const server = await startMockServer({ mock, ...at, ...named, nextId });
      servers.set(name, server);
      webhooks?.urls.set(name, server.url);
    }
  } catch (error) {
    await close();
    throw error;
  }
  const urls = new Map([...servers].map(([name, { url }]) => [name, url]));
  const send = inProcessTransport({ systems: () => systems, own: first.name });
  const issue = async (system = first.name, url: string, order: TokenOrder): Promise<string | undefined> =>
    issuers.get(system)?.issue(order, url);
  const clientOf = (system: string): MockClient => createMockClient({ url: urls.get(system) ?? '', system, scope: '', send, issue });
  return { ...clientOf(first.name), system: clientOf, urls, close, [Symbol.asyncDispose]: close };
}

/**
 * The client of a mock that runs elsewhere: `mortise mock`, or another process.
 *
 * @param url - of the system; its control API is asked below it
 * @param options - `token` lets in where the API is open to other machines; `system` names one behind a port of several
 */
export function connectMock(url: string, options: { readonly token?: string; readonly system?: string } = {}): MockClient {
  const base = url.replace(/\/+$/, '');
  const authorization = options.token === undefined ? {} : { authorization: `Bearer ${options.token}` };
  const send: ControlTransport = async (method, path, body): Promise<ControlReply> => {
    const headers = { ...authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(`${base}${CONTROL_PREFIX}${path}`, init).catch(lost(base));
    const text = await response.text();
    return { status: response.status, json: text === '' ? undefined : (JSON.parse(text) as JsonValue) };
  };
  const issue = async (_system: string | undefined, at: string, order: TokenOrder): Promise<string | undefined> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(order) };
    const response = await fetch(`${at}${ISSUER_PATH}/issue`, init).catch(lost(base));
    const json = (await response.json()) as JsonValue;
    return isJsonObject(json) && typeof json['access_token'] === 'string' ? json['access_token'] : undefined;
  };
  return createMockClient({ url: base, system: options.system, scope: '', send, issue });
}

function lost(url: string): (cause: unknown) => never {
  return (cause) => {
    throw new HostError({ code: 'E_REQUEST', args: { url, reason: cause instanceof Error ? cause.message : String(cause) }, cause });
  };
}

async function servedBy(source: string | Contract, { env = {} }: StartMockOptions): Promise<readonly ServedSystem[]> {
  if (typeof source !== 'string') return [{ name: source.title, contract: source }];
  const port = createDocumentPort({ cwd: process.cwd(), stdin: Readable.from([]) });
  return (await systemsToServe([source], port, env)).http;
}

function livesFor(options: StartMockOptions): LifeOfSystem {
  const { seed = '0', stateful = false, verifyTokens = false, rules = DEFAULT_MOCK_OPTIONS.rules, cors = 'reflect' } = options;
  const storeOf = ({ isStateful = stateful }: Pick<ServedSystem, 'isStateful'>): StateStore | undefined =>
    isStateful ? createMemoryStore() : undefined;
  return createMockLives({ seed, rules, cors, isSecure: false, issuesTokens: true, verifiesTokens: verifyTokens, storeOf });
}
