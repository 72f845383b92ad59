import { statelessKind } from '../fault-kind.js';
import { settingsSchema } from '../setting.js';

/** Nobody listens. */
export const down = statelessKind<undefined>({
  kind: 'down',
  group: 'tcp',
  summary: 'Connections are refused, and those that are open are reset',
  schema: settingsSchema({}),
  settingsFrom: () => undefined,
  refusesConnections: () => true,
  onConnection: () => ({ state: undefined, effect: { kind: 'end', how: 'rst' } }),
  onBytes: () => ({ state: undefined, effect: [{ kind: 'cut', how: 'rst' }] }),
  onRequest: () => ({ state: undefined, effect: { kind: 'end', how: 'rst' } }),
});
