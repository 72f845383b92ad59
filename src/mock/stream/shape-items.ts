import { eventField, isTerminator, withEventId } from './event-fields.js';

/**
 * So many items in place of those that are shown: fewer, or the same again and again with ids that go on. What ends the stream stays its end, and is
 * not counted.
 *
 * @param items - as the contract shows them, at least one
 * @param count - as asked for; `undefined` leaves them as they are
 */
export function shapeItems(items: readonly string[], count: number | undefined): readonly string[] {
  if (count === undefined) return items;
  const last = items.at(-1);
  const end = last !== undefined && items.length > 1 && isEnd(last, items.slice(0, -1)) ? [last] : [];
  const cycle = items.slice(0, items.length - end.length);
  const shaped = Array.from({ length: count }, (_, index) => cycle[index % cycle.length] ?? '');
  return numbered([...shaped, ...end], cycle);
}

/** `[DONE]`, or an event of a name that none before it has. */
function isEnd(last: string, before: readonly string[]): boolean {
  if (isTerminator(last)) return true;
  const name = eventField(last, 'event');
  return name !== undefined && before.every((item) => eventField(item, 'event') !== name);
}

/** Ids that count go on counting; others are the contract's. */
function numbered(items: readonly string[], shown: readonly string[]): readonly string[] {
  const first = numberOf(shown[0]);
  if (first === undefined || !shown.every((item, index) => numberOf(item) === first + index)) return items;
  return items.map((item, index) => (numberOf(item) === undefined ? item : withEventId(item, String(first + index))));
}

function numberOf(item: string | undefined): number | undefined {
  const id = item === undefined ? undefined : eventField(item, 'id');
  return id !== undefined && /^\d{1,9}$/.test(id) ? Number(id) : undefined;
}

/**
 * The items behind the one that a client has seen last; all of them when it names none of them.
 *
 * @param items - events
 * @param lastEventId - as the client says it; `undefined` for one that has seen nothing
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header
 */
export function itemsAfter(items: readonly string[], lastEventId: string | undefined): readonly string[] {
  if (lastEventId === undefined) return items;
  return items.slice(items.findIndex((item) => eventField(item, 'id') === lastEventId) + 1);
}
