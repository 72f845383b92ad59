import { statelessKind } from '../fault-kind.js';
import { DURATION, msOf, settingsSchema } from '../setting.js';

/** Another receiver of the group took it and gave it back. One that was put back already is spared: else it would never come. */
export const nack = statelessKind<{ readonly delayMs: number }>({
  kind: 'nack',
  group: 'message',
  summary: 'The first delivery of the message is put back before its receiver sees it, and comes again behind others',
  schema: settingsSchema({ delay: DURATION }),
  settingsFrom: (json) => ({ delayMs: msOf(json['delay'], 0) }),
  wayOf: () => 'delivery',
  onMessage: ({ settings: { delayMs }, message }) => ({
    state: undefined,
    effect: message.attempt === 1 ? { kind: 'put-back', delayMs } : { kind: 'pass' },
  }),
});
