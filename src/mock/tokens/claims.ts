import type { JsonObject } from '../../base/json.js';
import type { TokenUser } from '../../workspace/mock-tokens.js';

/**
 * What an access token says of its user: all that an application may decide by.
 *
 * @param user - who logged in
 */
export function accessClaimsOf({ email, roles, permissions, claims }: TokenUser): JsonObject {
  return {
    ...(email === undefined ? {} : { email }),
    ...(roles.length === 0 ? {} : { roles }),
    ...(permissions.length === 0 ? {} : { permissions }),
    ...claims,
  };
}

/**
 * What a client may know of a user, by the scopes that it was given.
 *
 * @param user - who logged in
 * @see OpenID Connect Core §5.4
 */
export function profileClaimsOf(user: TokenUser, scopes: readonly string[]): JsonObject {
  const { email, name, username, roles, claims } = user;
  const [givenName, ...others] = (name ?? '').split(' ').filter((part) => part !== '');
  return {
    ...(scopes.includes('email') && email !== undefined ? { email, email_verified: true } : {}),
    ...(scopes.includes('profile') && givenName !== undefined
      ? { name, given_name: givenName, ...(others.length === 0 ? {} : { family_name: others.join(' ') }) }
      : {}),
    ...(scopes.includes('profile') && username !== undefined ? { preferred_username: username } : {}),
    ...(roles.length === 0 ? {} : { roles }),
    ...claims,
  };
}
