import type { CodeChallenge } from './pkce.js';

/** What somebody was allowed: tokens are made of it, and end together when one of them is used twice. */
export interface Grant {
  readonly id: string;
  readonly clientId: string;
  /** The `sub` of the user; `undefined`: the client acts for itself. */
  readonly sub: string | undefined;
  readonly scopes: readonly string[];
  /** Asked for by name; `undefined`: the usual one. */
  readonly audience: string | undefined;
  readonly nonce: string | undefined;
  readonly loggedInAtMs: number;
  readonly isRevoked: boolean;
  /** The access tokens: the latest, so that there is an end to it. */
  readonly issued: readonly IssuedToken[];
}

export interface IssuedToken {
  readonly tokenId: string;
  readonly expiresAtMs: number;
}

/** A code that stands for a grant until it is changed for tokens. */
export interface CodeGrant {
  readonly grantId: string;
  /** As in the request; `undefined` when it had none, which only works with one listed address. */
  readonly redirectUri: string | undefined;
  readonly challenge: CodeChallenge | undefined;
  readonly isUsed: boolean;
}

/** A refresh token. */
export interface RefreshGrant {
  readonly grantId: string;
  readonly isUsed: boolean;
}

/** Who has logged in with a browser. */
export interface SessionGrant {
  readonly sub: string;
  readonly loggedInAtMs: number;
}
