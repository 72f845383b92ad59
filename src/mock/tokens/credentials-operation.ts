import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Contract, Operation } from '../../contract/contract.js';
import type { HttpResponse } from '../../wire/http-message.js';
import { compileJudge } from '../../wire/judge-request.js';
import { chooseFailure, chooseResponse, type Choice } from '../choose-response.js';
import { responseFromProblem } from '../problem.js';
import { produceContent } from '../produce-content.js';
import type { IssuerCall } from './issuer-call.js';
import { type EndpointAnswer, keepingContract } from './keeping-contract.js';
import { heldGrant } from './kept-grant.js';
import { jsonResponse } from './oauth-response.js';
import { userOf } from './realm.js';
import { newGrant, tokensOf } from './token-endpoint.js';
import type { Grant } from './grant.js';

/**
 * An operation of the contract that logs in: its answer as the contract has it, with real tokens in it. A request with a refresh token gets a new access
 * token, and keeps its refresh token: rotation is a matter of the protocol, which such an operation does not follow.
 *
 * @param operation - that the workspace names; the request keeps its contract
 */
export async function answerCredentials(call: IssuerCall, operation: Operation, contract: Contract): Promise<EndpointAnswer> {
  const { body } = compileJudge(operation, contract)(call.request, new Map());
  const members: JsonObject = isJsonObject(body) ? body : {};
  const refreshToken = textOf(members, REFRESH_NAMES);
  const renewed = refreshToken === undefined ? undefined : renewedGrant(call, refreshToken);
  const grant = refreshToken === undefined ? loginGrant(call, operation, members) : renewed;
  if (grant === undefined) return refuse(operation, contract);
  const tokens = await tokensOf(call, { grant, renewal: grant, keepsRefreshToken: refreshToken !== undefined });
  return letIn(operation, contract, { refresh_token: refreshToken, ...tokens });
}

function loginGrant({ realm }: IssuerCall, operation: Operation, members: JsonObject): Grant | undefined {
  const name = textOf(members, USER_NAMES);
  const password = textOf(members, PASSWORD_NAMES);
  const user = name === undefined ? undefined : userOf(realm, name, password ?? '');
  if (user === undefined) return undefined;
  return newGrant(realm, { client: { id: operation.id }, user, scopes: realm.scopes, parameters: new Map() });
}

function renewedGrant(call: IssuerCall, token: string): Grant | undefined {
  const held = call.store.refreshTokens.get(token);
  const grant = held === undefined || held.isUsed ? undefined : heldGrant(call, held.grantId);
  return grant === undefined || grant.isRevoked ? undefined : grant;
}

function letIn(operation: Operation, contract: Contract, tokens: JsonObject): EndpointAnswer {
  const choice = chooseResponse(operation, { code: undefined, accept: undefined, asEvents: false });
  const sample = choice.kind === 'response' ? sampleOf(operation, choice) : undefined;
  if (choice.kind !== 'response' || sample === undefined) return keepingContract(operation, contract, jsonResponse(200, tokens));
  return keepingContract(operation, contract, jsonResponse(choice.status, withTokens(sample, tokens, 0)));
}

function refuse(operation: Operation, contract: Contract): EndpointAnswer {
  const detail = 'No user has this name and password, or the refresh token holds no longer.';
  const problem = responseFromProblem({ code: 'UNAUTHORIZED', status: 401, detail, headers: ['www-authenticate', 'Bearer realm="api"'] });
  const choice = chooseFailure(operation, [401, 403, 400]);
  if (choice === undefined) return { response: problem, problems: [] };
  const response: HttpResponse = { ...problem, status: choice.status };
  return keepingContract(operation, contract, response);
}

function sampleOf(operation: Operation, { mediaType }: Extract<Choice, { kind: 'response' }>): JsonValue | undefined {
  if (mediaType === undefined) return undefined;
  const content = produceContent({ operation, mediaType, accept: undefined, example: undefined, random: undefined, itemCount: 1 });
  if (content.kind === 'problem' || typeof content.body !== 'string') return undefined;
  try {
    return JSON.parse(content.body) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The value with the tokens in place of the texts that stand for them. */
function withTokens(value: JsonValue, tokens: JsonObject, depth: number): JsonValue {
  if (!isJsonObject(value) || depth > MAX_TOKEN_DEPTH) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const token = tokens[TOKEN_OF_NAME.get(plainName(name)) ?? ''];
      if (token !== undefined && typeof token === typeof member) return [name, token];
      return [name, member === undefined ? member : withTokens(member, tokens, depth + 1)];
    }),
  );
}

function textOf(members: JsonObject, names: readonly string[]): string | undefined {
  const found = names.flatMap((name) => Object.entries(members).find(([written]) => plainName(written) === name) ?? []);
  return typeof found[1] === 'string' ? found[1] : undefined;
}

/** `accessToken`, `access_token` and `access-token` are one name. */
function plainName(name: string): string {
  return name.replaceAll(/[_-]/g, '').toLowerCase();
}

const USER_NAMES = ['username', 'email', 'user', 'login', 'identifier', 'name'];
const PASSWORD_NAMES = ['password', 'pass', 'secret'];
const REFRESH_NAMES = ['refreshtoken'];
const TOKEN_OF_NAME: ReadonlyMap<string, string> = new Map([
  ['accesstoken', 'access_token'],
  ['token', 'access_token'],
  ['authtoken', 'access_token'],
  ['jwt', 'access_token'],
  ['idtoken', 'id_token'],
  ['refreshtoken', 'refresh_token'],
  ['expiresin', 'expires_in'],
]);
const MAX_TOKEN_DEPTH = 4;
