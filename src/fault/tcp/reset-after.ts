import type { Direction } from '../direction.js';
import { DIRECTION, directionFrom, isDirection } from '../direction.js';
import { statelessKind } from '../fault-kind.js';
import { bodyLength, cutAfter } from '../reply-body.js';
import { DURATION, msOf, numberOf, settingsSchema, wholeNumber } from '../setting.js';

interface ResetAfterSettings {
  /** `Infinity`: however many. */
  readonly bytes: number;
  readonly timeMs: number;
  readonly direction: Direction;
}

/** A connection that dies in the middle of its work. Before a provider of HTTP the bytes are those of the body. */
export const resetAfter = statelessKind<ResetAfterSettings>({
  kind: 'reset-after',
  group: 'tcp',
  summary: 'Resets a connection after so many bytes, or with the first byte after so long a time',
  schema: settingsSchema({ bytes: wholeNumber(0, 1_000_000_000_000), time: DURATION, direction: DIRECTION }),
  settingsFrom: (json) => ({
    bytes: numberOf(json['bytes'], json['time'] === undefined ? 0 : Number.POSITIVE_INFINITY),
    timeMs: msOf(json['time'], Number.POSITIVE_INFINITY),
    direction: directionFrom(json['direction']),
  }),
  onBytes: ({ settings, direction, bytes, offsetBytes, openedAtMs, nowMs }) => {
    if (!isDirection(settings.direction, direction)) return { state: undefined, effect: [{ kind: 'write', bytes }] };
    if (nowMs - openedAtMs >= settings.timeMs) return { state: undefined, effect: RESET };
    const leftBytes = Math.max(settings.bytes - offsetBytes, 0);
    if (bytes.length < leftBytes) return { state: undefined, effect: [{ kind: 'write', bytes }] };
    return { state: undefined, effect: leftBytes === 0 ? RESET : [{ kind: 'write', bytes: bytes.subarray(0, leftBytes) }, ...RESET] };
  },
  onReply: ({ settings, reply }) => {
    const isMeant = isDirection(settings.direction, 'down') && settings.bytes <= bodyLength(reply);
    return { state: undefined, effect: isMeant ? cutAfter(reply, settings.bytes, RESET) : reply };
  },
});

const RESET: readonly [{ readonly kind: 'cut'; readonly how: 'rst' }] = [{ kind: 'cut', how: 'rst' }];
