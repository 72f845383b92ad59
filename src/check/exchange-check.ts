import type { Place } from '../base/place.js';
import type { Contract, Operation } from '../contract/contract.js';
import type { FindingCode } from '../finding/finding-code.js';
import type { Severity } from '../finding/severity.js';
import type { Exchange, RecordedResponse } from '../journal/exchange.js';
import type { ResponseProblem } from '../wire/judge-response.js';

/** One law about an answer. A check is a value; a new one is a new file under `checks/` and a line in `response-checks.ts`. */
export interface ExchangeCheck {
  readonly code: FindingCode;
  /** What is wrong with the exchange; empty when the law holds. */
  judge(input: JudgedExchange): readonly CheckFailure[];
}

/** An exchange that was answered, and what the contract has to say about it. */
export interface JudgedExchange {
  readonly contract: Contract;
  readonly operation: Operation;
  readonly exchange: Exchange;
  readonly response: RecordedResponse;
  /** All that the contract's clauses find in the response; each check takes its own kind. */
  readonly problems: readonly ResponseProblem[];
  /** The status that the contract's example of the same name has. */
  readonly expectedStatus: number | undefined;
}

/** One way in which one exchange breaks a law. */
export interface CheckFailure {
  readonly severity: Severity;
  /** Where the clause stands. */
  readonly place: Place;
  /** `['body', 'items', '0', 'price']`, `['header', 'etag']`, `['status']`. */
  readonly location: readonly string[];
  /** A clause: `a status of 200 or 404`. */
  readonly expected: string;
  /** A clause: `500`, `must be integer`. */
  readonly seen: string;
}

/**
 * The failures that a kind of problem makes, each at the schema clause that decides it, or at the operation.
 *
 * @param input - what was judged
 * @param kind - of problem
 * @param expected - a clause that says what the contract asks for
 */
export function failuresOfKind(input: JudgedExchange, kind: ResponseProblem['kind'], expected: string): readonly CheckFailure[] {
  return input.problems
    .filter((problem) => problem.kind === kind)
    .map((problem) => ({
      severity: 'error' as const,
      place: problem.schema === undefined ? operationPlace(input.operation) : { file: problem.schema.uri, pointer: problem.schema.pointer },
      location: problem.location,
      expected,
      seen: problem.message,
    }));
}

/**
 * Where an operation stands in its contract.
 *
 * @param operation - of any contract
 */
export function operationPlace(operation: Operation): Place {
  return { file: operation.file, pointer: operation.pointer };
}
