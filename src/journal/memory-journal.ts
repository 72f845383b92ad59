import { invariant } from '../base/errors.js';
import { createEntryStore, type EntryOwner } from './entry-store.js';
import type { Exchange, RecordedRequest, RecordedResponse } from './exchange.js';
import { boundedBody, fits } from './recorded-body.js';

/** Where exchanges go as they happen. */
export interface Journal {
  append(exchange: Exchange): void;
}

/** The last exchanges, bounded in number and in bytes: the oldest make room. */
export interface MemoryJournal extends Journal {
  /** How many were ever appended; what `entries` no longer has was dropped. */
  readonly appendedCount: number;
  /** How many are kept now. */
  readonly entryCount: number;
  /** How many the bounds have pushed out since all of it was last cleared. */
  readonly droppedCount: number;
  /** Oldest first. Secrets are as they were on the wire: redact before showing. */
  entries(query?: JournalQuery): readonly Exchange[];
  /** All entries, or those of one provider, of one scope, or of both. */
  clear(owner?: Partial<EntryOwner>): void;
  /** How many entries the bounds have pushed out since they were last cleared: what is counted is then a lower bound. */
  lostCount(owner: EntryOwner): number;
  /**
   * Tells of each exchange when it is appended.
   *
   * @returns ends it
   */
  onAppend(listener: (exchange: Exchange) => void): () => void;
}

/** Every member that is given must hold. */
export interface JournalQuery {
  readonly provider?: string | undefined;
  readonly scope?: string | undefined;
  readonly operation?: string | undefined;
  readonly status?: number | undefined;
  /** Received at this instant or later. */
  readonly sinceMs?: number | undefined;
  /** Appended after the first so many: the `appendedCount` of the last look gives what is new. */
  readonly afterCount?: number | undefined;
}

interface MemoryJournalOptions {
  /** Default 10,000. */
  readonly maxEntryCount?: number | undefined;
  /** Bodies and headers together, about. Default 64 MiB. */
  readonly maxBytes?: number | undefined;
}

/**
 * An empty journal in memory. To append is O(1) and allocates nothing, unless a body is longer than the journal keeps.
 *
 * @param options - the bounds; at least one entry is kept
 */
export function createMemoryJournal(options: MemoryJournalOptions = {}): MemoryJournal {
  const maxEntryCount = options.maxEntryCount ?? 10_000;
  const maxBytes = options.maxBytes ?? 67_108_864;
  invariant(Number.isInteger(maxEntryCount) && maxEntryCount > 0, 'a journal keeps at least one entry');
  const store = createEntryStore(maxEntryCount);
  /** What each kept entry counts for, in the order of the store. */
  const sizes = new Uint32Array(maxEntryCount);
  let appendedCount = 0;
  let droppedCount = 0;
  let keptBytes = 0;

  /** What was appended before so many is gone, by its owner. */
  const clearedBefore = new Map<string, number>();
  const lostCounts = new Map<string, number>();
  const listeners = new Set<(exchange: Exchange) => void>();

  const isCleared = (index: number): boolean => {
    if (clearedBefore.size === 0) return false;
    const { provider, scope } = store.ownerAt(index);
    const count = appendedCount - store.count + index;
    const before = (owner: Partial<EntryOwner>): number => clearedBefore.get(keyOf(owner)) ?? 0;
    return count < before({ provider, scope }) || count < before({ provider }) || count < before({ scope });
  };

  const dropOldest = (): void => {
    if (!isCleared(0)) {
      const key = keyOf(store.ownerAt(0));
      lostCounts.set(key, (lostCounts.get(key) ?? 0) + 1);
      if (lostCounts.size > MAX_OWNER_COUNT) lostCounts.delete(lostCounts.keys().next().value ?? '');
    }
    droppedCount += 1;
    keptBytes -= sizes[(appendedCount - store.count) % maxEntryCount] ?? 0;
    store.shift();
  };

  const append = (exchange: Exchange): void => {
    const entry = bounded(exchange);
    if (store.count === maxEntryCount) dropOldest();
    const entryBytes = sizeBytes(entry);
    sizes[appendedCount % maxEntryCount] = entryBytes;
    store.push(entry);
    appendedCount += 1;
    keptBytes += entryBytes;
    while (keptBytes > maxBytes && store.count > 1) dropOldest();
    if (listeners.size > 0) for (const listener of listeners) listener(entry);
  };

  const entries = (query: JournalQuery = {}): readonly Exchange[] => {
    const found: Exchange[] = [];
    const skippedCount = Math.max(0, (query.afterCount ?? 0) - (appendedCount - store.count));
    for (let index = skippedCount; index < store.count; index += 1) {
      if (!isOwnedBy(store.ownerAt(index), query) || isCleared(index)) continue;
      const entry = store.at(index);
      if (matches(entry, query)) found.push(entry);
    }
    return found;
  };

  const clear = (owner: Partial<EntryOwner> = {}): void => {
    if (owner.provider !== undefined || owner.scope !== undefined) {
      for (const key of lostCounts.keys()) if (isWithin(key, owner)) lostCounts.delete(key);
      const firstCount = appendedCount - store.count;
      for (const [key, count] of clearedBefore) if (count <= firstCount) clearedBefore.delete(key);
      if (store.count > 0) clearedBefore.set(keyOf(owner), appendedCount);
      return;
    }
    store.clear();
    clearedBefore.clear();
    lostCounts.clear();
    keptBytes = 0;
    droppedCount = 0;
  };

  const onAppend = (listener: (exchange: Exchange) => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };

  return {
    append,
    entries,
    clear,
    lostCount: (owner) => lostCounts.get(keyOf(owner)) ?? 0,
    onAppend,
    get appendedCount() {
      return appendedCount;
    },
    get entryCount() {
      return store.count;
    },
    get droppedCount() {
      return droppedCount;
    },
  };
}

function matches(entry: Exchange, query: JournalQuery): boolean {
  return (
    (query.operation === undefined || entry.operation === query.operation) &&
    (query.status === undefined || entry.response?.status === query.status) &&
    (query.sinceMs === undefined || entry.receivedFirstAtMs >= query.sinceMs)
  );
}

function isOwnedBy({ provider, scope }: EntryOwner, query: JournalQuery): boolean {
  return (query.provider === undefined || provider === query.provider) && (query.scope === undefined || scope === query.scope);
}

function keyOf({ provider = ANY, scope = ANY }: Partial<EntryOwner>): string {
  return `${provider}${SEPARATOR}${scope}`;
}

function isWithin(key: string, { provider, scope }: Partial<EntryOwner>): boolean {
  const [ownProvider, ownScope] = key.split(SEPARATOR);
  return (provider === undefined || provider === ownProvider) && (scope === undefined || scope === ownScope);
}

/** The same exchange when its bodies are short, so that the usual append copies nothing. */
function bounded(exchange: Exchange): Exchange {
  const { request, response } = exchange;
  const requestFits = request.body === undefined || fits(request.body);
  const responseFits = response?.body === undefined || fits(response.body);
  if (requestFits && responseFits) return exchange;
  return { ...exchange, request: withBoundedBody(request), response: response === undefined ? undefined : withBoundedBody(response) };
}

function withBoundedBody<Message extends RecordedRequest | RecordedResponse>(message: Message): Message {
  return { ...message, ...boundedBody(message.body, message.truncatedBytes) };
}

/** About what an entry holds on to. A text counts one byte a character: V8 keeps most of them so. */
function sizeBytes(exchange: Exchange): number {
  const { request, response } = exchange;
  let bytes = ENTRY_BYTES + request.target.length + headerBytes(request.headers) + (request.body?.length ?? 0);
  if (response !== undefined) bytes += headerBytes(response.headers) + (response.body?.length ?? 0);
  return bytes;
}

function headerBytes(headers: readonly string[]): number {
  let bytes = 0;
  for (const part of headers) bytes += part.length;
  return bytes;
}

const ENTRY_BYTES = 400;
/** Owners that are remembered by name: as many as a store of the usual size could hold. */
const MAX_OWNER_COUNT = 20_000;
const SEPARATOR = '\u0000';
/** Neither a name of a system nor of a scope. */
const ANY = '\u0001';
