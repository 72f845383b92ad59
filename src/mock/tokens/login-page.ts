import type { HttpResponse } from '../../wire/http-message.js';
import type { AuthorizationRequest } from './authorization-request.js';
import { ISSUER_PATH } from './endpoints.js';
import { escaped, hiddenFields, htmlPage } from './html-page.js';
import type { IssuerCall } from './issuer-call.js';
import { usersOf } from './realm.js';

/** What the page says of a name that nobody has. */
export const NO_USER = 'No user has this name.';

/**
 * The page on which one chooses who to be: a button for each user, and a field for any other where none are listed.
 *
 * @param problem - with what was sent before
 */
export function loginPage(
  { realm, origin }: IssuerCall,
  { client, parameters }: AuthorizationRequest,
  problem: string | undefined,
): HttpResponse {
  const carried = hiddenFields([...parameters].filter(([name]) => name !== 'mortise_user'));
  const form = (inner: string): string =>
    `<form method="post" action="${escaped(`${origin}${ISSUER_PATH}/login`)}">\n${carried}\n${inner}\n</form>`;
  const buttons = usersOf(realm)
    .map(({ sub, name, email, roles }) => {
      const described = [name ?? sub, email, roles.join(', ')].filter((part) => part !== undefined && part !== '').join(' · ');
      return `<button name="mortise_user" value="${escaped(sub)}">${escaped(described)}</button>`;
    })
    .join('\n');
  const other = `<label for="user">Somebody else</label>
<input type="text" id="user" name="mortise_user" autocomplete="username" required>
<button>Log in</button>`;
  const body = `<p>You log in to <strong>${escaped(client.id)}</strong> at a mock: choose who you are.</p>
${problem === undefined ? '' : `<p role="alert">${escaped(problem)}</p>`}
${form(buttons)}
${realm.settings.users.length === 0 ? form(other) : ''}`;
  return htmlPage({ status: problem === undefined ? 200 : 400, title: 'Log in', body });
}
