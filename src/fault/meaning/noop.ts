import { statelessKind } from '../fault-kind.js';
import { settingsSchema } from '../setting.js';

/** The fault that every other is measured against. */
export const noop = statelessKind({
  kind: 'noop',
  group: 'meaning',
  summary: 'Changes nothing, to see what is there without a fault',
  schema: settingsSchema({}),
  settingsFrom: () => undefined,
  onRequest: () => ({ state: undefined, effect: { kind: 'pass' } }),
  onReply: ({ reply }) => ({ state: undefined, effect: reply }),
  onConnection: () => ({ state: undefined, effect: { kind: 'accept' } }),
  onMessage: () => ({ state: undefined, effect: { kind: 'pass' } }),
  onBytes: ({ bytes }) => ({ state: undefined, effect: [{ kind: 'write', bytes }] }),
});
