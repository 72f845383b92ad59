import type { HttpResponse } from '../../wire/http-message.js';
import { redirect } from './authorization-response.js';
import { htmlPage } from './html-page.js';
import { isRefusal, type IssuerCall, parametersOf } from './issuer-call.js';
import { refusalResponse } from './oauth-response.js';
import { clientOf } from './realm.js';
import { isAllowedRedirect } from './redirect-uri.js';
import { endSession } from './session.js';

/**
 * Ends the session of a browser, and sends it back where that is allowed.
 *
 * @see OpenID Connect RP-Initiated Logout §2, §3
 */
export async function answerEndSession(call: IssuerCall): Promise<HttpResponse> {
  const parameters = parametersOf(call.request);
  if (isRefusal(parameters)) return refusalResponse(parameters);
  const cookie = endSession(call);
  const uri = parameters.get('post_logout_redirect_uri');
  const clientId = parameters.get('client_id') ?? (await clientIdOfHint(call, parameters.get('id_token_hint')));
  const client = clientId === undefined ? undefined : clientOf(call.realm, clientId);
  if (uri === undefined || !isAllowedRedirect(uri, client)) {
    return htmlPage({ status: 200, title: 'You are logged out', body: '<p>The mock has forgotten your session.</p>', headers: cookie });
  }
  const state = parameters.get('state');
  const query = state === undefined ? '' : `${uri.includes('?') ? '&' : '?'}state=${encodeURIComponent(state)}`;
  return redirect(`${uri}${query}`, cookie);
}

async function clientIdOfHint({ realm }: IssuerCall, token: string | undefined): Promise<string | undefined> {
  const read = token === undefined ? undefined : await realm.authority.read(token);
  const audience = read?.kind === 'read' ? read.claims['aud'] : undefined;
  return typeof audience === 'string' ? audience : undefined;
}
