import { invariant } from '../base/errors.js';
import type { Exchange } from './exchange.js';

/** The exchanges of a journal in the order they came, at most so many. */
export interface EntryStore {
  readonly count: number;
  /** Keeps an exchange whose bodies are bounded already; the store must not be full. */
  push(exchange: Exchange): void;
  /** Drops the oldest. */
  shift(): void;
  /** The exchange at an index, 0 for the oldest: equal to what was pushed. */
  at(index: number): Exchange;
  /** Of the exchange at an index, without reading the rest; the scope is `''` when it has none. */
  ownerAt(index: number): EntryOwner;
  clear(): void;
}

/** Whose an entry is. */
export interface EntryOwner {
  readonly provider: string;
  readonly scope: string;
}

/**
 * An empty store. What differs from call to call (times, target, headers, body) is packed into pages of bytes; what calls share is
 * referred to. Ten thousand exchanges kept as objects are two hundred thousand objects that the garbage collector moves about: on the
 * hot path of the mock that cost more than routing and judging together.
 *
 * @param capacity - how many exchanges it can hold
 */
export function createEntryStore(capacity: number): EntryStore {
  const columns = newColumns(capacity);
  let openPage: Page | undefined;
  let first = 0;
  let count = 0;

  const push = (exchange: Exchange): void => {
    invariant(count < capacity, 'a store that is full is not pushed to');
    const slot = (first + count) % capacity;
    count += 1;
    const text = packedText(exchange);
    if (text === undefined) {
      columns.whole[slot] = exchange;
      return;
    }
    const neededBytes = text.length + bodyOf(exchange).length;
    if (openPage === undefined || openPage.length - openPage.usedBytes < neededBytes) openPage = newPage(neededBytes);
    writeMembers(columns, slot, exchange);
    writeBytes(columns, slot, { page: openPage, text, body: bodyOf(exchange) });
  };

  const shift = (): void => {
    invariant(count > 0, 'an empty store has nothing to drop');
    // A page that no slot refers to any more is the garbage collector's.
    columns.page[first] = undefined;
    columns.whole[first] = undefined;
    columns.response[first] = undefined;
    columns.problems[first] = undefined;
    columns.reason[first] = undefined;
    first = (first + 1) % capacity;
    count -= 1;
  };

  const at = (index: number): Exchange => {
    invariant(index >= 0 && index < count, 'an index lies within the store');
    return exchangeAt(columns, (first + index) % capacity);
  };

  const ownerAt = (index: number): EntryOwner => {
    const slot = (first + index) % capacity;
    const { provider, scope } = columns.whole[slot] ?? { provider: columns.provider[slot], scope: columns.scope[slot] };
    return { provider: provider ?? '', scope: scope ?? '' };
  };

  const clear = (): void => {
    while (count > 0) shift();
  };

  return {
    push,
    shift,
    at,
    ownerAt,
    clear,
    get count() {
      return count;
    },
  };
}

/** One array for each member, so that an entry is no object of its own. */
interface Columns {
  /** Four to an entry; an instant that there was not is no number. */
  readonly times: Float64Array;
  readonly startBytes: Uint32Array;
  readonly textBytes: Uint32Array;
  /** Plus one: 0 stands for no body at all. */
  readonly bodyBytes: Uint32Array;
  readonly page: (Page | undefined)[];
  /** An exchange of an unusual kind, as it is. */
  readonly whole: (Exchange | undefined)[];
  readonly side: Exchange['side'][];
  readonly consumer: Exchange['consumer'][];
  readonly provider: string[];
  readonly operation: Exchange['operation'][];
  readonly connectionId: string[];
  readonly method: string[];
  readonly response: Exchange['response'][];
  readonly fault: Exchange['fault'][];
  readonly scope: Exchange['scope'][];
  readonly reason: Exchange['reason'][];
  readonly problems: (Exchange['problems'] | undefined)[];
  readonly outcome: Exchange['outcome'][];
}

interface Page {
  readonly bytes: Uint8Array;
  readonly length: number;
  usedBytes: number;
}

const TIME_COUNT = 4;
const PAGE_BYTES = 262_144;

function newColumns(capacity: number): Columns {
  return {
    times: new Float64Array(capacity * TIME_COUNT),
    startBytes: new Uint32Array(capacity),
    textBytes: new Uint32Array(capacity),
    bodyBytes: new Uint32Array(capacity),
    page: [],
    whole: [],
    side: [],
    consumer: [],
    provider: [],
    operation: [],
    connectionId: [],
    method: [],
    response: [],
    fault: [],
    scope: [],
    reason: [],
    problems: [],
    outcome: [],
  };
}

function newPage(neededBytes: number): Page {
  const length = Math.max(PAGE_BYTES, neededBytes);
  return { bytes: new Uint8Array(length), length, usedBytes: 0 };
}

/** Id, target and headers in one text of ASCII; `undefined` when the exchange is not of the usual kind and is better kept as it is. */
function packedText({ id, request, effect }: Exchange): string | undefined {
  const { target, headers, body, truncatedBytes } = request;
  if (effect !== undefined || truncatedBytes !== undefined || typeof body === 'string' || !PLAIN.test(id) || !PLAIN.test(target))
    return undefined;
  for (const part of headers) if (!PLAIN.test(part)) return undefined;
  return headers.length === 0 ? `${id}${SEPARATOR}${target}` : `${id}${SEPARATOR}${target}${SEPARATOR}${headers.join(SEPARATOR)}`;
}

function bodyOf({ request }: Exchange): Uint8Array {
  return request.body instanceof Uint8Array ? request.body : NO_BYTES;
}

function writeMembers(columns: Columns, slot: number, exchange: Exchange): void {
  const { times } = columns;
  times[slot * TIME_COUNT] = exchange.receivedFirstAtMs;
  times[slot * TIME_COUNT + 1] = exchange.receivedLastAtMs;
  times[slot * TIME_COUNT + 2] = exchange.respondedFirstAtMs ?? Number.NaN;
  times[slot * TIME_COUNT + 3] = exchange.respondedLastAtMs ?? Number.NaN;
  columns.side[slot] = exchange.side;
  columns.consumer[slot] = exchange.consumer;
  columns.provider[slot] = exchange.provider;
  columns.operation[slot] = exchange.operation;
  columns.connectionId[slot] = exchange.connectionId;
  columns.method[slot] = exchange.request.method;
  columns.response[slot] = exchange.response;
  columns.fault[slot] = exchange.fault;
  columns.scope[slot] = exchange.scope;
  columns.reason[slot] = exchange.reason;
  columns.problems[slot] = exchange.problems;
  columns.outcome[slot] = exchange.outcome;
}

interface Packed {
  readonly page: Page;
  readonly text: string;
  readonly body: Uint8Array;
}

function writeBytes(columns: Columns, slot: number, { page, text, body }: Packed): void {
  const start = page.usedBytes;
  encoder.encodeInto(text, page.bytes.subarray(start));
  page.bytes.set(body, start + text.length);
  page.usedBytes = start + text.length + body.length;
  columns.page[slot] = page;
  columns.startBytes[slot] = start;
  columns.textBytes[slot] = text.length;
  columns.bodyBytes[slot] = body === NO_BYTES ? 0 : body.length + 1;
}

function exchangeAt(columns: Columns, slot: number): Exchange {
  const whole = columns.whole[slot];
  if (whole !== undefined) return whole;
  const page = columns.page[slot];
  invariant(page !== undefined, 'an entry that is not whole is packed');
  const start = columns.startBytes[slot] ?? 0;
  const end = start + (columns.textBytes[slot] ?? 0);
  const bodyBytes = columns.bodyBytes[slot] ?? 0;
  const [id = '', target = '', ...headers] = decoder.decode(page.bytes.subarray(start, end)).split(SEPARATOR);
  const timeAt = (index: number): number => columns.times[slot * TIME_COUNT + index] ?? Number.NaN;
  return {
    id,
    side: columns.side[slot] ?? 'egress',
    consumer: columns.consumer[slot],
    provider: columns.provider[slot] ?? '',
    operation: columns.operation[slot],
    connectionId: columns.connectionId[slot] ?? '',
    receivedFirstAtMs: timeAt(0),
    receivedLastAtMs: timeAt(1),
    respondedFirstAtMs: instantFrom(timeAt(2)),
    respondedLastAtMs: instantFrom(timeAt(3)),
    request: {
      method: columns.method[slot] ?? '',
      target,
      headers,
      body: bodyBytes === 0 ? undefined : page.bytes.slice(end, end + bodyBytes - 1),
    },
    response: columns.response[slot],
    fault: columns.fault[slot],
    scope: columns.scope[slot],
    reason: columns.reason[slot],
    problems: columns.problems[slot] ?? [],
    outcome: columns.outcome[slot] ?? 'answered',
  };
}

function instantFrom(time: number): number | undefined {
  return Number.isNaN(time) ? undefined : time;
}

/** ASCII but for the separator, which no HTTP parser lets through. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: whatever a caller put into a header is kept
const PLAIN = /^[\u0001-\u007f]*$/;
const SEPARATOR = '\u0000';
const NO_BYTES = new Uint8Array(0);
const encoder = new TextEncoder();
const decoder = new TextDecoder();
