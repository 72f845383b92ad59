import { msFromDuration } from '../base/duration.js';
import type { HeaderPairs } from '../wire/http-message.js';
import { MAX_ITEM_COUNT, MAX_PACE_MS, type StreamWishes } from './stream/stream-options.js';

/** What a request asks of the mock itself, in `Prefer` (RFC 7240) or, when there is no such header, in query parameters that begin with two underscores. */
export interface Preferences {
  readonly code: number | undefined;
  readonly example: string | undefined;
  readonly dynamic: boolean | undefined;
  readonly seed: string | undefined;
  /** `items`, `pace` and `wait`; absent when the request says none of them. */
  readonly stream?: StreamWishes | undefined;
}

export type ParsedPreferences =
  | { readonly kind: 'preferences'; readonly preferences: Preferences }
  | {
      readonly kind: 'invalid';
      readonly name: 'code' | 'dynamic' | 'items' | 'pace';
      readonly value: string;
      readonly from: 'header' | 'query';
    };

export const NO_PREFERENCES: Preferences = { code: undefined, example: undefined, dynamic: undefined, seed: undefined };
const NONE: ParsedPreferences = { kind: 'preferences', preferences: NO_PREFERENCES };

/**
 * The preferences of a request. A `Prefer` header silences every query form, even when it holds nothing for us.
 *
 * @param headers - of the request
 * @param query - behind `?`, not decoded
 * @see RFC 7240 §2
 */
export function parsePreferences(headers: HeaderPairs, query: string): ParsedPreferences {
  const header = joinedHeader(headers, 'prefer');
  if (header !== undefined) return checked(new Map(preferencesInHeader(header)), 'header');
  if (!query.includes('__')) return NONE;
  const parameters = new URLSearchParams(query);
  const values = new Map<string, string>();
  for (const name of ['code', 'example', 'dynamic', 'seed', 'items', 'pace', 'wait']) {
    const value = parameters.get(`__${name}`);
    if (value !== null) values.set(name, value);
  }
  return checked(values, 'query');
}

function joinedHeader(headers: HeaderPairs, name: string): string | undefined {
  let joined: string | undefined;
  for (let index = 0; index < headers.length; index += 2) {
    const candidate = headers[index];
    // Most requests have no such header: the length tells without a copy in lower case.
    if (candidate === undefined || candidate.length !== name.length || candidate.toLowerCase() !== name) continue;
    joined = joined === undefined ? (headers[index + 1] ?? '') : `${joined}, ${headers[index + 1] ?? ''}`;
  }
  return joined;
}

function preferencesInHeader(header: string): readonly (readonly [string, string])[] {
  // Both separators are in use: RFC 7240 separates preferences by commas, many scripts write `code=404; example=gone`.
  const parts = header.match(/(?:[^",;]|"(?:[^"\\]|\\.)*")+/g) ?? [];
  return parts.map((part) => {
    const equals = part.indexOf('=');
    const name = (equals === -1 ? part : part.slice(0, equals)).trim().toLowerCase();
    const value = equals === -1 ? '' : part.slice(equals + 1).trim();
    return [name, value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value] as const;
  });
}

function checked(values: ReadonlyMap<string, string>, from: 'header' | 'query'): ParsedPreferences {
  const code = values.get('code');
  if (code !== undefined && !/^[1-9]\d\d$/.test(code)) return { kind: 'invalid', name: 'code', value: code, from };
  const dynamic = values.get('dynamic');
  if (dynamic !== undefined && dynamic !== 'true' && dynamic !== 'false') return { kind: 'invalid', name: 'dynamic', value: dynamic, from };
  const items = values.get('items');
  if (items !== undefined && !isItemCount(items)) return { kind: 'invalid', name: 'items', value: items, from };
  const pace = values.get('pace');
  if (pace !== undefined && !((msFromDuration(pace) ?? Number.POSITIVE_INFINITY) <= MAX_PACE_MS))
    return { kind: 'invalid', name: 'pace', value: pace, from };
  return {
    kind: 'preferences',
    preferences: {
      code: code === undefined ? undefined : Number(code),
      example: values.get('example'),
      dynamic: dynamic === undefined ? undefined : dynamic === 'true',
      seed: values.get('seed'),
      stream: streamWishes(items, pace, values.get('wait')),
    },
  };
}

function isItemCount(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_ITEM_COUNT;
}

/** @see RFC 7240 §4.3 (`wait` is in seconds; without them it is for as long as the client stays) */
function streamWishes(items: string | undefined, pace: string | undefined, wait: string | undefined): StreamWishes | undefined {
  if (items === undefined && pace === undefined && wait === undefined) return undefined;
  return {
    itemCount: items === undefined ? undefined : Number(items),
    paceMs: pace === undefined ? undefined : msFromDuration(pace),
    openMs: wait === undefined ? undefined : /^\d{1,9}$/.test(wait) ? Number(wait) * 1_000 : Number.POSITIVE_INFINITY,
  };
}
