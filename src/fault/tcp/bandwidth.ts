import type { Direction } from '../direction.js';
import { DIRECTION, directionFrom, isDirection } from '../direction.js';
import { statelessKind } from '../fault-kind.js';
import { pieces } from '../pieces.js';
import { withPieces } from '../reply-body.js';
import { numberOf, settingsSchema, wholeNumber } from '../setting.js';

interface BandwidthSettings {
  readonly bytesPerSecond: number;
  readonly direction: Direction;
}

/** A thin line. Each piece waits for as long as it takes to send it; before a provider of HTTP only the body does. */
export const bandwidth = statelessKind<BandwidthSettings>({
  kind: 'bandwidth',
  group: 'tcp',
  summary: 'Lets through so many bytes a second (rate)',
  schema: settingsSchema({ rate: wholeNumber(1, 1_000_000_000_000), direction: DIRECTION }, ['rate']),
  settingsFrom: (json) => ({ bytesPerSecond: numberOf(json['rate'], 1), direction: directionFrom(json['direction']) }),
  onBytes: ({ settings, direction, bytes }) => ({
    state: undefined,
    effect: isDirection(settings.direction, direction) ? paced(bytes, settings.bytesPerSecond, 'write') : [{ kind: 'write', bytes }],
  }),
  onReply: ({ settings: { bytesPerSecond, direction }, reply }) => ({
    state: undefined,
    effect: isDirection(direction, 'down') ? withPieces(reply, (bytes) => paced(bytes, bytesPerSecond, 'body')) : reply,
  }),
});

type Paced<Kind> = { readonly kind: 'wait'; readonly durationMs: number } | { readonly kind: Kind; readonly bytes: Uint8Array };

/** Ten pieces a second, so that something always moves. */
function paced<Kind extends 'write' | 'body'>(bytes: Uint8Array, bytesPerSecond: number, kind: Kind): readonly Paced<Kind>[] {
  return pieces(bytes, () => bytesPerSecond / 10).flatMap((piece): Paced<Kind>[] => [
    { kind: 'wait', durationMs: (piece.length / bytesPerSecond) * 1_000 },
    { kind, bytes: piece },
  ]);
}
