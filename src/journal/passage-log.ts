import type { MessageRecord } from './message-record.js';
import { createPassageStore } from './passage-store.js';
import { boundedBody, fits } from './recorded-body.js';

/** The passages of messages: what is recorded again replaces what was recorded first. */
export interface PassageLog {
  message(record: MessageRecord): void;
  /** In the order in which they began. */
  items(): readonly MessageRecord[];
}

interface PassageLogParts {
  /** Takes so much of the room there is; `false` when there is not enough. */
  readonly take: (bytes: number) => boolean;
  readonly onLeftOut: () => void;
}

/**
 * An empty log. Only passages that are open can be found, so only they stand in an index; of those that are over it is seen when the log is read
 * whether one was recorded once more.
 *
 * @param parts - the room for them
 */
export function createPassageLog({ take, onLeftOut }: PassageLogParts): PassageLog {
  /** By id; one whose id is another's by its whole key. */
  const open = new Map<string, OpenPassage>();
  const closed = createPassageStore();
  let nextPlace = 0;
  let sharedCount = 0;
  let known: ReadonlySet<string> | undefined;

  const items = (): readonly MessageRecord[] => {
    const all = new Map<string, MessageRecord>();
    for (const { record } of inPlace([...closed.items(), ...open.values()])) all.set(keyOfPassage(record), record);
    return [...all.values()];
  };

  /** Nearly all ids are unique: only where two share one is the whole key written out. */
  const openOf = (record: MessageRecord): string | undefined => {
    const first = open.get(record.id);
    if (first !== undefined && isSamePassage(first.record, record)) return record.id;
    const key = sharedCount === 0 ? undefined : keyOfPassage(record);
    return key !== undefined && open.has(key) ? key : undefined;
  };

  const begin = (record: MessageRecord): void => {
    const passage = { place: nextPlace, record };
    nextPlace += 1;
    if (record.settledAtMs !== undefined) closed.push(passage);
    else if (open.has(record.id)) {
      open.set(keyOfPassage(record), passage);
      sharedCount += 1;
    } else open.set(record.id, passage);
  };

  /** What is said of a passage that is over is taken, however full it is. */
  const isKnown = (record: MessageRecord): boolean => {
    known ??= new Set(items().map(keyOfPassage));
    return known.has(keyOfPassage(record));
  };

  return {
    message: (given) => {
      const record = bounded(given);
      const key = openOf(record);
      const passage = key === undefined ? undefined : open.get(key);
      if (key === undefined || passage === undefined) {
        if (take(bytesOf(record)) || isKnown(record)) begin(record);
        else onLeftOut();
        return;
      }
      passage.record = record;
      if (record.settledAtMs === undefined) return;
      open.delete(key);
      if (key !== record.id) sharedCount -= 1;
      closed.push(passage);
    },
    items,
  };
}

interface OpenPassage {
  readonly place: number;
  record: MessageRecord;
}

function inPlace(passages: readonly OpenPassage[]): readonly OpenPassage[] {
  return passages.toSorted((left, right) => left.place - right.place);
}

function isSamePassage(first: MessageRecord, second: MessageRecord): boolean {
  return first.side === second.side && first.provider === second.provider && first.atMs === second.atMs;
}

/** Ids are given by each handle of a broker for itself: the beginning tells them apart. */
function keyOfPassage({ side, provider, id, atMs }: MessageRecord): string {
  return `${side}\u0000${provider}\u0000${id}\u0000${atMs}`;
}

function bounded(record: MessageRecord): MessageRecord {
  if (fits(record.payload)) return record;
  const { body, truncatedBytes } = boundedBody(record.payload, record.truncatedBytes);
  return { ...record, payload: body ?? '', truncatedBytes };
}

function bytesOf({ headers, payload, channel, messageKey }: MessageRecord): number {
  let bytes = PASSAGE_BYTES + channel.length + messageKey.length + Math.min(payload.length, MAX_COUNTED_PAYLOAD_BYTES);
  for (const [name, value] of headers) bytes += name.length + value.length;
  return bytes;
}

/** What a passage costs beside its texts. */
const PASSAGE_BYTES = 400;
const MAX_COUNTED_PAYLOAD_BYTES = 65_536;
