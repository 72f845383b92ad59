import type { HttpRequest } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import type { TokenClient } from '../../workspace/mock-tokens.js';
import type { Parameters } from './issuer-call.js';
import { type OAuthRefusal, refusal } from './oauth-response.js';
import { clientOf, type IssuerRealm } from './realm.js';

/**
 * The client that asks, by its header or by the form.
 *
 * @param request - with or without `Authorization: Basic …`
 * @see RFC 6749 §2.3.1
 */
export function authenticatedClient(realm: IssuerRealm, request: HttpRequest, parameters: Parameters): TokenClient | OAuthRefusal {
  const header = headerValue(request.headers, 'authorization');
  const basic = header === undefined ? undefined : basicCredentials(header);
  if (header !== undefined && basic === undefined)
    return refusal('invalid_client', 'the header Authorization must be Basic with an id and a secret');
  const id = basic?.id ?? parameters.get('client_id');
  const secret = basic?.secret ?? parameters.get('client_secret');
  if (basic !== undefined && parameters.has('client_secret')) return refusal('invalid_request', 'the client shows its secret in two ways');
  if (basic !== undefined && (parameters.get('client_id') ?? basic.id) !== basic.id)
    return refusal('invalid_request', 'the client has two ids');
  if (id === undefined) return refusal('invalid_client', 'nobody says which client asks');
  const client = clientOf(realm, id);
  // One sentence for both, as a real one tells nobody which ids there are.
  if (client === undefined || (client.secret !== undefined && client.secret !== secret)) {
    return refusal('invalid_client', 'the client is unknown, or its secret is not right');
  }
  return client;
}

function basicCredentials(header: string): { readonly id: string; readonly secret: string } | undefined {
  const [, encoded] = /^basic +([A-Za-z0-9+/_-]+={0,2})$/i.exec(header.trim()) ?? [];
  if (encoded === undefined) return undefined;
  try {
    const text = new TextDecoder().decode(
      Uint8Array.from(atob(encoded.replaceAll('-', '+').replaceAll('_', '/')), (unit) => unit.charCodeAt(0)),
    );
    const colon = text.indexOf(':');
    return colon === -1 ? undefined : { id: formDecoded(text.slice(0, colon)), secret: formDecoded(text.slice(colon + 1)) };
  } catch {
    return undefined;
  }
}

/** @throws URIError at a "%" that starts no escape */
function formDecoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
