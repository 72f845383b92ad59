import type { HeaderPairs } from '../wire/http-message.js';
import { headerValue } from '../wire/http-message.js';

/** What an answer says is left of a quota. */
export interface RateLimitField {
  /** The name of the quota; `''` in the older form, which names none. */
  readonly policy: string;
  /** Whose quota it is, as the provider tells apart; `''` when it does not say. */
  readonly partition: string;
  readonly remainingCount: number;
  /** From the answer on. */
  readonly resetMs: number;
}

/**
 * The quotas that an answer speaks of: `RateLimit: "default";r=50;t=30` of the IETF draft, or its older `limit=100, remaining=50, reset=30` and
 * `RateLimit-Remaining` with `RateLimit-Reset`. What says nothing of a reset is left out.
 *
 * @param headers - of an answer
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers
 */
export function rateLimitFields(headers: HeaderPairs): readonly RateLimitField[] {
  const text = headerValue(headers, 'ratelimit')?.slice(0, MAX_LENGTH);
  if (text === undefined) return olderFields(headerValue(headers, 'ratelimit-remaining'), headerValue(headers, 'ratelimit-reset'));
  if (/^\s*(?:limit|remaining|reset)=/.test(text)) return olderFields(/remaining=(\d+)/.exec(text)?.[1], /reset=(\d+)/.exec(text)?.[1]);
  return text.split(',').flatMap((item) => {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim());
    const parameterOf = (key: string): string | undefined => parameters.find((part) => part.startsWith(`${key}=`))?.slice(key.length + 1);
    const policy = /^"([^"]*)"$/.exec(name)?.[1];
    return policy === undefined ? [] : fieldFrom({ policy, partition: parameterOf('pk') ?? '' }, parameterOf('r'), parameterOf('t'));
  });
}

function olderFields(remaining: string | undefined, reset: string | undefined): readonly RateLimitField[] {
  return fieldFrom({ policy: '', partition: '' }, remaining?.trim(), reset?.trim());
}

function fieldFrom(
  key: Pick<RateLimitField, 'policy' | 'partition'>,
  remaining: string | undefined,
  reset: string | undefined,
): readonly RateLimitField[] {
  if (remaining === undefined || reset === undefined || !COUNT.test(remaining) || !COUNT.test(reset)) return [];
  return [{ ...key, remainingCount: Number(remaining), resetMs: Number(reset) * 1_000 }];
}

const COUNT = /^\d{1,12}$/;
const MAX_LENGTH = 4_096;
