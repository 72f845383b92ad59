import { valueAtPointer } from '../../base/json-pointer.js';
import type { JsonValue } from '../../base/json.js';
import type { Exchange } from '../../journal/exchange.js';
import { askMarks } from '../ask-marks.js';
import { endOfAttempt, hasFailed } from '../attempt-outcome.js';
import { textOfBody } from '../body-text.js';
import { effectsOfLink } from '../effects-of-link.js';
import { carriesMessages } from '../messages/message-flow.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import type { Oracle, OracleInput } from '../oracle.js';
import { endpointOf } from '../request-content.js';

/**
 * Effects come in the order in which they were asked for, within each key. Only what was answered before the next was asked has an order,
 * and only what was done before the other was sent came before it. Exercised: two of one key, and something failed between.
 */
export const inOrder: Oracle = {
  claim: 'in-order',
  summary: 'Effects come in the order in which they were asked for, within each key.',
  source: 'https://www.enterpriseintegrationpatterns.com/patterns/messaging/Resequencer.html',
  judge: (input) => {
    const pointer = input.expectations.inOrderBy ?? (input.policy.queue?.isOrdered === true ? '' : undefined);
    // Of messages `message-order` judges.
    if (pointer === undefined || pointer === 'key' || (input.calls.length === 0 && carriesMessages(input))) return [];
    const expected = pointer === '' ? 'effects in the order asked for' : `effects in the order asked for, for each ${pointer}`;
    const about = { claim: 'in-order', expected } as const;
    const byKey = itemsByKey(input, pointer);
    const judged = [...byKey.values()].filter((items) => items.length > 1);
    if (judged.length === 0) return [inconclusive(about, 'no two effects of one key could be told to belong to what was asked')];
    for (const items of judged) {
      const swapped = firstSwap(items);
      if (swapped === undefined) continue;
      const [earlier, later] = swapped;
      const witness = [earlier.askId, later.askId, later.exchange.id, earlier.exchange.id].filter((id) => id !== undefined);
      return [refuted({ ...about, seen: `${endpointOf(later.exchange)} was done before what was asked for earlier`, witness })];
    }
    const count = judged.reduce((sum, items) => sum + items.length, 0);
    const seen = `${count} effects in order`;
    const isExercised = input.calls.some(({ attempts }) => attempts.some(hasFailed));
    return [judgementOf(isExercised ? { kind: 'proved' } : { kind: 'consistent', caseCount: count }, { ...about, seen })];
  },
};

interface Item {
  readonly exchange: Exchange;
  readonly askId: string | undefined;
  /** Between these it was asked for. */
  readonly wantedFromMs: number;
  readonly wantedUntilMs: number;
  /** Between these it was done. */
  readonly doneFromMs: number;
  readonly doneUntilMs: number;
}

function itemsByKey(input: OracleInput, pointer: string): ReadonlyMap<string, readonly Item[]> {
  const marks = askMarks(input.asks, input.journal);
  const calls = new Map(input.calls.flatMap((call) => call.attempts.map((attempt) => [attempt, call] as const)));
  const items = new Map<string, Item[]>();
  for (const { exchange } of effectsOfLink(input)) {
    const key = keyOf(exchange, pointer);
    const call = calls.get(exchange);
    const first = call?.attempts[0];
    const ask = marks.askOf(exchange) ?? call?.ask;
    // Without asks the order is that of the first attempts: what the consumer tried first it was asked first.
    if (key === undefined || first === undefined || (ask === undefined && (input.asks.length > 0 || call?.isCertain === false))) continue;
    const item = {
      exchange,
      askId: ask?.id,
      wantedFromMs: ask?.askedAtMs ?? first.receivedFirstAtMs,
      wantedUntilMs: ask === undefined ? endOfAttempt(first) : (ask.answeredAtMs ?? Number.POSITIVE_INFINITY),
      doneFromMs: exchange.receivedFirstAtMs,
      doneUntilMs: exchange.respondedFirstAtMs ?? endOfAttempt(exchange),
    };
    const group = items.get(key);
    if (group === undefined) items.set(key, [item]);
    else group.push(item);
  }
  return items;
}

function keyOf(exchange: Exchange, pointer: string): string | undefined {
  if (pointer === '') return '';
  const text = textOfBody(exchange.request.body);
  if (text === undefined) return undefined;
  try {
    const value = valueAtPointer(JSON.parse(text) as JsonValue, pointer);
    return value === undefined ? undefined : JSON.stringify(value);
  } catch {
    // What is no JSON has no key, and nothing is claimed of it.
    return undefined;
  }
}

/** Of all that was wanted for certain before an item, the one that was done last is the one to look at. */
function firstSwap(items: readonly Item[]): readonly [earlier: Item, later: Item] | undefined {
  const byBegin = [...items].sort((left, right) => left.wantedFromMs - right.wantedFromMs);
  const byEnd = [...items].sort((left, right) => left.wantedUntilMs - right.wantedUntilMs);
  let latest: Item | undefined;
  let index = 0;
  for (const later of byBegin) {
    for (let item = byEnd[index]; item !== undefined && item.wantedUntilMs < later.wantedFromMs; item = byEnd[index]) {
      if (latest === undefined || item.doneFromMs > latest.doneFromMs) latest = item;
      index += 1;
    }
    if (latest !== undefined && later.doneUntilMs < latest.doneFromMs) return [latest, later];
  }
  return undefined;
}
