import { tokensFromPointer } from '../../base/json-pointer.js';
import type { SchemaBreach } from '../../schema/breach/judge-breach.js';
import type { Breach, ClausePlace } from '../test-case.js';
import type { RequestPart } from './request-parts.js';

/**
 * A breach of a part's schema as one of the request.
 *
 * @param part - that the value stands in
 * @param breach - of the value
 */
export function breachInPart({ location }: RequestPart, { keyword, instancePointer, schemaUri, schemaPointer }: SchemaBreach): Breach {
  return {
    keyword,
    location: [...location, ...tokensFromPointer(instancePointer)],
    place: { file: schemaUri, pointer: schemaPointer },
  };
}

/**
 * The breach of a request without one of its required parts.
 *
 * @param part - that is left out
 */
export function missingPart({ location, place }: RequestPart): Breach {
  return { keyword: 'required', location, place };
}

/**
 * The clause that a breach breaks.
 *
 * @param breach - of a request
 */
export function clauseOfBreach({ keyword, place }: Breach): ClausePlace {
  return { keyword, file: place.file, pointer: place.pointer ?? '' };
}
