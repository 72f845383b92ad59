import type { Operation } from '../contract/contract.js';
import type { Severity } from '../finding/severity.js';
import type { Exchange, RecordedResponse } from '../journal/exchange.js';
import type { HttpRequest } from '../wire/http-message.js';
import type { ResponseProblem } from '../wire/judge-response.js';
import { judgeResponse } from '../wire/judge-response.js';
import { itemsOfStream } from '../wire/stream-items.js';
import { responseForStatus } from '../wire/select-response.js';
import type { CheckSettings } from './check-settings.js';
import { contractDefectOf } from './contract-defect.js';
import type { CheckFailure, ExchangeCheck, JudgedExchange } from './exchange-check.js';
import { RESPONSE_CHECKS } from './response-checks.js';
import type { TestCase } from './test-case.js';

/** A law that was broken, and how. */
export interface BrokenCheck {
  readonly check: ExchangeCheck;
  readonly failure: CheckFailure;
}

/** What is judged: all of a {@link JudgedExchange} but what judging finds out. */
export type JudgeInput = Omit<JudgedExchange, 'response' | 'problems'>;

/**
 * Everything that is wrong with the answer of an exchange, in the order of the checks; empty when there is nothing, or no answer.
 * An undeclared status has no clauses to judge the rest by, so then only the status is told. Where the contract itself keeps our own mock
 * from answering well, which lint tells, there is no provider to blame.
 *
 * @param input - the exchange, what it was for, and the operation it called
 * @param settings - drop a check that is off, and weigh its failures; by default each weighs what it says
 * @param checks - by default all of them
 */
export function judgeExchange(
  input: JudgeInput,
  settings: CheckSettings = EACH_AS_IT_SAYS,
  checks: readonly ExchangeCheck[] = RESPONSE_CHECKS,
): readonly BrokenCheck[] {
  const { exchange, isMock } = input;
  const { response } = exchange;
  if (response === undefined || (isMock && contractDefectOf(exchange) !== undefined)) return NOTHING;
  const judged = { ...input, response, problems: problemsOf(input, response) };
  let broken: BrokenCheck[] | undefined;
  for (const check of checks) {
    for (const failure of check.judge(judged)) {
      const severity = settings.levelOf(check.code, input.operation.id, failure.severity);
      if (severity === 'off') continue;
      broken ??= [];
      broken.push({ check, failure: severity === failure.severity ? failure : { ...failure, severity } });
    }
  }
  return broken ?? NOTHING;
}

function problemsOf({ operation, contract, exchange, testCase }: JudgeInput, response: RecordedResponse): readonly ResponseProblem[] {
  if (!clausesSpeakOf(testCase, operation, response.status)) return NO_PROBLEMS;
  const request = wholeRequest(exchange);
  const items = response.truncatedBytes === undefined ? undefined : itemsOfStream(response);
  if (items === undefined) return judgeResponse({ operation, contract, request, response });
  // Of a stream that was cut the items that came are judged, and nothing is said of the whole.
  const cut = judgeResponse({ operation, contract, request, response: { ...response, body: items.wholeBody } });
  return cut.filter(({ kind, location }) => kind !== 'body' || location.length > 1);
}

/**
 * Whether the contract's clauses were written for an answer. They were not for a method it does not have; and a request that is wrong on
 * purpose is often refused before the program sees it, by its framework or a proxy, which know nothing of what `default` promises. So is one
 * that is too long or too soon.
 */
function clausesSpeakOf({ intent }: TestCase, operation: Operation, status: number): boolean {
  switch (intent.kind) {
    case 'valid':
      return !BEFORE_THE_PROGRAM.has(status) || responseForStatus(operation, status)?.status !== 'default';
    case 'undeclared-method':
      return false;
    default:
      return status < 400 || responseForStatus(operation, status)?.status !== 'default';
  }
}

function wholeRequest({ request }: Exchange): HttpRequest {
  return { ...request, body: typeof request.body === 'string' ? new TextEncoder().encode(request.body) : request.body };
}

/** Limits of servers and proxies, and their failures to reach the program: RFC 9110 §15.5.14, §15.5.15, §15.6.3 to §15.6.5, RFC 6585 §4, §5. */
const BEFORE_THE_PROGRAM: ReadonlySet<number> = new Set([413, 414, 429, 431, 502, 503, 504]);
const EACH_AS_IT_SAYS: CheckSettings = { levelOf: (_code, _operation, severity): Severity => severity };
const NOTHING: readonly BrokenCheck[] = [];
const NO_PROBLEMS: readonly ResponseProblem[] = [];
