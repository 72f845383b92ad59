import type { TokenUser } from '../../workspace/mock-tokens.js';
import type { Grant, IssuedToken } from './grant.js';
import type { IssuerCall } from './issuer-call.js';
import { type IssuerRealm, type Realm, userOf } from './realm.js';

/**
 * Keeps a grant as long as anything that stands for it can be used.
 *
 * @param grant - new, or changed
 */
export function keepGrant({ store, realm }: Pick<IssuerCall, 'store' | 'realm'>, grant: Grant): void {
  store.grants.set(grant.id, grant, realm.nowMs() + Math.max(realm.settings.refreshLifetimeMs, CODE_LIFETIME_MS));
}

/**
 * Keeps a grant, and notes what was given out for it.
 *
 * @param token - an access token
 */
export function keepIssued(call: Pick<IssuerCall, 'store' | 'realm'>, grant: Grant, { tokenId, expiresAtMs }: IssuedToken): void {
  keepGrant(call, { ...grant, issued: [...grant.issued.slice(1 - MAX_ISSUED_COUNT), { tokenId, expiresAtMs }] });
}

/**
 * The grant that a code or a refresh token stands for; `undefined` when nobody knows it any more, or its user is gone.
 *
 * @param id - of the grant
 */
export function heldGrant({ store, realm }: IssuerCall, id: string): Grant | undefined {
  const grant = store.grants.get(id);
  return grant === undefined || (grant.sub !== undefined && grantedUser(realm, grant) === undefined) ? undefined : grant;
}

/**
 * Takes back all that came of one login.
 *
 * @param grant - ended here
 */
export function revokeGrant(call: { readonly store: IssuerCall['store']; readonly realm: Realm }, grant: Grant): void {
  keepGrant(call, { ...grant, isRevoked: true });
  for (const { tokenId, expiresAtMs } of grant.issued) call.realm.authority.revoke(tokenId, expiresAtMs);
}

/** @returns `undefined` when the client acts for itself */
export function grantedUser(realm: IssuerRealm, { sub }: Pick<Grant, 'sub'>): TokenUser | undefined {
  return sub === undefined ? undefined : userOf(realm, sub, undefined);
}

/** RFC 6749 §4.1.2 allows ten minutes, which whoever debugs a frontend needs. */
export const CODE_LIFETIME_MS = 10 * 60 * 1_000;
const MAX_ISSUED_COUNT = 32;
