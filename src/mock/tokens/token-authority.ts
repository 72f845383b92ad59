import type { JsonObject } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { type BoundedStore, createBoundedStore } from './bounded-store.js';
import type { SigningKey } from './signing-key.js';
import { textFromSeed } from './text-from-seed.js';

/** Signs tokens and knows its own again. Several mocks may share one, and then take each other's tokens. */
export interface TokenAuthority {
  key(): Promise<SigningKey>;
  sign(claims: JsonObject, type: TokenType): Promise<string>;
  /** A token that says nothing by itself. */
  hide(claims: JsonObject, expiresAtMs: number): string;
  /** Whether it was signed here and was not revoked; time, issuer and audience are for the asker to judge. */
  read(token: string): Promise<ReadToken>;
  revoke(tokenId: string, expiresAtMs: number): void;
  /** Notes an issuer name under which tokens were given out. */
  noteIssuer(issuer: string): void;
  isOwnIssuer(issuer: string): boolean;
  /** A text that no other of this authority equals. */
  freshText(purpose: string): string;
}

/** @see RFC 9068 §2.1 for access tokens; ID tokens are plain `JWT`s */
export type TokenType = 'at+jwt' | 'JWT';

export type ReadToken =
  | { readonly kind: 'read'; readonly claims: JsonObject; readonly type: TokenType }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * An authority with one key.
 *
 * @param parts - `key` is asked for once, when it is first needed; `seed` decides ids and codes
 */
export function createTokenAuthority(parts: {
  readonly key: () => Promise<SigningKey>;
  readonly seed: string;
  readonly nowMs: () => number;
}): TokenAuthority {
  let key: Promise<SigningKey> | undefined;
  let textCount = 0;
  const revoked: BoundedStore<true> = createBoundedStore(MAX_REVOKED_COUNT, parts.nowMs);
  const hidden: BoundedStore<JsonObject> = createBoundedStore(MAX_HIDDEN_COUNT, parts.nowMs);
  const issuers = new Set<string>();

  const keyOnce = (): Promise<SigningKey> => {
    key ??= parts.key();
    return key;
  };

  const freshText = (purpose: string): string => {
    textCount += 1;
    return textFromSeed(parts.seed, purpose, textCount);
  };

  const known = (claims: JsonObject, type: TokenType): ReadToken =>
    revoked.get(String(claims['jti'])) === true ? { kind: 'refused', reason: 'the token was revoked' } : { kind: 'read', claims, type };

  return {
    key: keyOnce,
    freshText,
    sign: async (claims, type) => {
      const { CompactSign } = await import('jose');
      const { algorithm, privateKey, publicJwk } = await keyOnce();
      const header = { alg: algorithm, kid: publicJwk.kid, typ: type };
      return new CompactSign(new TextEncoder().encode(JSON.stringify(claims))).setProtectedHeader(header).sign(privateKey);
    },
    hide: (claims, expiresAtMs) => {
      const token = `${HIDDEN_PREFIX}${freshText('opaque')}`;
      hidden.set(token, claims, expiresAtMs);
      return token;
    },
    read: async (token) => {
      if (token.length > MAX_TOKEN_LENGTH) return { kind: 'refused', reason: 'the token is too long' };
      const claims = hidden.get(token);
      if (claims !== undefined) return known(claims, 'at+jwt');
      if (token.split('.').length !== 3) return { kind: 'refused', reason: 'the token is none that was issued here' };
      const read = await readSigned(token, await keyOnce());
      return read.kind === 'read' ? known(read.claims, read.type) : read;
    },
    revoke: (tokenId, expiresAtMs) => revoked.set(tokenId, true, expiresAtMs),
    noteIssuer: (issuer) => {
      if (issuers.size < MAX_ISSUER_COUNT) issuers.add(issuer);
    },
    isOwnIssuer: (issuer) => issuers.has(issuer),
  };
}

async function readSigned(token: string, { algorithm, publicKey }: SigningKey): Promise<ReadToken> {
  const { base64url, compactVerify } = await import('jose');
  try {
    // The last character of base64 holds bits that mean nothing: another one there is another token, though it decodes to the same signature.
    if (token.split('.').some((part) => base64url.encode(base64url.decode(part)) !== part)) return FORGED;
    const { payload, protectedHeader } = await compactVerify(token, publicKey, { algorithms: [algorithm] });
    const claims: unknown = JSON.parse(new TextDecoder().decode(payload));
    const type = protectedHeader.typ === 'at+jwt' ? 'at+jwt' : 'JWT';
    return isJsonObject(claims) ? { kind: 'read', claims, type } : FORGED;
  } catch {
    // How it fails is of no use to an honest caller: the signature is not ours.
    return FORGED;
  }
}

const FORGED: ReadToken = { kind: 'refused', reason: 'the signature of the token is not right' };
const HIDDEN_PREFIX = 'at_';
const MAX_TOKEN_LENGTH = 16_384;
const MAX_REVOKED_COUNT = 10_000;
const MAX_HIDDEN_COUNT = 10_000;
const MAX_ISSUER_COUNT = 256;
