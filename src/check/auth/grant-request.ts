import type { HttpRequest } from '../../wire/http-message.js';
import type { GrantClient, GrantCredential } from '../../workspace/workspace.js';
import { basicText } from './credentials.js';

/** A request, and where it goes. */
export interface AddressedRequest {
  readonly request: HttpRequest;
  /** Scheme and authority, no trailing slash. */
  readonly baseUrl: string;
}

/**
 * The request that asks a token endpoint.
 *
 * @param credential - which endpoint, and who asks
 * @param systemUrl - where the credential's system answers; a `tokenUrl` that is a path stands below it
 * @param refreshToken - given out before: it is what is exchanged then
 * @returns `undefined` when the `tokenUrl` is no address
 * @see RFC 6749 §4.3.2, §4.4.2, §6
 */
export function grantRequest(
  credential: GrantCredential,
  systemUrl: string,
  refreshToken: string | undefined,
): AddressedRequest | undefined {
  const { client, tokenUrl } = credential;
  const address = tokenUrl.startsWith('/') ? `${systemUrl}${tokenUrl}` : tokenUrl;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const form = new URLSearchParams(membersOf(credential, refreshToken));
  const headers = ['content-type', 'application/x-www-form-urlencoded', 'accept', 'application/json', 'user-agent', 'mortise'];
  if (client?.secret !== undefined && client.sentBy === 'basic') headers.push('authorization', `Basic ${clientText(client)}`);
  else if (client !== undefined) {
    form.set('client_id', client.id);
    if (client.secret !== undefined) form.set('client_secret', client.secret);
  }
  return {
    request: { method: 'POST', target: `${url.pathname}${url.search}`, headers, body: new TextEncoder().encode(form.toString()) },
    baseUrl: url.origin,
  };
}

/**
 * The client's name and secret as they stand after `Basic`: each encoded as in a form first.
 *
 * @see RFC 6749 §2.3.1
 */
export function clientText({ id, secret }: GrantClient): string {
  return basicText(formEncoded(id), formEncoded(secret ?? ''));
}

function membersOf(credential: GrantCredential, refreshToken: string | undefined): Readonly<Record<string, string>> {
  const { grant, scope, parameters } = credential;
  const shared = { ...(scope === undefined ? {} : { scope }), ...parameters };
  if (refreshToken !== undefined) return { grant_type: 'refresh_token', refresh_token: refreshToken, ...shared };
  switch (grant.kind) {
    case 'clientCredentials':
      return { grant_type: 'client_credentials', ...shared };
    case 'password':
      return { grant_type: 'password', username: grant.username, password: grant.password, ...shared };
    case 'refreshToken':
      return { grant_type: 'refresh_token', refresh_token: grant.refreshToken, ...shared };
  }
}

function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}
