import { statelessKind } from '../fault-kind.js';
import { numberOf, settingsSchema } from '../setting.js';

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-15.4 ("a client SHOULD detect and intervene in cyclical redirections") */
export const redirectLoop = statelessKind<number>({
  kind: 'redirect-loop',
  group: 'meaning',
  summary: 'Redirects to where the request came to',
  schema: settingsSchema({ status: { enum: [301, 302, 303, 307, 308] } }),
  settingsFrom: (json) => numberOf(json['status'], 302),
  onRequest: ({ settings: status, request }) => ({
    state: undefined,
    effect: { kind: 'answer', response: { status, headers: ['location', request.request.target], body: undefined } },
  }),
});
