import type { TokenClient } from '../../workspace/mock-tokens.js';

/**
 * Whether users may be sent to an address: one that the client lists, or one on this machine. So the issuer leads nobody to a place that its owner
 * did not name, whoever asks it to.
 *
 * @param uri - as the request has it
 * @param client - that asks; `undefined` where none are listed
 * @see RFC 6749 §10.15, RFC 8252 §7
 */
export function isAllowedRedirect(uri: string, client: TokenClient | undefined): boolean {
  if (client?.redirectUris.includes(uri) === true) return true;
  // What may not stand in a header is no address, whatever a lenient parser makes of it.
  if (!/^[\u0021-\u007e]+$/.test(uri)) return false;
  let url: URL;
  try {
    url = new URL(uri);
  } catch {
    return false;
  }
  if (url.hash !== '' || uri.endsWith('#') || url.username !== '' || url.password !== '') return false;
  // An app's own scheme, in the form of a domain turned around, leads to an app on the user's machine.
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:$/.test(url.protocol);
  return isLoopbackName(url.hostname);
}

/** @see RFC 6761 §6.3 */
function isLoopbackName(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
