import type { Operation } from '../../contract/contract.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { RequestProblem } from '../../wire/request-problem.js';
import type { Answer } from '../answer.js';
import type { TokenOrder } from './issue.js';

/** Issues tokens to whoever logs in at the mock. */
export interface Issuer {
  /**
   * @param scope - of the request: codes and sessions of one are unknown in another
   * @param prefix - what stood before the path for the scope's sake: `/~checkout`, or `''`
   * @returns `undefined` for a request that is none of its
   */
  answer(request: HttpRequest, scope: string, prefix?: string): Promise<Answer> | undefined;
  /**
   * Takes back the tokens of a request that has logged out.
   *
   * @param request - that the contract has answered
   * @param answer - only a success logs out
   * @returns `undefined` for one that is no logout
   */
  ended(request: HttpRequest, scope: string, answer: Answer): Promise<void> | undefined;
  /**
   * An access token made to order, for tests.
   *
   * @param origin - where the mock is asked: its tokens name it
   * @throws InputError `E_ARGUMENT_VALUE` when `expiresIn` is no duration
   */
  issue(order: TokenOrder, origin: string): Promise<string>;
}

/** Looks closely at the credentials of requests. */
export interface CredentialVerifier {
  /**
   * What is wrong with the tokens of a request, beyond what the contract's own judge sees: signature, expiry, issuer, audience, scopes, roles.
   *
   * @returns `undefined` when there is nothing to wait for and nothing wrong
   */
  verify(operation: Operation, request: HttpRequest): Promise<readonly RequestProblem[]> | undefined;
}
