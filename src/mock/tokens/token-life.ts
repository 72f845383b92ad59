import type { Contract } from '../../contract/contract.js';
import { type MockTokens, mockTokensFromJson } from '../../workspace/mock-tokens.js';
import type { CorsMode } from '../cors.js';
import type { Rules } from '../rules.js';
import { judgeOwnToken } from './bearer-token.js';
import { createCredentialVerifier } from './credential-verifier.js';
import { createIssuer } from './create-issuer.js';
import { ISSUER_PATH } from './endpoints.js';
import { createForeignKeys } from './foreign-keys.js';
import type { CredentialVerifier, Issuer } from './issuer.js';
import { originOf } from './origin.js';
import type { TokenAuthority } from './token-authority.js';

/** The issuer of a mock and, where it was asked for, what looks into tokens. */
export interface TokenLife {
  readonly issuer: Issuer;
  readonly verifier: CredentialVerifier | undefined;
}

export interface TokenLifeParts {
  /** Whose codes and sessions are remembered: the same for all who are to know them. */
  readonly system: string;
  /** Whose contract may change while it is called. */
  readonly mock: { readonly contract: Contract };
  readonly settings: MockTokens;
  readonly verifies: boolean;
  /** Signs; mocks that share one take each other's tokens. */
  readonly authority: TokenAuthority;
  /** The JWKS that the settings name, as text. */
  readonly loadJwks: (address: string) => Promise<string>;
  readonly nowMs: () => number;
  readonly rules: Rules;
  readonly cors: CorsMode;
  /** Whether callers speak TLS to the mock. */
  readonly isSecure: boolean;
  /** Where callers reach the mock, without a trailing slash; `undefined` for what their `Host` says. */
  readonly origin?: string | undefined;
}

/**
 * What a mock needs for its callers to log in.
 *
 * @param parts - the mock, who can log in, and the key
 */
export function createTokenLife(parts: TokenLifeParts): TokenLife {
  const { mock, settings, authority, nowMs } = parts;
  const { jwks } = settings;
  const issuer = createIssuer(parts);
  if (!parts.verifies) return { issuer, verifier: undefined };
  const foreign = jwks === undefined ? undefined : createForeignKeys({ load: () => parts.loadJwks(jwks), settings, nowMs });
  const verifier = createCredentialVerifier({
    mock,
    apiKeys: settings.apiKeys,
    judge: (token, request) => {
      if (foreign !== undefined) return foreign.judge(token);
      const expected = settings.issuer ?? `${parts.origin ?? originOf(request, parts.isSecure)}${ISSUER_PATH}`;
      return judgeOwnToken({ authority, settings, nowMs }, token, { issuer: expected, audience: settings.audience });
    },
  });
  return { issuer, verifier };
}

/**
 * The settings of a mock's tokens; `undefined` when it issues none.
 *
 * @param told - what the workspace says: nothing means that the contract decides, by whether it asks for OAuth 2 or OpenID Connect
 * @param verifies - whether tokens are looked into: then there must be some to come by
 */
export function tokenSettingsOf(contract: Contract, told: MockTokens | false | undefined, verifies: boolean): MockTokens | undefined {
  if (told === false) return undefined;
  if (told !== undefined) return told;
  const asks = [...contract.securitySchemes.values()].some(({ kind }) => kind === 'oauth2' || kind === 'openIdConnect');
  return asks || verifies ? mockTokensFromJson({}, (path) => path) : undefined;
}
