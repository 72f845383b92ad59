import type { Direction } from '../direction.js';
import { DIRECTION, directionFrom, isDirection } from '../direction.js';
import { statelessKind } from '../fault-kind.js';
import { bodyLength, cutAfter } from '../reply-body.js';
import { numberOf, settingsSchema, wholeNumber } from '../setting.js';

interface ByteLimitSettings {
  readonly bytes: number;
  readonly direction: Direction;
}

/** A proxy with a bound. Before a provider of HTTP the bytes are those of the body. */
export const byteLimit = statelessKind<ByteLimitSettings>({
  kind: 'byte-limit',
  group: 'tcp',
  summary: 'Lets through so many bytes of a connection and then ends it in an orderly way',
  schema: settingsSchema({ bytes: wholeNumber(0, 1_000_000_000_000), direction: DIRECTION }, ['bytes']),
  settingsFrom: (json) => ({ bytes: numberOf(json['bytes'], 0), direction: directionFrom(json['direction']) }),
  onBytes: ({ settings, direction, bytes, offsetBytes }) => {
    const leftBytes = Math.max(settings.bytes - offsetBytes, 0);
    if (!isDirection(settings.direction, direction) || bytes.length < leftBytes)
      return { state: undefined, effect: [{ kind: 'write', bytes }] };
    return { state: undefined, effect: leftBytes === 0 ? END : [{ kind: 'write', bytes: bytes.subarray(0, leftBytes) }, ...END] };
  },
  onReply: ({ settings, reply }) => {
    const isMeant = isDirection(settings.direction, 'down') && settings.bytes < bodyLength(reply);
    return { state: undefined, effect: isMeant ? cutAfter(reply, settings.bytes, END) : reply };
  },
});

const END: readonly [{ readonly kind: 'cut'; readonly how: 'fin' }] = [{ kind: 'cut', how: 'fin' }];
