import type { Severity } from '../../finding/severity.js';
import type { RequestProblem } from '../../wire/judge-request.js';
import type { CheckFailure, ExchangeCheck, JudgedExchange } from '../exchange-check.js';
import { HOLDS } from '../exchange-check.js';
import type { Breach } from '../test-case.js';
import { breaksOnlyFormats } from './only-formats.js';
import { isMissingPart, wasTakenIn } from './taken-in.js';

/**
 * A request that breaks the contract, judged as it stood on the wire, is not accepted.
 *
 * | answer | severity |
 * | --- | --- |
 * | 2xx | error |
 * | 2xx where only `format`s are broken | warning: a format is an annotation unless a program chooses to assert it |
 * | 2xx to a media type that is not declared | warning: the contract does not say that others are refused |
 * | 202 | warning: what was taken in may still be refused when it is processed (RFC 9110 §15.3.3) |
 * | 3xx | none |
 * | any 4xx, 501 | none: refused, in whichever words |
 * | 5xx | none: `not-a-server-error` tells it |
 *
 * Not looked at: `OPTIONS` and `TRACE`, which servers answer of themselves; a body where HTTP gives it no meaning.
 *
 * @see JSON Schema Validation 2020-12 §7.2.1 (format as an annotation)
 * @see OpenAPI 3.1.1 §4.8.10 (Operation Object)
 */
export const invalidDataRefused: ExchangeCheck = {
  code: 'check/invalid-data-refused',
  summary: 'a request that breaks a clause of the contract is refused',
  severity: 'error',
  judge,
};

function judge(judged: JudgedExchange): readonly CheckFailure[] {
  const { intent } = judged.testCase;
  if (intent.kind !== 'invalid' || isMissingPart(judged.testCase, intent.breach) || !wasTakenIn(judged, intent.breach)) return HOLDS;
  const { breach } = intent;
  return [
    {
      severity: severityOf(judged),
      place: breach.place,
      location: breach.location,
      expected: `to be refused: ${problemOf(judged, breach)?.message ?? `breaks "${breach.keyword}"`}`,
      seen: String(judged.response.status),
    },
  ];
}

function severityOf(judged: JudgedExchange): Severity {
  const { response, requestProblems } = judged;
  if (response.status === 202) return 'warning';
  if (requestProblems.every((problem) => problem.code === 'format' || problem.kind === 'media-type')) return 'warning';
  return breaksOnlyFormats(judged) ? 'warning' : 'error';
}

/** What the contract says of the breach itself, or else of what is nearest to it. */
function problemOf({ requestProblems }: JudgedExchange, { location }: Breach): RequestProblem | undefined {
  const isAt = (problem: RequestProblem): boolean => location.every((token, index) => problem.location[index] === token);
  return requestProblems.find(isAt) ?? requestProblems[0];
}
