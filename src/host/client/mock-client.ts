import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { invariant } from '../../base/errors.js';
import type { Exchange } from '../../journal/exchange.js';
import { exchangeFromJson } from '../../journal/journal-line.js';
import { SCOPE_HEADER } from '../../wire/scope-header.js';
import type { TokenOrder } from '../../mock/tokens/issue.js';
import { ControlCallError, VerificationError } from './client-errors.js';
import type { CallQuery, CallWishes, JournalQuestion, MockClient, OrderedOverride, StateSnapshot } from './mock-handle.js';

/** How a client reaches the control API: over HTTP, or by a call within the process. */
export type ControlTransport = (method: string, path: string, body: JsonValue | undefined) => Promise<ControlReply>;

export interface ControlReply {
  readonly status: number;
  /** `undefined` where there is no body. */
  readonly json: JsonValue | undefined;
}

interface MockClientParts {
  /** Where the system itself is called, without a slash at the end. */
  readonly url: string;
  /** `undefined`: the one whose port it is. */
  readonly system: string | undefined;
  readonly scope: string;
  readonly send: ControlTransport;
  /** A token of a system, `undefined` the one that is meant, as whoever asks at `url` gets it; `undefined` where none are issued. */
  readonly issue: (system: string | undefined, url: string, order: TokenOrder) => Promise<string | undefined>;
}

/**
 * What a test says to a mock.
 *
 * @param parts - which mock, in which scope, and the way to it
 */
export function createMockClient(parts: MockClientParts): MockClient {
  const { url, system, scope, send, issue } = parts;
  const ownUrl = scope === '' ? url : `${url}/~${scope}`;
  const ask = async (
    method: string,
    path: string,
    body?: JsonValue,
    query: Readonly<Record<string, string>> = {},
  ): Promise<JsonValue | undefined> => {
    const about = new URLSearchParams({ ...(system === undefined ? {} : { system }), ...(scope === '' ? {} : { scope }), ...query });
    const reply = await send(method, about.size === 0 ? path : `${path}?${about}`, body);
    if (reply.status >= 400) throw new ControlCallError(reply.status, reply.json);
    return reply.json;
  };
  const override = async (what: string | CallQuery, wishes: CallWishes): Promise<OrderedOverride> => {
    const made = await ask('POST', 'overrides', overrideOf(what, wishes));
    invariant(isJsonObject(made) && typeof made['id'] === 'string', 'an override that was made has an id');
    const { id } = made;
    return { id, remove: async () => void (await ask('DELETE', `overrides/${encodeURIComponent(id)}`)) };
  };
  const judge = async (claim: JsonObject): Promise<void> => {
    const verification = await ask('POST', 'verify', claim);
    invariant(isJsonObject(verification), 'a verification is an object');
    if (verification['verdict'] !== 'holds') throw new VerificationError(verification);
  };
  return {
    url: ownUrl,
    headers: scope === '' ? {} : { [SCOPE_HEADER]: scope },
    override,
    removeOverrides: async () => void (await ask('DELETE', 'overrides')),
    journal: async (question = {}) => {
      const found = await ask('GET', 'journal', undefined, { scope, ...queryOf(question) });
      const entries = isJsonObject(found) ? found['entries'] : undefined;
      invariant(Array.isArray(entries), 'a journal has entries');
      return entries.map((entry: JsonValue): Exchange => exchangeFromJson(entry));
    },
    explain: async (id) => {
      const found = await ask('GET', `journal/${encodeURIComponent(id)}/explanation`);
      const steps = isJsonObject(found) ? found['steps'] : undefined;
      invariant(Array.isArray(steps), 'an explanation has steps');
      return steps.map((step: JsonValue) => (isJsonObject(step) ? String(step['text']) : ''));
    },
    verify: (what, count = {}) => judge({ match: matchOf(what), ...plain(count) }),
    verifyInOrder: (...calls) => judge({ sequence: calls.map(matchOf) }),
    fault: async (rule) => void (await ask('POST', 'faults', rule)),
    removeFaults: async () => void (await ask('DELETE', 'faults')),
    state: async () => {
      const found = await ask('GET', 'state');
      invariant(isJsonObject(found) && Array.isArray(found['collections']), 'a snapshot has collections');
      return found as StateSnapshot;
    },
    restore: async (snapshot) => void (await ask('PUT', 'state', snapshot)),
    sendWebhook: async (webhook, { to, payload } = {}) => {
      const sent = await ask('POST', 'webhooks', plain({ webhook, to, payload }));
      invariant(isJsonObject(sent), 'a webhook that was sent is told of');
      const { id, provider, outcome, status } = sent;
      return {
        id: String(id),
        provider: String(provider),
        outcome: String(outcome),
        status: typeof status === 'number' ? status : undefined,
      };
    },
    tokens: {
      issue: async (order = {}) => {
        const token = await issue(system, ownUrl, order);
        if (token === undefined) throw new ControlCallError(404, { detail: 'This mock issues no tokens: its contract asks for none.' });
        return token;
      },
    },
    seed: async (text) => void (await ask('PUT', 'seed', { seed: text })),
    reset: async () => void (await ask('POST', 'reset', {})),
    scope: (name) => createMockClient({ ...parts, scope: name }),
    system: (name) => createMockClient({ ...parts, system: name }),
  };
}

function overrideOf(what: string | CallQuery, { match, delay, times, ...answer }: CallWishes): JsonObject {
  const match_ = typeof what === 'string' ? { ...match, operation: what } : { ...match, ...what };
  return plain({ match: plain(match_), answer: plain(answer), delay, times });
}

function matchOf(what: string | CallQuery): JsonObject {
  return typeof what === 'string' ? { operation: what } : plain(what);
}

function plain(value: object): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as JsonObject;
}

function queryOf(question: JournalQuestion): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(plain(question)).map(([name, value]) => [name, String(value)]));
}
