import type { SecurityScheme } from '../../contract/contract.js';
import type { CheckFailure, ExchangeCheck, JudgedExchange } from '../exchange-check.js';
import { HOLDS, statusFailure } from '../exchange-check.js';
import type { CaseCredentials } from '../test-case.js';

/**
 * Where every alternative of `security` asks for credentials, nobody is let in without good ones: not with none, not with some that
 * nobody gave out, not with those of another scheme. Only 2xx is being let in: 401, 403, 404, 400 and a redirect to a login are all ways to refuse.
 *
 * An operation with an alternative that is empty, or that is not seen in a request (a client certificate, a scheme of an unknown type), is
 * not judged; neither is our mock by credentials of the right form, since it looks at nothing but the form.
 *
 * @see OpenAPI 3.1.1 §4.8.30 (Security Requirement Object)
 */
export const authenticationRequired: ExchangeCheck = {
  code: 'check/authentication-required',
  summary: 'nobody is let in with no, wrong or other credentials where the contract asks for some',
  severity: 'error',
  judge,
};

function judge(judged: JudgedExchange): readonly CheckFailure[] {
  const { response, testCase, isMock } = judged;
  const { credentials } = testCase;
  if (testCase.intent.kind !== 'unauthorised' || credentials === 'pair') return HOLDS;
  if (response.status < 200 || response.status >= 300) return HOLDS;
  if ((isMock && credentials !== 'none') || !isAlwaysAsked(judged)) return HOLDS;
  return statusFailure(judged, `401 or 403 to a request with ${wordsFor(credentials)}`);
}

function isAlwaysAsked({ operation, contract }: JudgedExchange): boolean {
  const { security } = operation;
  const isSeen = (name: string): boolean => isSeenInRequest(contract.securitySchemes.get(name));
  return security.length > 0 && security.every((requirement) => [...requirement.keys()].some(isSeen));
}

function isSeenInRequest(scheme: SecurityScheme | undefined): boolean {
  return scheme !== undefined && scheme.kind !== 'mutualTLS' && scheme.kind !== 'unknown';
}

function wordsFor(credentials: Exclude<CaseCredentials, 'pair'>): string {
  if (credentials === 'none') return 'no credentials';
  return credentials === 'other-scheme' ? 'credentials of another scheme' : 'credentials that nobody gave out';
}
