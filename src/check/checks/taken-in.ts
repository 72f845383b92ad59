import type { JudgedExchange } from '../exchange-check.js';
import type { Breach, TestCase } from '../test-case.js';

/**
 * Whether a request that is invalid on the wire was answered as if it were not. `OPTIONS` and `TRACE` are answered by servers of
 * themselves, and a body that its method gives no meaning is dropped unread by many of them.
 *
 * @param judged - of intent `invalid`
 * @param breach - what it breaks
 * @see RFC 9110 §9.3.7 and §9.3.8
 */
export function wasTakenIn({ response, requestProblems, exchange }: JudgedExchange, breach: Breach): boolean {
  if (response.status < 200 || response.status >= 300 || requestProblems.length === 0) return false;
  const { method } = exchange.request;
  return method !== 'OPTIONS' && method !== 'TRACE' && !(BODILESS.has(method) && isOfBody(breach));
}

/**
 * Whether a breach is that a whole part of the request is missing, not a member in it: where the part has a value, its members are what is missing.
 *
 * @param testCase - invalid
 * @param breach - what it breaks
 */
export function isMissingPart({ parameters, body }: TestCase, { keyword, location }: Breach): boolean {
  if (keyword !== 'required') return false;
  const [where = '', name = ''] = location;
  if (where === 'body') return location.length === 1 && body === undefined;
  return location.length === 2 && !parameters.has(`${where}:${name}`);
}

function isOfBody({ location, keyword }: Breach): boolean {
  return location[0] === 'body' || keyword === 'content-type';
}

/** @see RFC 9110 §9.3.1, §9.3.2, §9.3.5: content in them "has no generally defined semantics" */
const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE']);
