import type { JsonValue } from '../../../base/json.js';

/** What was looked at in one answer, while it is looked at. */
export interface ReadLog {
  /** Notes a look at a member; `undefined` when it was not there. */
  note(pointer: string, value: JsonValue | undefined): void;
  /** From now on nobody knows what is read: it was handed on as text or bytes. */
  loseTrack(): void;
  noteHeader(name: string): void;
}

/** What was found at a place. */
export interface NotedRead {
  /** In how many answers. */
  count: number;
  /** Whether it was there once. */
  wasThere: boolean;
  readonly survived: { null: boolean; absent: boolean };
  /** Texts and numbers that the consumer went on with, a few of them. */
  readonly survivedValues: Set<JsonValue>;
}

/** What was noted of all answers of one kind. */
export interface AnswerNotes {
  readonly reads: Map<string, NotedRead>;
  readonly headers: Set<string>;
  isTracked: boolean;
}

/** What was seen within one interaction: it counts as survived only once that has succeeded. */
export interface PendingReads {
  readonly log: ReadLog;
  /** What was looked at stays looked at; that it was survived is known only when `hasSucceeded`. */
  settle(hasSucceeded: boolean): void;
}

/**
 * The notes of one answer, which go into those of its kind.
 *
 * @param notes - of answers with the same operation, status and media type
 */
export function openReads(notes: AnswerNotes): PendingReads {
  const counted = new Set<string>();
  let pending: (() => void)[] = [];
  const note = (pointer: string, value: JsonValue | undefined): void => {
    const read = notes.reads.get(pointer) ?? newRead(notes, pointer);
    if (read === undefined) return;
    if (!counted.has(pointer)) read.count += 1;
    counted.add(pointer);
    if (value !== undefined) read.wasThere = true;
    if (pending.length < MAX_PENDING_COUNT) pending.push(() => survive(read, value));
  };
  return {
    log: {
      note,
      loseTrack: () => {
        notes.isTracked = false;
      },
      noteHeader: (name) => {
        if (notes.headers.size < MAX_HEADER_COUNT) notes.headers.add(name.toLowerCase());
      },
    },
    settle: (hasSucceeded) => {
      if (hasSucceeded) for (const act of pending) act();
      pending = [];
    },
  };
}

/** Where more places are read than can be kept, it is better not to know than to know a part. */
function newRead(notes: AnswerNotes, pointer: string): NotedRead | undefined {
  if (notes.reads.size >= MAX_PLACE_COUNT || pointer.length > MAX_POINTER_LENGTH) {
    notes.isTracked = false;
    return undefined;
  }
  const read: NotedRead = { count: 0, wasThere: false, survived: { null: false, absent: false }, survivedValues: new Set() };
  notes.reads.set(pointer, read);
  return read;
}

function survive(read: NotedRead, value: JsonValue | undefined): void {
  if (value === undefined) read.survived.absent = true;
  else if (value === null) read.survived.null = true;
  else if (typeof value !== 'object' && String(value).length <= MAX_VALUE_LENGTH && read.survivedValues.size < MAX_VALUE_COUNT)
    read.survivedValues.add(value);
}

const MAX_PLACE_COUNT = 2_000;
const MAX_POINTER_LENGTH = 1_000;
const MAX_PENDING_COUNT = 100_000;
const MAX_HEADER_COUNT = 100;
const MAX_VALUE_COUNT = 64;
const MAX_VALUE_LENGTH = 64;
