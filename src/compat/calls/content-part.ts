import type { Place } from '../../base/place.js';
import type { MediaType, Response } from '../../contract/contract.js';

/** What a request or a response may carry, in both versions. */
export interface ContentPart {
  readonly side: 'request' | 'response';
  readonly location: readonly string[];
  readonly older: Place;
  readonly newer: Place;
  readonly contents: readonly [older: readonly MediaType[], newer: readonly MediaType[]];
  /** Of a response: as declared, and one that it stands for. */
  readonly status: ResponsePair | undefined;
}

/** A status in both versions. */
export interface ResponsePair {
  readonly older: Response;
  readonly newer: Response;
  readonly code: number;
}
