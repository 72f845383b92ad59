import type { JsonValue } from '../../base/json.js';
import { valueAtPointer } from '../../base/json-pointer.js';
import { textOfBody } from '../body-text.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import type { MessageEffect } from '../messages/message-effects.js';
import { messageEffects } from '../messages/message-effects.js';
import type { MessageHistory } from '../messages/message-flow.js';
import { carriesMessages, messageFlow } from '../messages/message-flow.js';
import type { Oracle } from '../oracle.js';

/**
 * Messages are processed in the order of sending, within each key. Two have an order when the broker confirmed one before the other was sent, and handed them over in that order, each once: what it
 * swaps or brings again is not the receiver's doing. The order is lost when the later is done before the earlier is begun. Exercised: two that came within the time of each other's work.
 */
export const messageOrder: Oracle = {
  claim: 'message-order',
  summary: 'Messages are processed in the order of sending, within each key.',
  source: 'https://www.enterpriseintegrationpatterns.com/patterns/messaging/MessageSequence.html',
  judge: (input) => {
    const by = input.expectations.inOrderBy ?? (input.policy.queue?.isOrdered === true ? '' : undefined);
    if (by === undefined || !carriesMessages(input)) return [];
    const expected = by === '' ? 'each channel in the order of sending' : `in the order of sending, for each ${by}`;
    const about = { claim: 'message-order', expected } as const;
    const effects = messageEffects(input);
    const items = messageFlow(input).histories.flatMap((history) => itemOf(history, by, effects.of(history)));
    const groups = [...groupedBy(items).values()].filter((group) => group.length > 1);
    if (groups.length === 0)
      return [
        inconclusive(
          about,
          effects.isRecorded ? 'no two messages of one key were sent one after the other' : 'nobody recorded what the receiver does',
        ),
      ];
    for (const group of groups) {
      const swapped = firstSwap(group);
      if (swapped === undefined) continue;
      const [earlier, later] = swapped;
      const witness = [...earlier.ids, ...later.ids, later.first.witness, earlier.first.witness];
      const seen = `"${later.name}" was done before "${earlier.name}", which was sent earlier`;
      return [refuted({ ...about, seen, witness })];
    }
    const count = groups.reduce((sum, group) => sum + group.length, 0);
    const isExercised = groups.some((group) => group.some((item, index) => isClose(item, group[index + 1])));
    return [
      judgementOf(isExercised ? { kind: 'proved' } : { kind: 'consistent', caseCount: count }, {
        ...about,
        seen: `${count} messages in order`,
      }),
    ];
  },
};

/** One message with all that decides its order. */
interface Item {
  readonly name: string;
  readonly group: string;
  readonly ids: readonly string[];
  readonly sentAtMs: number;
  readonly confirmedAtMs: number;
  readonly deliveredAtMs: number;
  /** What was begun first, and what was over last. */
  readonly first: MessageEffect;
  readonly doneAtMs: number;
}

function itemOf({ messageKey, sent, deliveries, isTaken }: MessageHistory, by: string, effects: readonly MessageEffect[]): readonly Item[] {
  const [one, resent] = sent;
  const [delivery, redelivery] = deliveries;
  const [first] = [...effects].sort((left, right) => left.fromMs - right.fromMs);
  if (one === undefined || delivery === undefined || first === undefined || isTaken) return [];
  if (resent !== undefined || redelivery !== undefined || one.outcome !== 'accepted' || one.settledAtMs === undefined) return [];
  const key = by === '' ? '' : by === 'key' ? one.key : valueIn(textOfBody(one.payload), by);
  if (key === undefined) return [];
  return [
    {
      name: messageKey.trim(),
      group: `${one.channel}\n${key}`,
      ids: [one.id, delivery.id],
      sentAtMs: one.atMs,
      confirmedAtMs: one.settledAtMs,
      deliveredAtMs: delivery.atMs,
      first,
      doneAtMs: effects.reduce((last, { untilMs }) => Math.max(last, untilMs), first.untilMs),
    },
  ];
}

function valueIn(text: string | undefined, pointer: string): string | undefined {
  try {
    const value = text === undefined ? undefined : valueAtPointer(JSON.parse(text) as JsonValue, pointer);
    return value === undefined ? undefined : JSON.stringify(value);
  } catch {
    // A payload that is no JSON has no key.
    return undefined;
  }
}

function groupedBy(items: readonly Item[]): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of [...items].sort((left, right) => left.sentAtMs - right.sentAtMs)) {
    const group = groups.get(item.group);
    if (group === undefined) groups.set(item.group, [item]);
    else group.push(item);
  }
  return groups;
}

/** The pair whose earlier was begun only after the later was done; of several the first. */
function firstSwap(group: readonly Item[]): readonly [Item, Item] | undefined {
  for (const [index, later] of group.entries()) {
    const earlier = group.slice(0, index).find((one) => hasOrder(one, later) && later.doneAtMs < one.first.fromMs);
    if (earlier !== undefined) return [earlier, later];
  }
  return undefined;
}

function hasOrder(earlier: Item, later: Item): boolean {
  return earlier.confirmedAtMs <= later.sentAtMs && earlier.deliveredAtMs <= later.deliveredAtMs;
}

/** Whoever works on several at once would have had the second in hand before the first was done. */
function isClose(item: Item, next: Item | undefined): boolean {
  return next !== undefined && hasOrder(item, next) && next.sentAtMs <= item.doneAtMs;
}
