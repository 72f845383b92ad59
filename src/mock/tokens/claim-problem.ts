import type { JsonObject } from '../../base/json.js';

/** What the claims of a token have to say. */
export interface ClaimRules {
  readonly nowMs: number;
  readonly leewayMs: number;
  /** Whether a token of this issuer is taken. */
  readonly isIssuer: (issuer: string) => boolean;
  /** `undefined`: any. */
  readonly audience: string | undefined;
}

/**
 * Why a token is not taken although its signature is right; `undefined` when it is.
 *
 * @param claims - of the token
 * @see RFC 7519 §4.1
 */
export function claimProblem(claims: JsonObject, rules: ClaimRules): string | undefined {
  const { exp, nbf, iat, iss } = claims;
  const { nowMs, leewayMs } = rules;
  if (typeof exp !== 'number') return 'the token has no time at which it expires';
  if (nowMs - leewayMs >= exp * 1_000) return 'the token has expired';
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf * 1_000 <= nowMs + leewayMs)) return 'the token is not valid yet';
  if (iat !== undefined && !(typeof iat === 'number' && iat * 1_000 <= nowMs + leewayMs)) return 'the token was issued in the future';
  if (typeof iss !== 'string' || !rules.isIssuer(iss)) return 'the token is of another issuer';
  if (rules.audience !== undefined && !textsOf(claims['aud']).includes(rules.audience)) return 'the token is for another audience';
  return undefined;
}

/**
 * The texts of a claim that is one text or several.
 *
 * @param value - of a claim
 */
export function textsOf(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === 'string');
}
