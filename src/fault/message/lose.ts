import type { MessageWay } from '../fault.js';
import { statelessKind } from '../fault-kind.js';
import { settingsSchema } from '../setting.js';
import { WAY_SETTINGS, wayFrom } from './way.js';

/** What "at most once" means. */
export const lose = statelessKind<MessageWay>({
  kind: 'lose',
  group: 'message',
  summary: 'The message is lost on its way, and nobody is told',
  schema: settingsSchema(WAY_SETTINGS),
  settingsFrom: wayFrom,
  wayOf: (way) => way,
  onMessage: () => ({ state: undefined, effect: { kind: 'passages', passages: [] } }),
});
