import type { Exchange } from '../journal/exchange.js';
import type { Ask, RunJournal } from '../journal/run-journal.js';
import { asksOfCalls } from './asks-of-calls.js';
import type { AskMarks } from './ask-marks.js';
import { askMarks } from './ask-marks.js';
import { asksOf } from './asks.js';
import type { CallKey } from './call-keys.js';
import { callKeys } from './call-keys.js';
import { hasSucceeded } from './attempt-outcome.js';
import { exchangesOfLink } from './link.js';
import type { Link } from './link.js';
import type { LogicalCall } from './oracle.js';
import { contentOf, SAFE_METHODS } from './request-content.js';

/** What is known of a run beside its journal. */
export interface GroupingHints {
  /** The consumer was asked for one call at a time. */
  readonly isOneAtATime?: boolean | undefined;
  /** Values that were made for one call each, and stand in its path, body or headers. */
  readonly uniqueValues?: readonly string[] | undefined;
  /** What cannot be sent is kept, and sent once its ask has been answered: such deliveries are no retries. */
  readonly keepsForLater?: boolean | undefined;
}

/**
 * The calls that a consumer wanted to make to a provider: its attempts, grouped by the best sign there is. A repeat after a whole answer
 * without fault is a new call; and where different calls could have been taken for one, the group is not certain.
 *
 * @param journal - of a run
 * @param link - who calls whom
 * @param hints - what is known beside
 * @returns in the order of their first attempts
 */
export function logicalCalls(journal: RunJournal, link: Link, hints: GroupingHints = {}): readonly LogicalCall[] {
  const members = new Set(exchangesOfLink(journal, link).flatMap(({ consumer }) => consumer ?? []));
  if (link.consumer === undefined || members.size < 2 || members.has(link.consumer)) return callsOfOne(journal, link, hints);
  // Instances know nothing of each other: what one sends is no attempt of another's call.
  const calls = [...members].flatMap((consumer) => callsOfOne(journal, { ...link, consumer }, hints));
  return calls.sort((left, right) => startOf(left) - startOf(right));
}

function startOf({ attempts }: LogicalCall): number {
  return attempts[0]?.receivedFirstAtMs ?? 0;
}

function callsOfOne(journal: RunJournal, link: Link, hints: GroupingHints): readonly LogicalCall[] {
  const exchanges = exchangesOfLink(journal, link);
  const asks = asksOf(journal, link.consumer);
  const askOf = asksOfCalls(exchanges, asks, journal);
  const keys = callKeys(exchanges, asks, hints);
  const sent = exchanges.flatMap((exchange, index) => {
    const key = keys[index];
    return key === undefined ? [] : [{ exchange, key, ask: askOf[index] }];
  });
  // What is kept is sent while something else is asked: then only what the request itself says tells whose it is.
  const marks = hints.keepsForLater === true ? askMarks(asks, journal) : undefined;
  const surroundings = { timeScale: journal.timeScale, hasDeclaredOrder: hints.isOneAtATime === true, keepsForLater: marks !== undefined };
  const groups = groupsOf(marks === undefined ? sent : sent.map((one) => withOwnAsk(one, marks)), marks !== undefined);
  return groups.map((group) => callFromGroup(group, surroundings));
}

/** An attempt, what ties it to others, and what was asked while it was sent. */
interface Sent {
  readonly exchange: Exchange;
  readonly key: CallKey;
  readonly ask: Ask | undefined;
}

function withOwnAsk(sent: Sent, marks: AskMarks): Sent {
  const isSafe = SAFE_METHODS.has(sent.exchange.request.method);
  return isSafe || marks.askOf(sent.exchange) === sent.ask ? sent : { ...sent, ask: undefined };
}

interface OpenGroup {
  readonly key: CallKey;
  readonly attempts: Exchange[];
  /** When the consumer had what it wanted. */
  settledAtMs: number;
  readonly ask: Ask | undefined;
  /** Whether attempts from beyond its ask were taken to be its own, or may be. */
  isCarried: boolean;
}

function groupsOf(sent: readonly Sent[], keepsForLater: boolean): readonly OpenGroup[] {
  const groups: OpenGroup[] = [];
  const byKey = new Map<string, OpenGroup>();
  const byContent = new Map<string, OpenGroup>();
  for (const { exchange, key, ask } of sent) {
    const mayBeLater = keepsForLater && !SAFE_METHODS.has(exchange.request.method);
    const own = ownGroup(byKey.get(key.text), { exchange, ask, mayBeLater });
    const open = own ?? (mayBeLater ? undefined : keptGroup(byContent, exchange, key));
    if (open !== undefined) {
      open.attempts.push(exchange);
      open.settledAtMs = Math.min(open.settledAtMs, settledAtMs(exchange));
      open.isCarried ||= own === undefined;
      continue;
    }
    const isLater = mayBeLater && (ask === undefined || openAt(byKey.get(key.text), exchange) !== undefined);
    const group = { key, attempts: [exchange], settledAtMs: settledAtMs(exchange), ask, isCarried: isLater };
    groups.push(group);
    byKey.set(key.text, group);
    byContent.set(contentOf(exchange), group);
  }
  return groups;
}

/** Of work that is kept the attempts while its ask is open are one call, and those after it another. */
function ownGroup(
  group: OpenGroup | undefined,
  { exchange, ask, mayBeLater }: Omit<Sent, 'key'> & { readonly mayBeLater: boolean },
): OpenGroup | undefined {
  const open = openAt(group, exchange);
  return open === undefined || (mayBeLater && open.ask !== ask) ? undefined : open;
}

/** A group of an earlier ask that this attempt may belong to, although it came after it. */
function keptGroup(byContent: ReadonlyMap<string, OpenGroup>, exchange: Exchange, { carried }: CallKey): OpenGroup | undefined {
  if (carried === undefined) return undefined;
  const kept = openAt(byContent.get(carried.content), exchange);
  // Who was told of the failure will ask again: the consumer has nothing left to do.
  return carried.isBackground || kept?.ask?.outcome !== 'failed' ? kept : undefined;
}

/** The group when the consumer did not have what it wanted before this exchange began. */
function openAt(group: OpenGroup | undefined, exchange: Exchange): OpenGroup | undefined {
  return group !== undefined && group.settledAtMs > exchange.receivedFirstAtMs ? group : undefined;
}

/** An answer that a fault has touched may have been no use to the consumer: what comes after it is still the same call. */
function settledAtMs(exchange: Exchange): number {
  return hasSucceeded(exchange) && exchange.fault === undefined
    ? (exchange.respondedLastAtMs ?? Number.POSITIVE_INFINITY)
    : Number.POSITIVE_INFINITY;
}

interface Surroundings {
  readonly timeScale: number;
  /** The user says so: then even attempts beside each other are of one call. */
  readonly hasDeclaredOrder: boolean;
  readonly keepsForLater: boolean;
}

function callFromGroup(group: OpenGroup, { timeScale, hasDeclaredOrder, keepsForLater }: Surroundings): LogicalCall {
  const { key, attempts } = group;
  const [first] = attempts;
  const isDoubtful = (!hasDeclaredOrder && answersTwiceAtOnce(attempts, key, timeScale)) || hasDifferentBodies(attempts, key);
  return {
    id: first?.id ?? '',
    consumer: first?.consumer,
    provider: first?.provider ?? '',
    operation: first?.operation,
    attempts,
    isCertain: key.isCertain && !group.isCarried && !isDoubtful && !(keepsForLater && mayBeKept(group)),
    groupedBy: key.groupedBy,
    ask: group.ask,
  };
}

/**
 * Whether the call may have been accepted while it failed, and some attempts be those of the queue: the answer to the ask is seen later than it
 * was given, so that the first delivery may seem to come before it.
 */
function mayBeKept({ attempts, ask }: OpenGroup): boolean {
  const [first] = attempts;
  if (first === undefined || SAFE_METHODS.has(first.request.method) || ask?.outcome === 'failed') return false;
  return attempts.length > 1 || !hasSucceeded(first);
}

/**
 * Two attempts at once that are both answered may be two calls that only look alike, unless a value says that they are one (a hedge). An
 * attempt that was given up is another matter: its end is often seen only after the next has begun.
 */
function answersTwiceAtOnce(attempts: readonly Exchange[], { groupedBy }: CallKey, timeScale: number): boolean {
  if (groupedBy === 'unique-value' || groupedBy === 'idempotency-key' || groupedBy === 'attempt-header') return false;
  let answeredUntilMs = Number.NEGATIVE_INFINITY;
  for (const { receivedFirstAtMs, respondedFirstAtMs, outcome } of attempts) {
    if (receivedFirstAtMs + OVERLAP_MS * timeScale < answeredUntilMs) return true;
    if (outcome === 'answered') answeredUntilMs = Math.max(answeredUntilMs, respondedFirstAtMs ?? answeredUntilMs);
  }
  return false;
}

/** One value may stand in several calls: the lines of one order. An empty body is what a stream that was read before becomes, so it says nothing. */
function hasDifferentBodies(attempts: readonly Exchange[], { groupedBy }: CallKey): boolean {
  if (groupedBy !== 'unique-value' || attempts.length < 2) return false;
  const contents = new Set(attempts.filter(({ request }) => (request.body?.length ?? 0) > 0).map(contentOf));
  return contents.size > 1;
}

const OVERLAP_MS = 5;
