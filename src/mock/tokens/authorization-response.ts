import type { HeaderPairs, HttpResponse } from '../../wire/http-message.js';
import { serverHeader } from '../server-header.js';
import type { AuthorizationRefusal, AuthorizationReply } from './authorization-request.js';
import { escaped, hiddenFields, htmlPage } from './html-page.js';

/**
 * Sends the user back to the client with what it is told.
 *
 * @param reply - an address that was found to be the client's
 * @param told - by name; absent members are left out
 * @see RFC 6749 §4.1.2; OAuth 2.0 Form Post Response Mode §2
 */
export async function replyToClient(
  reply: AuthorizationReply,
  told: Readonly<Record<string, string | undefined>>,
  headers: HeaderPairs = [],
): Promise<HttpResponse> {
  const members = Object.entries({ ...told, state: reply.state }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  if (reply.mode === 'form_post') return formPost(reply.redirectUri, members, headers);
  const text = new URLSearchParams(members.map(([name, value]) => [name, value])).toString();
  return redirect(reply.mode === 'fragment' ? `${reply.redirectUri}#${text}` : withQuery(reply.redirectUri, text), headers);
}

/**
 * A redirect that turns a POST into a GET and is kept by nobody.
 *
 * @param location - absolute, of an allowed place
 */
export function redirect(location: string, headers: HeaderPairs = []): HttpResponse {
  return { status: 302, headers: ['location', location, 'cache-control', 'no-store', ...serverHeader([]), ...headers], body: undefined };
}

/**
 * Tells the client what was wrong, or, where nobody knows its address, the user.
 *
 * @param issuer - told as well (RFC 9207)
 */
export function refuseAuthorization({ refused, reply }: AuthorizationRefusal, issuer: string): Promise<HttpResponse> | HttpResponse {
  const { error, description } = refused;
  if (reply !== undefined) return replyToClient(reply, { error, error_description: description, iss: issuer });
  return htmlPage({
    status: 400,
    title: 'Nobody can log in this way',
    body: `<p><code>${escaped(error)}</code>: ${escaped(description)}.</p>`,
  });
}

function withQuery(uri: string, query: string): string {
  return `${uri}${uri.includes('?') ? '&' : '?'}${query}`;
}

async function formPost(action: string, members: readonly (readonly [string, string])[], headers: HeaderPairs): Promise<HttpResponse> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(SUBMIT)));
  const body = `<form method="post" action="${escaped(action)}">
${hiddenFields(members)}
<button>Go on</button>
</form>`;
  const script = { text: SUBMIT, digest: `sha256-${btoa(String.fromCharCode(...digest))}` };
  return htmlPage({ status: 200, title: 'Back to the application', body, headers, script });
}

const SUBMIT = 'document.forms[0].submit()';
