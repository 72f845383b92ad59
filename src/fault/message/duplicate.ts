import type { MessageWay } from '../fault.js';
import { statelessKind } from '../fault-kind.js';
import { DURATION, msOf, numberOf, settingsSchema, wholeNumber } from '../setting.js';
import { WAY_SETTINGS, wayFrom } from './way.js';

interface DuplicateSettings {
  readonly way: MessageWay;
  /** Beside the message itself. */
  readonly copyCount: number;
  readonly delayMs: number;
}

/** What "at least once" means: the copies are the same in every byte, and say nothing of each other. */
export const duplicate = statelessKind<DuplicateSettings>({
  kind: 'duplicate',
  group: 'message',
  summary: 'The message comes more than once: so many copies beside it, each a delay after the one before',
  schema: settingsSchema({ ...WAY_SETTINGS, times: wholeNumber(1, 100), delay: DURATION }),
  settingsFrom: (json) => ({ way: wayFrom(json), copyCount: numberOf(json['times'], 1), delayMs: msOf(json['delay'], 0) }),
  wayOf: ({ way }) => way,
  onMessage: ({ settings: { copyCount, delayMs }, message: { content } }) => {
    const passages = Array.from({ length: copyCount + 1 }, (_, number) => ({ content, delayMs: number * delayMs }));
    return { state: undefined, effect: { kind: 'passages', passages } };
  },
});
