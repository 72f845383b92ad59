import type { Exchange, RecordedRequest, RecordedResponse } from './exchange.js';
import { createPassageLog } from './passage-log.js';
import { boundedBody, fits } from './recorded-body.js';
import type { Ask, CanaryTick, Connection, FaultSpan, RunJournal } from './run-journal.js';
import type { RunRecorder } from './run-recorder.js';

interface RunRecorderOptions {
  /** How much faster than the machine's the consumer's time runs; default 1. */
  readonly timeScale?: number | undefined;
  /** About, of all records; default 256 MiB. What comes when it is full is left out, and the journal says so. */
  readonly maxBytes?: number | undefined;
}

/**
 * An empty recorder of one run. To record is O(1): everything is put in order when the journal is asked for. Unlike a journal in memory it
 * never drops what it has: an attempt that is missing in the middle would change what the rest proves.
 *
 * @param options - the scale of time and the bound
 */
export function createRunRecorder(options: RunRecorderOptions = {}): RunRecorder {
  const { timeScale = 1, maxBytes = DEFAULT_MAX_BYTES } = options;
  const exchanges = new Map<string, Exchange>();
  const asks = new Map<string, Ask>();
  const connections = new Map<string, Connection>();
  const faults = new Map<string, FaultSpan>();
  const canary: CanaryTick[] = [];
  let keptBytes = 0;
  let isFull = false;

  const take = (bytes: number): boolean => {
    if (keptBytes + bytes > maxBytes) return false;
    keptBytes += bytes;
    return true;
  };
  const hasRoomFor = (bytes: number): boolean => {
    const isTaken = take(bytes);
    if (!isTaken) isFull = true;
    return isTaken;
  };
  const passages = createPassageLog({
    take,
    onLeftOut: () => {
      isFull = true;
    },
  });

  const put = <Item>(items: Map<string, Item>, key: string, record: { readonly item: Item; readonly bytes: number }): void => {
    // What closes something that is there already is always taken.
    if (items.has(key) || hasRoomFor(record.bytes)) items.set(key, record.item);
  };

  /** Nearly all ids are unique: only where two records share one is the whole key written out. */
  const append = (exchange: Exchange): void => {
    const first = exchanges.get(exchange.id);
    const own = bounded(exchange);
    if (first === undefined) {
      if (hasRoomFor(bytesOfExchange(exchange))) exchanges.set(exchange.id, own);
    } else if (isSameExchange(first, exchange)) exchanges.set(exchange.id, own);
    else put(exchanges, keyOfExchange(exchange), { item: own, bytes: bytesOfExchange(exchange) });
  };

  let hasSharedIds = false;
  const keyUnder = (connection: ConnectionKey): string => {
    const first = connections.get(connection.id);
    if (first === undefined ? !hasSharedIds : isSameConnection(first, connection)) return connection.id;
    const whole = keyOfConnection(connection);
    // The one whose id it was may have been forgotten since.
    if (first === undefined && !connections.has(whole)) return connection.id;
    hasSharedIds = true;
    return whole;
  };

  return {
    append,
    message: passages.message,
    ask: (ask) => {
      const answer = ask.answer?.slice(0, MAX_ANSWER_CHARACTER_COUNT);
      put(asks, keyOf(ask.id, ask.askedAtMs), { item: { ...ask, answer }, bytes: ENTRY_BYTES + (answer?.length ?? 0) });
    },
    connection: (connection) => {
      const key = keyUnder(connection);
      if (connections.has(key) || hasRoomFor(ENTRY_BYTES)) connections.set(key, connection);
    },
    forgetConnection: (connection) => {
      if (connections.delete(keyUnder(connection))) keptBytes -= ENTRY_BYTES;
    },
    fault: (span) => put(faults, keyOf(span.provider, span.label, span.fromMs), { item: span, bytes: ENTRY_BYTES }),
    tick: (tick) => {
      // Later ticks only add to what is known of lateness: the worst of many is known long before there are so many.
      if (canary.length < MAX_TICK_COUNT) canary.push(tick);
    },
    journal: (nowMs): RunJournal => ({
      exchanges: inOrder(exchanges, (exchange) => exchange.receivedFirstAtMs),
      messages: passages.items().toSorted((left, right) => left.atMs - right.atMs),
      asks: inOrder(asks, (ask) => ask.askedAtMs),
      connections: inOrder(connections, (connection) => connection.openedAtMs),
      faults: inOrder(faults, (span) => span.fromMs),
      canary: [...canary],
      timeScale,
      ...(nowMs === undefined ? {} : { endedAtMs: nowMs }),
      ...(isFull ? { incomplete: 'full' as const } : {}),
    }),
  };
}

/** Ids are given by each server for itself, and again from the start by the next process that writes to the same file: the beginning tells them apart. */
function keyOfExchange({ side, consumer, provider, id, receivedFirstAtMs }: Exchange): string {
  return `${side}\u0000${consumer ?? ''}\u0000${provider}\u0000${id}\u0000${receivedFirstAtMs}`;
}

type ConnectionKey = Pick<Connection, 'id' | 'provider' | 'openedAtMs'>;

function keyOfConnection({ provider, id, openedAtMs }: ConnectionKey): string {
  return `${provider}\u0000${id}\u0000${openedAtMs}`;
}

function isSameConnection(first: ConnectionKey, second: ConnectionKey): boolean {
  return first.provider === second.provider && first.openedAtMs === second.openedAtMs;
}

function keyOf(...parts: readonly (string | number)[]): string {
  return parts.join('\u0000');
}

/** Sorting is stable: what began at one instant stays in the order in which it was recorded. */
function inOrder<Item>(items: ReadonlyMap<string, Item>, atMs: (item: Item) => number): readonly Item[] {
  return [...items.values()].sort((left, right) => atMs(left) - atMs(right));
}

function bounded(exchange: Exchange): Exchange {
  const { request, response } = exchange;
  if (messageFits(request) && (response === undefined || messageFits(response))) return exchange;
  return { ...exchange, request: cut(request), response: response === undefined ? undefined : cut(response) };
}

function messageFits({ body }: RecordedRequest | RecordedResponse): boolean {
  return body === undefined || fits(body);
}

function cut<Message extends RecordedRequest | RecordedResponse>(message: Message): Message {
  return { ...message, ...boundedBody(message.body, message.truncatedBytes) };
}

function bytesOfExchange({ request, response }: Exchange): number {
  return ENTRY_BYTES + request.target.length + bytesOfMessage(request) + (response === undefined ? 0 : bytesOfMessage(response));
}

function bytesOfMessage({ headers, body }: RecordedRequest | RecordedResponse): number {
  let bytes = Math.min(body?.length ?? 0, MAX_COUNTED_BODY_BYTES);
  for (const part of headers) bytes += part.length;
  return bytes;
}

function isSameExchange(first: Exchange, second: Exchange): boolean {
  return (
    first.side === second.side &&
    first.provider === second.provider &&
    first.consumer === second.consumer &&
    first.receivedFirstAtMs === second.receivedFirstAtMs
  );
}

const DEFAULT_MAX_BYTES = 256 * 1024 * 1024;
/** What an entry costs beside its texts. */
const ENTRY_BYTES = 400;
const MAX_COUNTED_BODY_BYTES = 65_536;
const MAX_ANSWER_CHARACTER_COUNT = 65_536;
const MAX_TICK_COUNT = 100_000;
