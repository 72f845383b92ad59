import type { HeaderPairs } from '../../wire/http-message.js';
import { allHeaderValues } from '../../wire/parse-parameter.js';
import type { SessionGrant } from './grant.js';
import type { IssuerCall } from './issuer-call.js';

/**
 * The session that a request is of.
 *
 * @param call - its cookie tells
 */
export function sessionOf({ request, store }: IssuerCall): SessionGrant | undefined {
  const id = sessionIdOf(request.headers);
  return id === undefined ? undefined : store.sessions.get(id);
}

/**
 * Keeps a session, so that the next login needs no page.
 *
 * @returns the cookie
 */
export function newSession({ realm, store }: IssuerCall, session: SessionGrant): HeaderPairs {
  const id = realm.authority.freshText('session');
  store.sessions.set(id, session, realm.nowMs() + realm.settings.refreshLifetimeMs);
  return ['set-cookie', `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax`];
}

/**
 * Forgets the session of a request.
 *
 * @returns the cookie that ends it
 */
export function endSession({ request, store }: IssuerCall): HeaderPairs {
  const id = sessionIdOf(request.headers);
  if (id !== undefined) store.sessions.delete(id);
  return ['set-cookie', `${COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`];
}

function sessionIdOf(headers: HeaderPairs): string | undefined {
  return /(?:^|;\s*)mortise_session=([A-Za-z0-9]+)/.exec(allHeaderValues(headers, 'cookie', '; ') ?? '')?.[1];
}

const COOKIE = 'mortise_session';
