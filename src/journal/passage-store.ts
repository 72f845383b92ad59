import type { MessageRecord } from './message-record.js';

/** Passages that are over. */
export interface PassageStore {
  push(passage: PlacedPassage): void;
  /** Equal to what was pushed, in no order. */
  items(): readonly PlacedPassage[];
}

/** A passage and its place in the order in which they began. */
export interface PlacedPassage {
  readonly place: number;
  readonly record: MessageRecord;
}

/**
 * An empty store. What differs from message to message is packed into pages of bytes, what they share is referred to: records that are kept as objects
 * cost the garbage collector more than it takes to judge the messages.
 */
export function createPassageStore(): PassageStore {
  const pages: Page[] = [];
  const wholes: PlacedPassage[] = [];
  let open: Page | undefined;
  const pageFor = (bytes: number): Page => {
    if (open === undefined || open.count === PAGE_COUNT || open.bytes.length - open.usedBytes < bytes) {
      open = newPage(bytes);
      pages.push(open);
    }
    return open;
  };
  return {
    push: (passage) => {
      const bytes = packedBytes(passage.record);
      if (bytes === undefined || !pack(pageFor(bytes), passage)) wholes.push(passage);
    },
    items: () => [...wholes, ...pages.flatMap(unpacked)],
  };
}

/** Some passages that follow each other: one array for each member, so that a passage is no object of its own. */
interface Page {
  readonly bytes: Uint8Array;
  usedBytes: number;
  count: number;
  /** Four to a passage: its place, when it began and ended, its attempt. */
  readonly numbers: Float64Array;
  /** Two to a passage: where its bytes begin, and how many of them are payload. */
  readonly spans: Uint32Array;
  readonly kinds: PassageKind[];
  /** How long each text is, one after the other. */
  readonly lengths: number[];
}

/** What many passages have in common. */
interface PassageKind {
  readonly shared: SharedMembers;
  readonly hasKey: boolean;
  readonly hasCorrelationId: boolean;
  readonly headerCount: number;
}

type SharedMembers = Pick<
  MessageRecord,
  'side' | 'provider' | 'sender' | 'receiver' | 'channel' | 'operation' | 'message' | 'outcome' | 'fault' | 'problems'
>;

function newPage(neededBytes: number): Page {
  return {
    bytes: new Uint8Array(Math.max(PAGE_BYTES, neededBytes)),
    usedBytes: 0,
    count: 0,
    numbers: new Float64Array(PAGE_COUNT * NUMBER_COUNT),
    spans: new Uint32Array(PAGE_COUNT * 2),
    kinds: [],
    lengths: [],
  };
}

/** At most so many bytes; `undefined` when it is not of the usual kind and is better kept as it is. */
function packedBytes(record: MessageRecord): number | undefined {
  const { payload, effect, truncatedBytes, settledAtMs, headers } = record;
  if (typeof payload === 'string' || effect !== undefined || truncatedBytes !== undefined || settledAtMs === undefined) return undefined;
  let bytes =
    payload.length + record.id.length + record.messageKey.length + (record.key?.length ?? 0) + (record.correlationId?.length ?? 0);
  for (const [name, value] of headers) bytes += name.length + value.length;
  return bytes;
}

/** @returns whether it could be: a text that is not ASCII takes more bytes than it has characters */
function pack(page: Page, { record, place }: PlacedPassage): boolean {
  const { payload, key, correlationId, headers } = record;
  if (typeof payload === 'string') return false;
  const lengthCount = page.lengths.length;
  const writer: Writer = { page, at: page.usedBytes, isPlain: true };
  write(writer, record.id);
  write(writer, record.messageKey);
  if (key !== undefined) write(writer, key);
  if (correlationId !== undefined) write(writer, correlationId);
  for (const [name, value] of headers) {
    write(writer, name);
    write(writer, value);
  }
  if (!writer.isPlain) {
    page.lengths.length = lengthCount;
    return false;
  }
  page.bytes.set(payload, writer.at);
  const { count } = page;
  page.numbers[count * NUMBER_COUNT] = place;
  page.numbers[count * NUMBER_COUNT + 1] = record.atMs;
  page.numbers[count * NUMBER_COUNT + 2] = record.settledAtMs ?? 0;
  page.numbers[count * NUMBER_COUNT + 3] = record.attempt;
  page.spans[count * 2] = page.usedBytes;
  page.spans[count * 2 + 1] = payload.length;
  page.kinds.push(kindOf(record, page.kinds));
  page.usedBytes = writer.at + payload.length;
  page.count += 1;
  return true;
}

interface Writer {
  readonly page: Page;
  at: number;
  isPlain: boolean;
}

/** A loop, since texts are short: an encoder has to be handed a view, which takes longer than the loop. */
function write(writer: Writer, text: string): void {
  const { bytes, lengths } = writer.page;
  const start = writer.at;
  const { length } = text;
  let all = 0;
  for (let index = 0; index < length; index += 1) {
    const unit = text.charCodeAt(index);
    all |= unit;
    bytes[start + index] = unit;
  }
  if (all > LAST_ASCII) writer.isPlain = false;
  lengths.push(length);
  writer.at = start + length;
}

/** Mostly that of the one before, or where two ends take turns of the one before that. */
function kindOf(record: MessageRecord, kinds: readonly PassageKind[]): PassageKind {
  const last = kinds[kinds.length - 1];
  if (last !== undefined && isOfKind(record, last)) return last;
  const second = kinds[kinds.length - 2];
  if (second !== undefined && isOfKind(record, second)) return second;
  const { side, provider, sender, receiver, channel, operation, message, outcome, fault, problems } = record;
  return {
    shared: { side, provider, sender, receiver, channel, operation, message, outcome, fault, problems },
    hasKey: record.key !== undefined,
    hasCorrelationId: record.correlationId !== undefined,
    headerCount: record.headers.length,
  };
}

function isOfKind(record: MessageRecord, { shared, hasKey, hasCorrelationId, headerCount }: PassageKind): boolean {
  return (
    record.side === shared.side &&
    record.outcome === shared.outcome &&
    record.channel === shared.channel &&
    record.message === shared.message &&
    record.operation === shared.operation &&
    record.provider === shared.provider &&
    record.sender === shared.sender &&
    record.receiver === shared.receiver &&
    record.fault === shared.fault &&
    record.problems === shared.problems &&
    record.headers.length === headerCount &&
    (record.key !== undefined) === hasKey &&
    (record.correlationId !== undefined) === hasCorrelationId
  );
}

function unpacked(page: Page): readonly PlacedPassage[] {
  let lengthIndex = 0;
  return page.kinds.map(({ shared, hasKey, hasCorrelationId, headerCount }, index) => {
    let at = page.spans[index * 2] ?? 0;
    const next = (): string => {
      const length = page.lengths[lengthIndex] ?? 0;
      lengthIndex += 1;
      at += length;
      return ASCII.decode(page.bytes.subarray(at - length, at));
    };
    const numberAt = (offset: number): number => page.numbers[index * NUMBER_COUNT + offset] ?? 0;
    const [id, messageKey] = [next(), next()];
    const key = hasKey ? next() : undefined;
    const correlationId = hasCorrelationId ? next() : undefined;
    const headers = Array.from({ length: headerCount }, () => [next(), next()] as const);
    const payload = page.bytes.slice(at, at + (page.spans[index * 2 + 1] ?? 0));
    const { outcome, fault, problems, ...ends } = shared;
    return {
      place: numberAt(0),
      record: {
        id,
        ...ends,
        messageKey,
        key,
        correlationId,
        headers,
        payload,
        atMs: numberAt(1),
        settledAtMs: numberAt(2),
        outcome,
        attempt: numberAt(3),
        fault,
        problems,
      },
    };
  });
}

const PAGE_COUNT = 512;
const PAGE_BYTES = 131_072;
const NUMBER_COUNT = 4;
const LAST_ASCII = 0x7f;
const ASCII = new TextDecoder('utf-8', { ignoreBOM: true });
