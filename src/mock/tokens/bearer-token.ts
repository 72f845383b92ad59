import type { JsonObject } from '../../base/json.js';
import type { HttpRequest } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import { claimProblem } from './claim-problem.js';
import { type OAuthRefusal, refusal } from './oauth-response.js';
import type { IssuerRealm } from './realm.js';
import type { TokenAuthority } from './token-authority.js';

/**
 * The token that a request shows.
 *
 * @param request - with `Authorization: Bearer …`
 * @see RFC 6750 §2.1
 */
export function bearerTokenOf({ headers }: Pick<HttpRequest, 'headers'>): string | undefined {
  return /^\s*bearer +(\S+)\s*$/i.exec(headerValue(headers, 'authorization') ?? '')?.[1];
}

/** A token that holds, or why it does not. */
export type JudgedToken = { readonly kind: 'held'; readonly claims: JsonObject } | OAuthRefusal;

/**
 * Whether an access token was given out here and still holds.
 *
 * @param token - as shown
 * @param expected - the issuer's name by the address of the request
 */
export async function judgeOwnToken(
  {
    authority,
    settings,
    nowMs,
  }: Pick<IssuerRealm, 'settings' | 'nowMs'> & { readonly authority: Pick<TokenAuthority, 'read' | 'isOwnIssuer'> },
  token: string,
  expected: { readonly issuer: string; readonly audience: string | undefined },
): Promise<JudgedToken> {
  const read = await authority.read(token);
  if (read.kind === 'refused') return refusal('invalid_token', read.reason);
  if (read.type !== 'at+jwt') return refusal('invalid_token', 'the token is no access token');
  const problem = claimProblem(read.claims, {
    nowMs: nowMs(),
    leewayMs: settings.leewayMs,
    isIssuer: (issuer) => issuer === expected.issuer || (settings.issuer === undefined && authority.isOwnIssuer(issuer)),
    audience: expected.audience,
  });
  return problem === undefined ? { kind: 'held', claims: read.claims } : refusal('invalid_token', problem);
}
