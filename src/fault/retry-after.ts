import { DURATION_PATTERN, msFromDuration } from '../base/duration.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import type { HeaderPairs } from '../wire/http-message.js';
import { DURATION, msOf } from './setting.js';

/** How an answer says when to come again. */
export interface RetryAfter {
  readonly form: RetryAfterForm;
  /** How long that is; `undefined`: as long as the fault itself knows. */
  readonly delayMs: number | undefined;
}

/**
 * `seconds` and `date` are what RFC 9110 knows. All others are met in the wild: `past` a date an hour ago; `huge` more than a timer of 32
 * bits can hold; `garbage` a word; `decimal` and `negative` seconds; `double` two values.
 */
export type RetryAfterForm = (typeof FORMS)[number];

/** The settings that {@link retryAfterFrom} reads. */
export const RETRY_AFTER_SETTINGS: Readonly<Record<'retryAfter' | 'retryIn', JsonObject>> = {
  retryAfter: {
    anyOf: [
      { enum: ['seconds', 'date', 'past', 'huge', 'garbage', 'zero', 'decimal', 'negative', 'double', 'none'] },
      { type: 'integer', minimum: 0, maximum: 10_000_000_000 },
      { type: 'string', pattern: DURATION_PATTERN },
    ],
    description: 'a number of seconds, a duration, or one of seconds, date, past, huge, garbage, zero, decimal, negative, double, none',
  },
  retryIn: DURATION,
};

/**
 * How an answer says when to come again: `retryAfter` is a form, or how long; `retryIn` how long with a form.
 *
 * @param settings - as the schema has them
 * @param byDefault - when nothing was written
 */
export function retryAfterFrom(settings: { readonly [key: string]: JsonValue | undefined }, byDefault: RetryAfterForm): RetryAfter {
  const { retryAfter, retryIn } = settings;
  const delayMs = retryIn === undefined ? undefined : msOf(retryIn, 0);
  if (typeof retryAfter === 'number') return { form: 'seconds', delayMs: retryAfter * 1_000 };
  const durationMs = typeof retryAfter === 'string' ? msFromDuration(retryAfter) : undefined;
  if (durationMs !== undefined) return { form: 'seconds', delayMs: durationMs };
  return { form: FORMS.find((form) => form === retryAfter) ?? byDefault, delayMs };
}

/**
 * The headers that say it. Seconds and dates are rounded up: whoever keeps to them is never too early.
 *
 * @param retryAfter - how
 * @param knownMs - how long the fault itself would ask for
 * @param nowMs - of the consumer's clock, in which the dates are
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfterHeaders({ form, delayMs }: RetryAfter, knownMs: number, nowMs: number): HeaderPairs {
  const waitMs = delayMs ?? knownMs;
  const seconds = Math.max(Math.ceil(waitMs / 1_000), 0);
  switch (form) {
    case 'none':
      return [];
    case 'seconds':
      return [NAME, String(seconds)];
    case 'date':
      return dated(nowMs + waitMs, nowMs);
    case 'past':
      return dated(nowMs - ONE_HOUR_MS, nowMs);
    case 'huge':
      return [NAME, HUGE_SECONDS];
    case 'garbage':
      return [NAME, 'soon'];
    case 'zero':
      return [NAME, '0'];
    case 'decimal':
      return [NAME, `${Math.max(seconds - 1, 0)}.5`];
    case 'negative':
      return [NAME, `-${Math.max(seconds, 1)}`];
    case 'double':
      return [NAME, String(seconds), NAME, String(seconds * 2 + 1)];
  }
}

/**
 * The instant as an IMF-fixdate, the next whole second when it has a fraction.
 *
 * @param atMs - since 1970
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
 */
export function imfFixdate(atMs: number): string {
  return new Date(Math.min(Math.ceil(atMs / 1_000) * 1_000, LATEST_AT_MS)).toUTCString();
}

/** A date means nothing without the clock it is of. */
function dated(atMs: number, nowMs: number): HeaderPairs {
  return [NAME, imfFixdate(atMs), 'date', imfFixdate(Math.floor(nowMs / 1_000) * 1_000)];
}

const FORMS = ['seconds', 'date', 'past', 'huge', 'garbage', 'zero', 'decimal', 'negative', 'double', 'none'] as const;
const NAME = 'retry-after';
const ONE_HOUR_MS = 3_600_000;
/** Thirty days: 2,592,000,000 ms is more than 2^31 - 1. */
const HUGE_SECONDS = '2592000';
/** The end of the year 9999: the grammar has four digits. */
const LATEST_AT_MS = 253_402_300_799_000;
