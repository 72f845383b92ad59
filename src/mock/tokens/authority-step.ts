import type { JsonObject } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { datedRecords } from './dated-records.js';
import { type GrantOwner, type GrantStore, grantStoreIn } from './grant-store.js';
import type { SigningKey } from './signing-key.js';
import type { SigningKeys } from './signing-keys.js';
import type { StateDraft } from './state-draft.js';
import { textFromSeed } from './text-from-seed.js';

/** What an authority gives out and takes back in one step. */
export interface AuthorityStep {
  key(): Promise<SigningKey>;
  sign(claims: JsonObject, type: TokenType): Promise<string>;
  /** A token that says nothing by itself. */
  hide(claims: JsonObject, expiresAtMs: number): string;
  /** Whether it was given out here and was not revoked; time, issuer and audience are for the asker to judge. */
  read(token: string): Promise<ReadToken>;
  revoke(tokenId: string, expiresAtMs: number): void;
  /** Notes an issuer name under which tokens were given out. */
  noteIssuer(issuer: string): void;
  isOwnIssuer(issuer: string): boolean;
  /** A text that no other of this authority equals. */
  freshText(purpose: string): string;
  /** What one issuer remembers in one scope. */
  grantsOf(owner: GrantOwner): GrantStore;
}

/** @see RFC 9068 §2.1 for access tokens; ID tokens are plain `JWT`s */
export type TokenType = 'at+jwt' | 'JWT';

export type ReadToken =
  | { readonly kind: 'read'; readonly claims: JsonObject; readonly type: TokenType }
  | { readonly kind: 'refused'; readonly reason: string };

interface StepParts {
  readonly keys: SigningKeys;
  /** Decides ids and codes. */
  readonly seed: string;
  readonly nowMs: () => number;
}

/**
 * A step on what is remembered.
 *
 * @param draft - takes what the step changes
 * @param parts - of the authority
 */
export function authorityStep(draft: StateDraft, { keys, seed, nowMs }: StepParts): AuthorityStep {
  const place = { prefix: '', maxCount: MAX_TOKEN_COUNT, nowMs };
  const revoked = datedRecords<true>(draft, { ...place, collection: 'revoked' });
  const hidden = datedRecords<JsonObject>(draft, { ...place, collection: 'hidden' });

  const freshText = (purpose: string): string => {
    // Those who share the authority count together, so none of them gives out what another one did.
    const count = Number(draft.item(COUNTS, 'texts') ?? 0) + 1;
    draft.put(COUNTS, 'texts', count);
    return textFromSeed(seed, purpose, count);
  };
  const known = (claims: JsonObject, type: TokenType): ReadToken =>
    revoked.get(String(claims['jti'])) === true ? { kind: 'refused', reason: 'the token was revoked' } : { kind: 'read', claims, type };

  return {
    key: () => keys.key(draft),
    freshText,
    sign: async (claims, type) => {
      const { CompactSign } = await import('jose');
      const { algorithm, privateKey, publicJwk } = await keys.key(draft);
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
      const read = await readSigned(token, await keys.known(draft));
      return read.kind === 'read' ? known(read.claims, read.type) : read;
    },
    revoke: (tokenId, expiresAtMs) => revoked.set(tokenId, true, expiresAtMs),
    noteIssuer: (issuer) => {
      if (draft.item(ISSUERS, issuer) === undefined && draft.itemCount(ISSUERS) < MAX_ISSUER_COUNT) draft.put(ISSUERS, issuer, true);
    },
    isOwnIssuer: (issuer) => draft.item(ISSUERS, issuer) !== undefined,
    grantsOf: (owner) => grantStoreIn(draft, owner, nowMs),
  };
}

async function readSigned(token: string, key: SigningKey | undefined): Promise<ReadToken> {
  if (key === undefined) return FORGED;
  const { base64url, compactVerify } = await import('jose');
  try {
    // The last character of base64 holds bits that mean nothing: another one there is another token, though it decodes to the same signature.
    if (token.split('.').some((part) => base64url.encode(base64url.decode(part)) !== part)) return FORGED;
    const { payload, protectedHeader } = await compactVerify(token, key.publicKey, { algorithms: [key.algorithm] });
    const claims: unknown = JSON.parse(new TextDecoder().decode(payload));
    const type = protectedHeader.typ === 'at+jwt' ? 'at+jwt' : 'JWT';
    return isJsonObject(claims) ? { kind: 'read', claims, type } : FORGED;
  } catch {
    // How it fails is of no use to an honest caller: the signature is not ours.
    return FORGED;
  }
}

const FORGED: ReadToken = { kind: 'refused', reason: 'the signature of the token is not right' };
const COUNTS = 'counts';
const ISSUERS = 'issuers';
const HIDDEN_PREFIX = 'at_';
const MAX_TOKEN_LENGTH = 16_384;
const MAX_TOKEN_COUNT = 10_000;
const MAX_ISSUER_COUNT = 256;
