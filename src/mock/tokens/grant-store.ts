import { type DatedRecords, datedRecords } from './dated-records.js';
import type { CodeGrant, Grant, RefreshGrant, SessionGrant } from './grant.js';
import type { StateDraft } from './state-draft.js';

/** What an issuer remembers in one scope, as far as one step sees it. */
export interface GrantStore {
  /** Those that a code or a refresh token stands for. */
  readonly grants: DatedRecords<Grant>;
  readonly codes: DatedRecords<CodeGrant>;
  readonly refreshTokens: DatedRecords<RefreshGrant>;
  /** By the value of the cookie. */
  readonly sessions: DatedRecords<SessionGrant>;
}

/** Of whom something is remembered: another issuer, or another scope, knows nothing of it. */
export interface GrantOwner {
  readonly system: string;
  readonly scope: string;
}

/**
 * What one issuer remembers in one scope.
 *
 * @param draft - of the authority that it shares with others
 * @param owner - whose it is
 * @param nowMs - the time of their ages
 */
export function grantStoreIn(draft: StateDraft, { system, scope }: GrantOwner, nowMs: () => number): GrantStore {
  const place = { prefix: `${system}\u0000${scope}\u0000`, maxCount: MAX_GRANT_COUNT, nowMs };
  return {
    grants: datedRecords(draft, { ...place, collection: 'grants' }),
    codes: datedRecords(draft, { ...place, collection: 'codes' }),
    refreshTokens: datedRecords(draft, { ...place, collection: 'refreshTokens' }),
    sessions: datedRecords(draft, { ...place, collection: 'sessions' }),
  };
}

/** Of each kind, in all scopes together. */
const MAX_GRANT_COUNT = 10_000;
