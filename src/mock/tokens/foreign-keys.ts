import type { JsonObject } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { MockTokens } from '../../workspace/mock-tokens.js';
import type { JudgedToken } from './bearer-token.js';
import { claimProblem } from './claim-problem.js';
import { refusal } from './oauth-response.js';

/** The keys of another issuer, whose tokens a mock verifies. */
export interface ForeignKeys {
  judge(token: string): Promise<JudgedToken>;
}

/**
 * Verifies tokens of another issuer. Its keys are fetched when they are first needed, and again when a token names one that is not among them, but not more
 * often than twice a minute.
 *
 * @param parts - `load` gives the JWKS as text, and throws when it cannot be had
 * @see RFC 7517 §5
 */
export function createForeignKeys(parts: {
  readonly load: () => Promise<string>;
  readonly settings: MockTokens;
  readonly nowMs: () => number;
}): ForeignKeys {
  const { load, settings, nowMs } = parts;
  let held: { readonly keys: Promise<JsonObject>; readonly loadedAtMs: number } | undefined;

  const keysSince = (atMs: number): Promise<JsonObject> => {
    if (held === undefined || held.loadedAtMs < atMs) {
      const keys = load().then(keysFromText);
      held = { keys, loadedAtMs: nowMs() };
      // Who asks hears of it; the next one asks anew.
      keys.catch(() => {
        held = undefined;
      });
    }
    return held.keys;
  };

  const read = async (token: string, keys: JsonObject): Promise<JudgedToken | 'unknownKey'> => {
    const { base64url, compactVerify, createLocalJWKSet, errors } = await import('jose');
    try {
      if (token.split('.').some((part) => base64url.encode(base64url.decode(part)) !== part)) return FORGED;
      const { payload } = await compactVerify(token, createLocalJWKSet(keys as never), { algorithms: ASYMMETRIC });
      const claims: unknown = JSON.parse(new TextDecoder().decode(payload));
      return isJsonObject(claims) ? { kind: 'held', claims } : FORGED;
    } catch (error) {
      return error instanceof errors.JWKSNoMatchingKey ? 'unknownKey' : FORGED;
    }
  };

  return {
    judge: async (token) => {
      if (token.length > MAX_TOKEN_LENGTH) return FORGED;
      let judged = await read(token, await keysSince(Number.NEGATIVE_INFINITY));
      if (judged === 'unknownKey') judged = await read(token, await keysSince(nowMs() - RELOAD_AFTER_MS));
      if (judged === 'unknownKey' || judged.kind === 'refused') return FORGED;
      const problem = claimProblem(judged.claims, {
        nowMs: nowMs(),
        leewayMs: settings.leewayMs,
        isIssuer: (issuer) => settings.issuer === undefined || settings.issuer === issuer,
        audience: settings.audience,
      });
      return problem === undefined ? judged : refusal('invalid_token', problem);
    },
  };
}

function keysFromText(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (isJsonObject(value) && Array.isArray(value['keys'])) return value;
  throw new SyntaxError('a JWKS must be an object with "keys"');
}

const FORGED = refusal('invalid_token', 'the signature of the token is not right');
/** A key that is public must never be taken as the secret of an HMAC (RFC 8725 §2.1). */
const ASYMMETRIC = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
const RELOAD_AFTER_MS = 30_000;
const MAX_TOKEN_LENGTH = 16_384;
