import type { ExchangeProblem } from '../../journal/exchange.js';
import type { HttpRequest, HttpResponse } from '../../wire/http-message.js';
import type { Operation } from '../../contract/contract.js';

/** Issues tokens to whoever logs in at the mock. */
export interface Issuer {
  /**
   * @param scope - of the request: codes and sessions of one are unknown in another
   * @returns `undefined` for a request that is none of its
   */
  answer(request: HttpRequest, scope: string): Promise<HttpResponse> | undefined;
}

/** Looks closely at the credentials of requests. */
export interface CredentialVerifier {
  /**
   * What is wrong with the tokens of a request, beyond what the contract's own judge sees: signature, expiry, issuer, audience, scopes, roles.
   *
   * @returns `undefined` when there is nothing to wait for and nothing wrong
   */
  verify(operation: Operation, request: HttpRequest): Promise<readonly ExchangeProblem[]> | undefined;
}
