import type { JsonObject } from '../../base/json.js';
import { accessClaimsOf, profileClaimsOf } from './claims.js';
import type { TokenUser } from '../../workspace/mock-tokens.js';
import type { Grant, IssuedToken } from './grant.js';
import { grantedUser } from './kept-grant.js';
import type { IssuerCall } from './issuer-call.js';

/** An access token and what its client is told of it. */
export interface MintedToken extends IssuedToken {
  readonly token: string;
  readonly expiresInSeconds: number;
}

/**
 * An access token for a grant.
 *
 * @param call - decides issuer, time and key
 * @param grant - whose token it is: who keeps it notes the token there, so that it can be taken back
 * @see RFC 9068 §2.2
 */
export async function mintAccessToken({ issuer, realm }: IssuerCall, grant: Grant): Promise<MintedToken> {
  const { authority, settings, nowMs } = realm;
  const iat = Math.floor(nowMs() / 1_000);
  const exp = iat + secondsOf(settings.lifetimeMs);
  const jti = authority.freshText('jti');
  const user = grantedUser(realm, grant);
  const claims: JsonObject = {
    ...(user === undefined ? {} : accessClaimsOf(user)),
    iss: issuer,
    sub: grant.sub ?? grant.clientId,
    aud: settings.audience ?? grant.audience ?? issuer,
    client_id: grant.clientId,
    ...(grant.scopes.length === 0 ? {} : { scope: grant.scopes.join(' ') }),
    iat,
    exp,
    jti,
  };
  authority.noteIssuer(issuer);
  const token = settings.format === 'opaque' ? authority.hide(claims, exp * 1_000) : await authority.sign(claims, 'at+jwt');
  return { token, expiresInSeconds: exp - iat, tokenId: jti, expiresAtMs: exp * 1_000 + settings.leewayMs };
}

/**
 * An ID token for a grant.
 *
 * @param granted - and the user who is known by it
 * @param bound - what is given out beside it
 * @see OpenID Connect Core §2, §3.3.2.11
 */
export async function mintIdToken(
  { issuer, realm }: IssuerCall,
  { grant, user }: { readonly grant: Grant; readonly user: TokenUser },
  bound: { readonly accessToken?: string | undefined },
): Promise<string> {
  const { authority, settings, nowMs } = realm;
  const iat = Math.floor(nowMs() / 1_000);
  const { algorithm } = await authority.key();
  const hash = (text: string): Promise<string> => halfHash(text, algorithm === 'EdDSA' ? 'SHA-512' : 'SHA-256');
  const claims: JsonObject = {
    ...profileClaimsOf(user, grant.scopes),
    iss: issuer,
    sub: user.sub,
    aud: grant.clientId,
    azp: grant.clientId,
    iat,
    exp: iat + secondsOf(settings.lifetimeMs),
    auth_time: Math.floor(grant.loggedInAtMs / 1_000),
    sid: grant.id,
    ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }),
    ...(bound.accessToken === undefined ? {} : { at_hash: await hash(bound.accessToken) }),
  };
  return authority.sign(claims, 'JWT');
}

/** The left half of the digest. */
async function halfHash(text: string, algorithm: 'SHA-256' | 'SHA-512'): Promise<string> {
  const { base64url } = await import('jose');
  const digest = new Uint8Array(await crypto.subtle.digest(algorithm, new TextEncoder().encode(text)));
  return base64url.encode(digest.subarray(0, digest.length / 2));
}

/** Never none: a token that expires as it is made is of no use, and `expires_in` must be positive. */
function secondsOf(lifetimeMs: number): number {
  return Math.max(1, Math.floor(lifetimeMs / 1_000));
}
