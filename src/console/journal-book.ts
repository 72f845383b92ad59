import type { BriefCall, FeedPage } from './api-types.js';

/** What of the calls is looked at; an empty text is everything. */
export interface CallFilter {
  readonly system: string;
  readonly operation: string;
  /** `404`, `4xx`, `fault`, `problem`, or empty. */
  readonly status: string;
  /** Somewhere in method, target, operation, scope, status or fault. */
  readonly text: string;
}

/** The calls that this page was told of, the last of them kept. */
export interface JournalBook {
  /** Takes what came next. */
  take(page: FeedPage): void;
  /** Where to read on. */
  readonly next: number;
  /** How many calls were told. */
  readonly toldCount: number;
  /** How many the mock no longer had when this page asked for them. */
  readonly lostCount: number;
  /** How many calls of all systems the mock has no more, though it was not told to forget them. */
  readonly droppedCount: number;
  /** How many of the calls that were told this page does not show any more. */
  readonly putAwayCount: number;
  /** In the order in which they were written; those that keep to the filter. */
  matching(filter: CallFilter): readonly BriefCall[];
  /** Forgets what is kept here. */
  clear(): void;
  /** @returns ends it */
  onChange(listener: () => void): () => void;
}

/**
 * An empty book.
 *
 * @param maxCount - so many calls are kept; the oldest make room
 */
export function createJournalBook(maxCount = 50_000): JournalBook {
  let calls: BriefCall[] = [];
  let next = 0;
  let toldCount = 0;
  let lostCount = 0;
  let droppedCount = 0;
  let putAwayCount = 0;
  const listeners = new Set<() => void>();
  let known: { readonly filter: CallFilter; found: BriefCall[]; readCount: number } | undefined;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    take: (page) => {
      next = page.next;
      lostCount += page.lostCount;
      toldCount += page.calls.length;
      for (const call of page.calls) calls.push(call);
      if (calls.length > maxCount * 1.2) {
        putAwayCount += calls.length - maxCount;
        calls = calls.slice(-maxCount);
        known = undefined;
      }
      const hasDropped = page.droppedCount !== droppedCount;
      droppedCount = page.droppedCount;
      if (page.calls.length > 0 || page.lostCount > 0 || hasDropped) tell();
    },
    get next() {
      return next;
    },
    get toldCount() {
      return toldCount;
    },
    get lostCount() {
      return lostCount;
    },
    get droppedCount() {
      return droppedCount;
    },
    get putAwayCount() {
      return putAwayCount;
    },
    matching: (filter) => {
      // What was looked through once is not looked through again: a thousand come in a second.
      if (known === undefined || !isSame(known.filter, filter)) known = { filter, found: [], readCount: 0 };
      for (; known.readCount < calls.length; known.readCount += 1) {
        const call = calls[known.readCount];
        if (call !== undefined && isMatching(call, filter)) known.found.push(call);
      }
      return known.found;
    },
    clear: () => {
      calls = [];
      known = undefined;
      toldCount = 0;
      lostCount = 0;
      droppedCount = 0;
      putAwayCount = 0;
      tell();
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/**
 * Whether a call keeps to a filter.
 *
 * @param call - of the journal
 */
export function isMatching(call: BriefCall, { system, operation, status, text }: CallFilter): boolean {
  if (system !== '' && call.system !== system && call.consumer !== system) return false;
  if (operation !== '' && call.operation !== operation) return false;
  if (!isOfStatus(call, status.toLowerCase())) return false;
  if (text === '') return true;
  const { method, target, scope = '', fault = '', operation: id = '', system: name } = call;
  const all = `${method} ${target} ${id} ${scope} ${fault} ${call.status ?? call.outcome} ${name}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

function isOfStatus(call: BriefCall, wanted: string): boolean {
  if (wanted === '') return true;
  if (wanted === 'fault') return call.fault !== undefined;
  if (wanted === 'problem') return (call.problemCount ?? 0) > 0;
  if (wanted === 'none') return call.status === undefined;
  const status = call.status === undefined ? '' : String(call.status);
  return wanted.endsWith('xx') ? status.startsWith(wanted.slice(0, 1)) && status.length === 3 : status === wanted;
}

function isSame(left: CallFilter, right: CallFilter): boolean {
  return left.system === right.system && left.operation === right.operation && left.status === right.status && left.text === right.text;
}
