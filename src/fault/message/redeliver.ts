import { statelessKind } from '../fault-kind.js';
import { DURATION, msOf, numberOf, settingsSchema, wholeNumber } from '../setting.js';

interface RedeliverSettings {
  readonly count: number;
  readonly delayMs: number;
}

/** A replay from an earlier offset, a mirror that fell behind: the broker knew that it was done. */
export const redeliver = statelessKind<RedeliverSettings>({
  kind: 'redeliver',
  group: 'message',
  summary: 'The message is delivered again after it was acknowledged: so many times, each a delay after the one before',
  schema: settingsSchema({ times: wholeNumber(1, 100), delay: DURATION }),
  settingsFrom: (json) => ({ count: numberOf(json['times'], 1), delayMs: msOf(json['delay'], 0) }),
  wayOf: () => 'delivery',
  onSettle: ({ settings, how }) => ({ state: undefined, effect: how === 'ack' ? { kind: 'again', ...settings } : { kind: 'pass' } }),
});
