import type { TokenUser } from '../../workspace/mock-tokens.js';
import type { CodeChallenge } from './pkce.js';

/** What somebody was allowed: tokens are made of it. */
export interface Grant {
  readonly clientId: string;
  /** `undefined`: the client acts for itself. */
  readonly user: TokenUser | undefined;
  readonly scopes: readonly string[];
  /** Asked for by name; `undefined`: the usual one. */
  readonly audience: string | undefined;
  readonly nonce: string | undefined;
  readonly loggedInAtMs: number;
  readonly family: GrantFamily;
}

/** All tokens that come from one login: they end together when one of them is used twice. */
export interface GrantFamily {
  readonly id: string;
  isRevoked: boolean;
  /** Of the access tokens: the latest, so that there is an end to it. */
  readonly issued: { readonly tokenId: string; readonly expiresAtMs: number }[];
}

/** A code that stands for a grant until it is changed for tokens. */
export interface CodeGrant {
  readonly grant: Grant;
  /** As in the request; `undefined` when it had none, which only works with one listed address. */
  readonly redirectUri: string | undefined;
  readonly challenge: CodeChallenge | undefined;
  isUsed: boolean;
}

/** A refresh token. */
export interface RefreshGrant {
  readonly grant: Grant;
  isUsed: boolean;
}
