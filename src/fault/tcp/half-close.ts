import { statelessKind } from '../fault-kind.js';
import { choiceOf, settingsSchema } from '../setting.js';

/** @see https://www.rfc-editor.org/rfc/rfc9293#section-3.6 (one side may go on sending when the other has ended) */
export const halfClose = statelessKind<'up' | 'down'>({
  kind: 'half-close',
  group: 'tcp',
  summary: 'One direction of a connection ends with its first bytes, the other stays open',
  schema: settingsSchema({ direction: { enum: ['up', 'down'] } }),
  settingsFrom: (json) => choiceOf(json['direction'], ['down', 'up']),
  onBytes: ({ settings, direction, bytes }) => ({
    state: undefined,
    effect: direction === settings ? [{ kind: 'cut', how: 'half' }] : [{ kind: 'write', bytes }],
  }),
  // To a client of HTTP an end before the answer is an end.
  onReply: ({ settings, reply }) => ({
    state: undefined,
    effect: settings === 'down' ? { ...reply, steps: [{ kind: 'cut', how: 'fin' }] } : reply,
  }),
});
