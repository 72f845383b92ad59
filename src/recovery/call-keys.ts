import type { Exchange } from '../journal/exchange.js';
import type { Ask } from '../journal/run-journal.js';
import { headerValue } from '../wire/http-message.js';
import type { LogicalCall } from './oracle.js';
import { contentOf, endpointOf, SAFE_METHODS, traceIdOf } from './request-content.js';
import { textOfBody } from './body-text.js';

/** What ties attempts together: those of one text are of one call. */
export interface CallKey {
  readonly text: string;
  readonly groupedBy: LogicalCall['groupedBy'];
  readonly isCertain: boolean;
  /** Of work that may go on after its ask: what it is, and whether it may be that of an ask that was answered with a failure. */
  readonly carried?: { readonly content: string; readonly isBackground: boolean } | undefined;
}

interface KeyHints {
  readonly isOneAtATime?: boolean | undefined;
  readonly uniqueValues?: readonly string[] | undefined;
}

/**
 * The key of each exchange, by the best sign it bears.
 *
 * @param exchanges - of one link, in order
 * @param asks - of its consumer, in order
 * @param hints - what is known beside
 * @returns one for each exchange
 */
export function callKeys(exchanges: readonly Exchange[], asks: readonly Ask[], hints: KeyHints): readonly CallKey[] {
  const unique = uniqueValueFinder(hints.uniqueValues ?? []);
  const signs = headerSigns(exchanges);
  const isInTurn = asks.length > 0 && areInTurn(asks);
  return exchanges.map((exchange, index) => {
    const value = unique(exchange);
    if (value !== undefined) return { text: `value ${value} ${endpointOf(exchange)}`, groupedBy: 'unique-value', isCertain: true };
    const sign = signs[index];
    if (sign !== undefined) return sign;
    if (hints.isOneAtATime === true) return declaredKey(exchange, asks);
    return isInTurn ? windowKey(exchange, asks) : contentKey(exchange);
  });
}

/** Who says that there is one call at a time says so of whatever body it has: a retry that sends another one is a retry. */
function declaredKey(exchange: Exchange, asks: readonly Ask[]): CallKey {
  const index = Math.max(0, countAtMost(asks, exchange.receivedFirstAtMs) - 1);
  return { text: `ask ${index} ${endpointOf(exchange)}`, groupedBy: 'one-at-a-time', isCertain: true };
}

/** Asks came in turn: what is sent while one is open is sent for it, unless it was kept from an earlier one. */
function windowKey(exchange: Exchange, asks: readonly Ask[]): CallKey {
  const index = countAtMost(asks, exchange.receivedFirstAtMs) - 1;
  const answeredAtMs = asks[index]?.answeredAtMs ?? Number.POSITIVE_INFINITY;
  const content = contentOf(exchange);
  if (index < 0 || exchange.receivedFirstAtMs > answeredAtMs) return { ...contentKey(exchange), carried: { content, isBackground: true } };
  const key: CallKey = { text: `ask ${index} ${content}`, groupedBy: 'one-at-a-time', isCertain: true };
  // Nobody keeps a read for later.
  return SAFE_METHODS.has(exchange.request.method) ? key : { ...key, carried: { content, isBackground: false } };
}

function contentKey(exchange: Exchange): CallKey {
  return { text: `content ${contentOf(exchange)}`, groupedBy: 'same-content', isCertain: false };
}

/** Looks words up rather than each value in each text: there may be thousands of both. */
function uniqueValueFinder(values: readonly string[]): (exchange: Exchange) => string | undefined {
  const words = new Set(values.filter((value) => WORD.test(value)));
  const others = values.filter((value) => value !== '' && !words.has(value));
  if (values.length === 0) return () => undefined;
  /** No word goes from one part into the next; the target has it nearly always. */
  const wordOf = (part: string): string | undefined => part.match(WORDS)?.find((word) => words.has(word));
  return ({ request }) => {
    const { target, headers, body } = request;
    const found = wordOf(target) ?? firstOf(headers, wordOf) ?? wordOf(textOfBody(body) ?? '');
    if (found !== undefined || others.length === 0) return found;
    const text = `${target}\n${headers.join('\n')}\n${textOfBody(body) ?? ''}`;
    return others.find((value) => text.includes(value));
  };
}

function firstOf<T>(parts: readonly string[], find: (part: string) => T | undefined): T | undefined {
  for (const part of parts) {
    const found = find(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Keys by headers. One that never came twice may be made anew for each attempt (a trace often is): then it ties nothing together, and
 * does not tell calls apart either.
 */
function headerSigns(exchanges: readonly Exchange[]): readonly (CallKey | undefined)[] {
  const signs: (CallKey | undefined)[] = exchanges.map(() => undefined);
  for (const { groupedBy, read, isOfCall } of HEADER_SIGNS) {
    const texts = exchanges.map((exchange) => {
      const value = read(exchange);
      return value === undefined
        ? undefined
        : `${groupedBy} ${value} ${groupedBy === 'traceparent' ? contentOf(exchange) : endpointOf(exchange)}`;
    });
    if (!isOfCall && !hasRepeat(texts)) continue;
    for (const [index, text] of texts.entries()) if (text !== undefined) signs[index] ??= { text, groupedBy, isCertain: true };
  }
  return signs;
}

function hasRepeat(texts: readonly (string | undefined)[]): boolean {
  const seen = new Set<string>();
  for (const text of texts) {
    if (text === undefined) continue;
    if (seen.has(text)) return true;
    seen.add(text);
  }
  return false;
}

interface HeaderSign {
  readonly groupedBy: LogicalCall['groupedBy'];
  readonly read: (exchange: Exchange) => string | undefined;
  /** Whether by its own definition it stays the same for all attempts. */
  readonly isOfCall: boolean;
}

const HEADER_SIGNS: readonly HeaderSign[] = [
  { groupedBy: 'attempt-header', read: ({ request }) => headerValue(request.headers, 'amz-sdk-invocation-id'), isOfCall: true },
  { groupedBy: 'traceparent', read: ({ request }) => traceIdOf(request.headers), isOfCall: false },
  { groupedBy: 'idempotency-key', read: ({ request }) => headerValue(request.headers, 'idempotency-key'), isOfCall: false },
  { groupedBy: 'attempt-header', read: ({ request }) => headerValue(request.headers, 'x-ms-client-request-id'), isOfCall: false },
];

function areInTurn(asks: readonly Ask[]): boolean {
  return asks.every(({ askedAtMs }, index) => {
    const before = asks[index - 1];
    return before === undefined || (before.answeredAtMs ?? Number.POSITIVE_INFINITY) <= askedAtMs;
  });
}

/** How many were asked at this instant or before: found by halving. */
function countAtMost(asks: readonly Ask[], atMs: number): number {
  let low = 0;
  let high = asks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((asks[middle]?.askedAtMs ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

const WORD = /^[\w-]+$/;
const WORDS = /[\w-]+/g;
