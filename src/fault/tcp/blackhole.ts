import { statelessKind } from '../fault-kind.js';
import { settingsSchema } from '../setting.js';

/** A firewall that drops what it does not like: nobody is told anything. */
export const blackhole = statelessKind<undefined>({
  kind: 'blackhole',
  group: 'tcp',
  summary: 'Connections are accepted, what is sent is lost, and nothing ever comes back',
  schema: settingsSchema({}),
  settingsFrom: () => undefined,
  onConnection: () => ({ state: undefined, effect: { kind: 'end', how: 'silence' } }),
  onBytes: () => ({ state: undefined, effect: [{ kind: 'stall' }] }),
  onRequest: () => ({ state: undefined, effect: { kind: 'end', how: 'silence' } }),
});
