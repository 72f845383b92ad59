import type { MessageArguments } from '../base/errors.js';
import type { Place } from '../base/place.js';
import type { FindingCode } from './finding-code.js';
import type { Severity } from './severity.js';

/** One judgement with its evidence. Data, never thrown; every report only reads findings. The wording is made in `report/` from `code` and `args`. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly pair?: { readonly consumer: string; readonly provider: string };
  /** The operation or channel it speaks of, by id. */
  readonly operation?: string;
  /** Where the clause stands that decides it. */
  readonly place?: Place;
  readonly args: MessageArguments;
  readonly witness?: Witness;
}

/** The smallest concrete input that shows the finding: a whole call, and how to make it again. */
export interface Witness {
  readonly request?: WitnessMessage;
  readonly response?: WitnessMessage;
  /** One line for a shell. */
  readonly curl?: string;
}

interface WitnessMessage {
  /** `GET /orders/1` or `404 Not Found`. */
  readonly line: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}
