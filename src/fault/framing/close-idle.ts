import { statelessKind } from '../fault-kind.js';
import { choiceOf, HOW, settingsSchema } from '../setting.js';

/**
 * The race that every pool of connections meets: the server closed one that the client thought was idle.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-9.3.1
 */
export const closeIdle = statelessKind<'rst' | 'fin'>({
  kind: 'close-idle',
  group: 'framing',
  summary: 'A connection that was used before is reset when it is used again; the provider never hears of the request',
  schema: settingsSchema({ how: HOW }),
  settingsFrom: (json) => choiceOf(json['how'], ['rst', 'fin']),
  onRequest: ({ settings: how, request }) => ({
    state: undefined,
    effect: request.connectionUseCount >= 1 ? { kind: 'end', how } : { kind: 'pass' },
  }),
});
