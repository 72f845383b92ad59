import type { MessageWay } from '../fault.js';
import { statelessKind } from '../fault-kind.js';
import type { KeptPart } from '../kept-part.js';
import { KEPT_PART_SETTINGS, keptBytes, keptPartFrom } from '../kept-part.js';
import { settingsSchema } from '../setting.js';
import { WAY_SETTINGS, wayFrom } from './way.js';

interface TruncatePayloadSettings {
  readonly way: MessageWay;
  readonly part: KeptPart;
}

/** Brokers frame messages, so that a payload that was cut comes as a whole one. */
export const truncatePayload = statelessKind<TruncatePayloadSettings>({
  kind: 'truncate-payload',
  group: 'message',
  summary: 'The payload ends before it is whole, and the message comes as if it were',
  schema: settingsSchema({ ...WAY_SETTINGS, ...KEPT_PART_SETTINGS }),
  settingsFrom: (json) => ({ way: wayFrom(json), part: keptPartFrom(json) }),
  wayOf: ({ way }) => way,
  onMessage: ({ settings: { part }, message: { content } }) => {
    const { length } = content.payload;
    if (length === 0) return { state: undefined, effect: { kind: 'pass' } };
    const payload = content.payload.subarray(0, keptBytes(part, length));
    return { state: undefined, effect: { kind: 'passages', passages: [{ content: { ...content, payload }, delayMs: 0 }] } };
  },
});
