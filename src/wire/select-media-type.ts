import type { ParsedMediaType } from '../base/media-type.js';
import { parseMediaType } from '../base/media-type.js';
import type { MediaType } from '../contract/contract.js';
import { matchMediaRange } from './media-range.js';

/**
 * The declared media type that a body of the given type falls under, the most specific one; `undefined` when none takes it.
 * Parameters that the contract writes must be there, unless nothing else would match: `charset` and its like seldom mean another schema.
 *
 * @param content - as declared; may hold ranges such as `image/*`
 * @param actual - the type of the body
 * @see OpenAPI 3.1.1 §4.8.14.1 (Media Type keys: "the most specific key")
 */
export function mediaTypeForContent(content: readonly MediaType[], actual: ParsedMediaType): MediaType | undefined {
  return closest(content, actual, 'parameters') ?? closest(content, actual, 'essence');
}

function closest(content: readonly MediaType[], actual: ParsedMediaType, rigour: 'parameters' | 'essence'): MediaType | undefined {
  let best: MediaType | undefined;
  let bestSpecificity = -1;
  for (const candidate of content) {
    const declared = parseMediaType(candidate.name);
    const specificity = declared === undefined ? undefined : matchMediaRange(declared, actual, rigour);
    if (specificity === undefined || specificity <= bestSpecificity) continue;
    best = candidate;
    bestSpecificity = specificity;
  }
  return best;
}
