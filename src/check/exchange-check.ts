import type { Place } from '../base/place.js';
import type { Contract, Operation } from '../contract/contract.js';
import type { FindingCode } from '../finding/finding-code.js';
import type { Severity } from '../finding/severity.js';
import type { Exchange, RecordedResponse } from '../journal/exchange.js';
import type { RequestProblem } from '../wire/judge-request.js';
import type { ResponseProblem } from '../wire/judge-response.js';
import type { TestCase } from './test-case.js';

/** One law about an answer. A check is a value; a new one is a new file under `checks/` and a line in `response-checks.ts`. */
export interface ExchangeCheck {
  readonly code: FindingCode;
  /** The law in a clause, for `--list-checks`. */
  readonly summary: string;
  /** Of most of its failures; a failure that is less sure says so itself. */
  readonly severity: Severity;
  /** What is wrong with the exchange; empty when the law holds. */
  judge(input: JudgedExchange): readonly CheckFailure[];
}

/** An exchange that was answered, what it was for, and what the contract has to say about it. */
export interface JudgedExchange {
  readonly contract: Contract;
  readonly operation: Operation;
  readonly exchange: Exchange;
  readonly response: RecordedResponse;
  /** All that the contract's clauses find in the response; each check takes its own kind. */
  readonly problems: readonly ResponseProblem[];
  /** What was sent, and why. */
  readonly testCase: TestCase;
  /** What the contract has against the request as it stood on the wire; empty for a valid one. */
  readonly requestProblems: readonly RequestProblem[];
  /** Whether the provider is a mock that keeps no state and looks at no credential. */
  readonly isMock: boolean;
  /** Whether the provider was started for this run, so that its data are those it begins with. */
  readonly isFresh: boolean;
  /** Whether a valid request of the operation was answered 2xx in this run: then what is refused is refused for its data. */
  readonly hasAccepted: boolean;
  /** How long an answer may take; `undefined` when nobody asked. */
  readonly maxResponseTimeMs: number | undefined;
  /** Texts that no answer should hold: tokens, passwords, keys. */
  readonly secretValues: readonly string[];
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

/** No failure at all: the law holds, or has nothing to say. */
export const HOLDS: readonly CheckFailure[] = [];

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
 * The one failure that a status is.
 *
 * @param judged - answered by that status
 * @param expected - a clause that says which statuses would do
 * @param severity - by default `error`
 */
export function statusFailure(judged: JudgedExchange, expected: string, severity: Severity = 'error'): readonly CheckFailure[] {
  const place = operationPlace(judged.operation);
  return [{ severity, place, location: ['status'], expected, seen: String(judged.response.status) }];
}

/**
 * Where an operation stands in its contract.
 *
 * @param operation - of any contract
 */
export function operationPlace(operation: Operation): Place {
  return { file: operation.file, pointer: operation.pointer };
}
