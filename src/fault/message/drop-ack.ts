import type { MessageWay } from '../fault.js';
import { statelessKind } from '../fault-kind.js';
import { choiceOf, DURATION, msOf, settingsSchema } from '../setting.js';

interface DropAckSettings {
  /** Whose word is lost: the receiver's to the broker, or the broker's to the sender. */
  readonly way: MessageWay;
  readonly delayMs: number;
}

/** The work is done and nobody knows. A message that is delivered again already is spared: else it would never end. */
export const dropAck = statelessKind<DropAckSettings>({
  kind: 'drop-ack',
  group: 'message',
  summary: 'The acknowledgement is lost, and the message is delivered again; or the confirmation, and its sender hears of a lost broker',
  schema: settingsSchema({ at: { enum: ['delivery', 'publish'] }, delay: DURATION }),
  settingsFrom: (json) => ({ way: choiceOf(json['at'], ['delivery', 'publish']), delayMs: msOf(json['delay'], 0) }),
  wayOf: ({ way }) => way,
  onMessage: ({ way }) => ({ state: undefined, effect: way === 'publish' ? { kind: 'unconfirmed' } : { kind: 'pass' } }),
  onSettle: ({ settings: { delayMs }, message, how }) => ({
    state: undefined,
    effect: how === 'ack' && message.attempt === 1 ? { kind: 'lost', delayMs } : { kind: 'pass' },
  }),
});
