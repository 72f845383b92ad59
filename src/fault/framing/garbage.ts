import type { Random } from '../../base/random.js';
import { statelessKind } from '../fault-kind.js';
import { numberOf, settingsSchema, wholeNumber } from '../setting.js';

/** Something answers, and it does not speak HTTP. */
export const garbage = statelessKind<number>({
  kind: 'garbage',
  group: 'framing',
  summary: 'In place of an answer come bytes that are no HTTP, and then the end',
  schema: settingsSchema({ bytes: wholeNumber(1, 65_536) }),
  settingsFrom: (json) => numberOf(json['bytes'], 64),
  onReply: ({ settings: lengthBytes, reply, random }) => ({
    state: undefined,
    effect: {
      ...reply,
      steps: [
        { kind: 'raw', bytes: noise(lengthBytes, random) },
        { kind: 'cut', how: 'fin' },
      ],
    },
  }),
});

/** Bytes above ASCII: they begin no status line, whatever comes. */
function noise(lengthBytes: number, random: Random): Uint8Array {
  return Uint8Array.from({ length: lengthBytes }, () => 0x80 + Math.floor(random.next() * 0x80));
}
