import type { HttpRequest } from '../../wire/http-message.js';
import { bearerTokenOf } from './bearer-token.js';
import type { GrantStore } from './grant-store.js';
import { revokeGrant } from './kept-grant.js';
import type { Realm } from './realm.js';

/**
 * Takes back what a request shows that has logged out: its access token, the refresh token in its body, and all that came of their logins.
 *
 * @param parts - who issued them, and what is remembered in the scope of the request
 * @param request - that was answered with a success
 */
export async function logOut({ realm, store }: { readonly realm: Realm; readonly store: GrantStore }, request: HttpRequest): Promise<void> {
  const { authority, settings } = realm;
  const token = bearerTokenOf(request);
  const read = token === undefined ? undefined : await authority.read(token);
  const tokenId = read?.kind === 'read' ? String(read.claims['jti']) : undefined;
  const exp = read?.kind === 'read' ? read.claims['exp'] : undefined;
  if (tokenId !== undefined && typeof exp === 'number') authority.revoke(tokenId, exp * 1_000 + settings.leewayMs);
  const text = request.body === undefined ? '' : new TextDecoder().decode(request.body);
  // They are long and made for this issuer: where one stands in a body it is meant, whatever its member is called.
  const shown = new Set(
    store.refreshTokens.entries().flatMap(([refreshToken, { grantId }]) => (text.includes(refreshToken) ? [grantId] : [])),
  );
  for (const [id, grant] of store.grants.entries()) {
    if (shown.has(id) || grant.issued.some((one) => one.tokenId === tokenId)) revokeGrant({ realm, store }, grant);
  }
}
