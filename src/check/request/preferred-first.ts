import type { MediaType } from '../../contract/contract.js';

/**
 * The media types of a body, those that we can write best first; equals stay in their order.
 *
 * @param content - of a request body
 */
export function preferredFirst(content: readonly MediaType[]): readonly MediaType[] {
  const rank = ({ name }: MediaType): number => PREFERRED.findIndex((pattern) => pattern.test(name));
  return [...content].sort((left, right) => rank(left) - rank(right));
}

/** The last pattern takes everything. */
const PREFERRED: readonly RegExp[] = [
  /^application\/json\b/i,
  /\+json\b/i,
  /^application\/x-www-form-urlencoded/i,
  /^multipart\/form-data/i,
  /^text\/plain/i,
  /^/,
];
