import { statelessKind } from '../fault-kind.js';
import { choiceOf, settingsSchema } from '../setting.js';

/** The provider hears and is not heard, or speaks and hears nothing. */
export const partition = statelessKind<'up' | 'down'>({
  kind: 'partition',
  group: 'tcp',
  summary: 'One direction of the line is dead; the other works',
  schema: settingsSchema({ direction: { enum: ['up', 'down'] } }),
  settingsFrom: (json) => choiceOf(json['direction'], ['down', 'up']),
  onBytes: ({ settings, direction, bytes }) => ({
    state: undefined,
    effect: direction === settings ? [{ kind: 'stall' }] : [{ kind: 'write', bytes }],
  }),
  onRequest: ({ settings }) => ({ state: undefined, effect: settings === 'up' ? { kind: 'end', how: 'silence' } : { kind: 'pass' } }),
  onReply: ({ settings, reply }) => ({ state: undefined, effect: settings === 'down' ? { ...reply, steps: [{ kind: 'stall' }] } : reply }),
});
