import type { Random } from '../../base/random.js';
import { statelessKind } from '../fault-kind.js';
import { bodyLength, bodyOf, withBody } from '../reply-body.js';
import { numberOf, settingsSchema, wholeNumber } from '../setting.js';

/** Length and type are right; only who looks at what is inside can tell. */
export const corrupt = statelessKind<number>({
  kind: 'corrupt',
  group: 'framing',
  summary: 'Some bytes of the body are others than the provider sent',
  schema: settingsSchema({ bytes: wholeNumber(1, 65_536) }),
  settingsFrom: (json) => numberOf(json['bytes'], 1),
  onReply: ({ settings: damagedCount, reply, random }) => ({
    state: undefined,
    effect: bodyLength(reply) === 0 ? reply : withBody(reply, damaged(bodyOf(reply), damagedCount, random)),
  }),
});

function damaged(body: Uint8Array, damagedCount: number, random: Random): Uint8Array {
  const bytes = Uint8Array.from(body);
  const places = new Set<number>();
  const wantedCount = Math.min(damagedCount, bytes.length);
  // Each place once: what is changed twice may be what it was.
  for (let tries = 0; places.size < wantedCount && tries < 4 * wantedCount + 4; tries += 1)
    places.add(Math.floor(random.next() * bytes.length));
  for (const place of places) bytes[place] = (bytes[place] ?? 0) ^ (1 + Math.floor(random.next() * 255));
  return bytes;
}
