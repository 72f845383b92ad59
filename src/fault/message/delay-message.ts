import type { MessageWay } from '../fault.js';
import { statelessKind } from '../fault-kind.js';
import { DURATION, msOf, settingsSchema } from '../setting.js';
import { WAY_SETTINGS, wayFrom } from './way.js';

interface DelaySettings {
  readonly way: MessageWay;
  readonly delayMs: number;
  readonly jitterMs: number;
}

/** Whoever publishes is confirmed at once: the message is late, not the broker. */
export const delayMessage = statelessKind<DelaySettings>({
  kind: 'delay-message',
  group: 'message',
  summary: 'The message comes late, by a delay that is drawn around its mean when there is jitter',
  schema: settingsSchema({ ...WAY_SETTINGS, delay: DURATION, jitter: DURATION }),
  settingsFrom: (json) => ({ way: wayFrom(json), delayMs: msOf(json['delay'], 1_000), jitterMs: msOf(json['jitter'], 0) }),
  wayOf: ({ way }) => way,
  onMessage: ({ settings: { delayMs, jitterMs }, message: { content }, random }) => {
    const shiftMs = jitterMs === 0 ? 0 : (2 * random.next() - 1) * jitterMs;
    const passages = [{ content, delayMs: Math.max(0, delayMs + shiftMs) }];
    return { state: undefined, effect: { kind: 'passages', passages } };
  },
});
