import { msFromDuration } from '../../base/duration.js';
import type { JsonObject } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { HttpResponse } from '../../wire/http-message.js';
import { accessClaimsOf } from './claims.js';
import { STANDARD_SCOPES, type IssuerCall } from './issuer-call.js';
import { jsonResponse, refusal, refusalResponse } from './oauth-response.js';
import { type Realm, userOf } from './realm.js';

/** An access token as a test wants it: any claims, and when it expires. */
export interface TokenOrder {
  /** A user that is listed brings its claims along. */
  readonly sub?: string | undefined;
  /** Scopes, separated by blanks. */
  readonly scope?: string | undefined;
  /** From now on: `5m`; `-1m` has expired a minute ago. Default: the lifetime of the workspace. */
  readonly expiresIn?: string | undefined;
  /** Any further claims, which win over all others. */
  readonly [claim: string]: unknown;
}

/**
 * A token made to order.
 *
 * @param realm - of the issuer
 * @param order - what it says
 * @param issuer - its `iss`, unless the order has one
 * @returns `undefined` when `expiresIn` is no duration
 */
export async function issueToken({ authority, settings, ...realm }: Realm, order: TokenOrder, issuer: string): Promise<string | undefined> {
  const { expiresIn, ...claims } = order;
  const lifetimeMs = expiresIn === undefined ? settings.lifetimeMs : signedDuration(expiresIn);
  if (lifetimeMs === undefined) return undefined;
  const iat = Math.floor(realm.nowMs() / 1_000);
  const exp = iat + Math.floor(lifetimeMs / 1_000);
  const user = order.sub === undefined ? undefined : userOf({ settings, ...realm }, order.sub, undefined);
  authority.noteIssuer(issuer);
  const told: JsonObject = {
    ...(user === undefined ? {} : accessClaimsOf(user)),
    iss: issuer,
    sub: 'user-1',
    aud: settings.audience ?? issuer,
    ...(realm.scopes.length === 0 ? {} : { scope: [...realm.scopes, ...STANDARD_SCOPES.slice(0, 3)].join(' ') }),
    iat: Math.min(iat, exp),
    exp,
    jti: authority.freshText('jti'),
    ...(claims as JsonObject),
  };
  return settings.format === 'opaque' ? authority.hide(told, exp * 1_000) : authority.sign(told, 'at+jwt');
}

/** A token made to order by a call, for tests in any language: the order as JSON, the answer as of a token endpoint. */
export async function answerIssue({ request, realm, issuer }: IssuerCall): Promise<HttpResponse> {
  const order = jsonObjectOf(request.body);
  if (order === undefined) return refusalResponse(refusal('invalid_request', 'the body must be a JSON object of claims'));
  const token = await issueToken(realm, order as TokenOrder, issuer);
  if (token === undefined) return refusalResponse(refusal('invalid_request', 'expiresIn must be a duration, as 5m or -1m'));
  return jsonResponse(200, { access_token: token, token_type: 'Bearer' });
}

function jsonObjectOf(body: Uint8Array | undefined): JsonObject | undefined {
  if (body === undefined || body.length > MAX_ORDER_BYTES) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function signedDuration(text: string): number | undefined {
  const ms = msFromDuration(text.replace(/^-/, ''));
  return ms === undefined || !text.startsWith('-') ? ms : -ms;
}

const MAX_ORDER_BYTES = 16_384;
