import type { Exchange } from '../../journal/exchange.js';
import { isOfSystem } from '../../journal/member-name.js';
import type { Connection } from '../../journal/run-journal.js';
import type { ReconnectPolicy } from '../../policy/policy.js';
import { waitBounds } from '../../policy/wait-bounds.js';
import { headerValue } from '../../wire/http-message.js';
import type { Oracle, OracleInput } from '../oracle.js';
import { outagesOf } from '../outages.js';
import type { Ruling } from '../ruling.js';
import { msText, sumUp } from '../ruling.js';

/**
 * After a connection is lost the consumer connects again, with the claimed waits and at most so often in a row. A connection over which
 * it heard nothing is a failed one, and so is one whose handshake was refused; what other refusals are to the consumer nobody can tell. Only who
 * holds one connection at a time is judged: of connections beside each other, a pool, nobody can tell which one takes the place of which.
 * Exercised: one was lost.
 */
export const reconnect: Oracle = {
  claim: 'reconnect',
  summary: 'A lost connection is made again, with the claimed waits and at most so often in a row.',
  source: 'https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/',
  judge: (input) => {
    const { reconnect } = input.policy;
    if (reconnect === undefined) return [];
    const connections = connectionsOf(input);
    return [sumUp('reconnect', expectedText(reconnect), rulingsOf(connections, reconnect, input))];
  },
};

function connectionsOf({ journal, consumer, provider }: OracleInput): readonly Connection[] {
  const all = journal.connections.filter((connection) => connection.provider === provider);
  if (consumer === undefined || all.every((connection) => connection.consumer === undefined)) return all;
  return all.filter((connection) => isOfSystem(connection.consumer, consumer));
}

function rulingsOf(connections: readonly Connection[], reconnect: ReconnectPolicy, input: OracleInput): readonly Ruling[] {
  if (connections.length === 0) return [{ kind: 'unclear', reason: 'no connection was recorded' }];
  if (areBeside(connections)) return [{ kind: 'unclear', reason: 'the consumer holds several connections at once' }];
  const rulings: Ruling[] = [];
  const heard = whatWasHeard(input);
  let failures: readonly Connection[] = [];
  let previousMs: number | undefined;
  let isCountKnown = true;
  for (const [index, connection] of connections.entries()) {
    const before = connections[index - 1];
    if (before !== undefined && isLost(before)) {
      const heardBefore = heard(before);
      isCountKnown = COUNTED[heardBefore] ?? isCountKnown;
      if (!isCountKnown) {
        rulings.push({ kind: 'unclear', reason: 'a call was refused before the connection was lost' });
        continue;
      }
      failures = heardBefore === 'nothing' ? [...failures, before] : [before];
      if (failures.length === 1) previousMs = undefined;
      const waitMs = connection.openedAtMs - (before.closedAtMs ?? before.openedAtMs);
      rulings.push(ruleWait({ failures, connection, waitMs, previousMs, isFirst: index === 1 }, reconnect, input));
      previousMs = waitMs;
    } else failures = [];
    const tooMany = ruleCount(failures, connection, reconnect);
    if (tooMany !== undefined) rulings.push(tooMany);
  }
  return rulings.length > 0 ? rulings : [{ kind: 'unclear', reason: 'no connection was lost' }];
}

/** Whether it is known how many failed in a row, once this was heard; `undefined`: as before. */
const COUNTED = { answer: true, refusal: false, nothing: undefined } as const;

interface Reconnection {
  /** Without a success between them. */
  readonly failures: readonly Connection[];
  readonly connection: Connection;
  readonly waitMs: number;
  readonly previousMs: number | undefined;
  /** It also holds what a program does for the first time: then it is never too long. */
  readonly isFirst: boolean;
}

function ruleWait(
  { failures, connection, waitMs, previousMs, isFirst }: Reconnection,
  reconnect: ReconnectPolicy,
  input: OracleInput,
): Ruling {
  const { loMs, hiMs } = waitBounds(reconnect, failures.length, previousMs);
  const { epsilonMs, latenessMs } = input.noise;
  const witness = [...failures.slice(-1).map(({ id }) => id), connection.id];
  const seen = `reconnect ${failures.length} after ${msText(waitMs)}`;
  const expected = `${msText(loMs)} to ${msText(hiMs)} before reconnect ${failures.length}`;
  if (waitMs < loMs - epsilonMs) return { kind: 'broken', expected, seen, witness };
  const mayBeLonger = (isFirst && latenessMs !== 0) || hasUnseenAttempts(failures.at(-1), connection, input);
  if (waitMs > hiMs + (latenessMs ?? Number.POSITIVE_INFINITY) + epsilonMs && !mayBeLonger)
    return { kind: 'broken', expected, seen, witness };
  return {
    kind: 'kept',
    isShown: loMs > epsilonMs && Number.isFinite(hiMs) && latenessMs !== undefined && waitMs <= hiMs + latenessMs,
    seen,
    witness,
  };
}

function ruleCount(failures: readonly Connection[], connection: Connection, { attemptCount }: ReconnectPolicy): Ruling | undefined {
  const count = failures.length;
  if (attemptCount === undefined || count <= attemptCount) return undefined;
  const expected = `at most ${attemptCount} reconnects in a row`;
  return { kind: 'broken', expected, seen: `${count}`, witness: [...failures.map(({ id }) => id), connection.id] };
}

/** Where nobody listens nobody sees who knocks: a wait through such a time is made of several. */
function hasUnseenAttempts(before: Connection | undefined, { openedAtMs }: Connection, { journal, provider }: OracleInput): boolean {
  const fromMs = before?.closedAtMs ?? before?.openedAtMs ?? openedAtMs;
  return outagesOf(journal, provider).some(({ fromMs: beganMs, toMs, isEndSure }) => {
    const endedMs = isEndSure ? (toMs ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
    return beganMs <= openedAtMs && endedMs >= fromMs;
  });
}

function isLost({ end }: Connection): boolean {
  return end === 'provider' || end === 'fault' || end === 'refused';
}

/** What came over a connection: a handshake that was refused is as good as nothing, other refusals may be or not. */
function whatWasHeard({ journal, provider }: OracleInput): (connection: Connection) => 'nothing' | 'refusal' | 'answer' {
  const exchanges = new Map<string, Exchange[]>();
  for (const exchange of journal.exchanges) {
    if (exchange.side !== 'egress' || exchange.provider !== provider) continue;
    const known = exchanges.get(exchange.connectionId);
    if (known === undefined) exchanges.set(exchange.connectionId, [exchange]);
    else known.push(exchange);
  }
  return ({ id, end, sentBytes }) => {
    if (end === 'refused' || sentBytes === 0) return 'nothing';
    const own = exchanges.get(id) ?? [];
    if (own.length === 0 || own.some(({ response }) => response === undefined || response.status < 400)) return 'answer';
    return own.every(isHandshake) ? 'nothing' : 'refusal';
  };
}

/** @see RFC 6455 §4.1, and the event streams of HTML §9.2 */
function isHandshake({ request: { headers } }: Exchange): boolean {
  const accept = headerValue(headers, 'accept') ?? '';
  return headerValue(headers, 'upgrade')?.toLowerCase() === 'websocket' || accept.toLowerCase().startsWith('text/event-stream');
}

function areBeside(connections: readonly Connection[]): boolean {
  return connections.some((connection, index) => {
    const before = connections[index - 1];
    return before !== undefined && (before.closedAtMs ?? Number.POSITIVE_INFINITY) > connection.openedAtMs;
  });
}

function expectedText({ attemptCount, backoff }: ReconnectPolicy): string {
  return `a reconnect with ${backoff.kind} backoff${attemptCount === undefined ? '' : `, at most ${attemptCount} in a row`}`;
}
