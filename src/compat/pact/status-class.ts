import type { PactResponse } from './pact.js';
import type { StatusClass } from './pact-rules.js';

/**
 * Which declared statuses a response of a pact takes, when a matcher takes more than its own.
 *
 * @param response - of a pact
 * @returns of a declared status (`200`, `2XX`); `undefined` when only the example's is taken. `default` stands for whatever is not declared,
 *   so it is never said to be taken
 */
export function expectedStatuses({ rules, status }: PactResponse): ((declared: string) => boolean) | undefined {
  const matchers = rules.status?.matchers.filter((matcher) => matcher.kind === 'status-code') ?? [];
  if (matchers.length === 0) return undefined;
  return (declared) =>
    declared === String(status) ||
    matchers.every((matcher) => {
      const expected = matcher.kind === 'status-code' ? matcher.status : [];
      if (typeof expected === 'string') return DIGITS[expected].includes(declared.charAt(0)) && declared !== 'default';
      return expected.some((each) => String(each) === declared || `${String(each).charAt(0)}XX` === declared);
    });
}

const DIGITS: Readonly<Record<StatusClass, string>> = {
  info: '1',
  success: '2',
  redirect: '3',
  clientError: '4',
  serverError: '5',
  nonError: '123',
  error: '45',
};
