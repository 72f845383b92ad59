import type { Contract, Operation } from '../../contract/contract.js';
import type { HttpResponse } from '../../wire/http-message.js';
import type { RequestProblem } from '../../wire/request-problem.js';
import { authorizationRequest } from './authorization-request.js';
import { refuseAuthorization } from './authorization-response.js';
import { answerAuthorization, answerLogin } from './authorize.js';
import { answerCredentials } from './credentials-operation.js';
import { answerDiscovery, answerJwks } from './discovery.js';
import { answerEndSession } from './end-session.js';
import type { EndpointRoute, IssuerEndpoint } from './endpoints.js';
import { answerIntrospection, answerRevocation } from './introspection.js';
import { answerIssue } from './issue.js';
import { isRefusal, type IssuerCall, parametersOf } from './issuer-call.js';
import { type EndpointAnswer, keepingContract } from './keeping-contract.js';
import { refusal, refusalResponse } from './oauth-response.js';
import { answerToken } from './token-endpoint.js';
import { answerUserinfo } from './userinfo.js';

/** A request to an endpoint, and what the contract says of it. */
interface AskedEndpoint {
  /** Judges what its own operations answer. */
  readonly contract: Contract;
  readonly route: EndpointRoute;
  readonly operation: Operation | undefined;
  readonly call: IssuerCall;
  /** What its contract has against the request, where that weighs as an error. */
  readonly wrong: readonly RequestProblem[] | undefined;
}

/**
 * Answers what is asked of an issuer.
 *
 * @param asked - what it remembers and what it gives out is a matter of the call's step
 */
export async function answerEndpoint({ contract, route, operation, call, wrong }: AskedEndpoint): Promise<EndpointAnswer> {
  if (route.endpoint === 'credentials') {
    return operation === undefined
      ? { response: refusalResponse(NO_OPERATION), problems: [] }
      : answerCredentials(call, operation, contract);
  }
  const response = wrong === undefined ? await ANSWERS[route.endpoint](call) : await refuseWrong(route.endpoint, call, wrong);
  return operation === undefined ? { response, problems: [] } : keepingContract(operation, contract, response);
}

/** What breaks the contract is refused in the form of the protocol, which is what clients look for. */
function refuseWrong(endpoint: IssuerEndpoint, call: IssuerCall, wrong: readonly RequestProblem[]): Promise<HttpResponse> | HttpResponse {
  const isOfGrantType = wrong.some(({ location, code }) => location.includes('grant_type') && code !== 'required');
  const refused = refusal(
    isOfGrantType ? 'unsupported_grant_type' : 'invalid_request',
    wrong
      .map(({ message }) => message)
      .join('; ')
      .slice(0, 500),
  );
  if (endpoint !== 'authorization') return refusalResponse(refused);
  const parameters = parametersOf(call.request);
  const asked = isRefusal(parameters) ? undefined : authorizationRequest(call.realm, parameters);
  return refuseAuthorization({ refused, reply: asked?.reply }, call.issuer);
}

const NO_OPERATION = refusal('invalid_request', 'the contract has no such operation');
const ANSWERS: Readonly<Record<Exclude<IssuerEndpoint, 'credentials'>, (call: IssuerCall) => Promise<HttpResponse>>> = {
  discovery: answerDiscovery,
  jwks: answerJwks,
  authorization: answerAuthorization,
  token: answerToken,
  userinfo: answerUserinfo,
  introspection: answerIntrospection,
  revocation: answerRevocation,
  endSession: answerEndSession,
  login: answerLogin,
  issue: answerIssue,
};
