import type { Random } from '../../base/random.js';
import { statelessKind } from '../fault-kind.js';
import { pieces } from '../pieces.js';
import { withPieces } from '../reply-body.js';
import { DURATION, msOf, numberOf, settingsSchema, wholeNumber } from '../setting.js';

interface SlicerSettings {
  readonly sizeBytes: number;
  readonly variationBytes: number;
  readonly delayMs: number;
}

/** Finds whoever takes one read for one message. */
export const slicer = statelessKind<SlicerSettings>({
  kind: 'slicer',
  group: 'tcp',
  summary: 'Cuts what is sent into pieces, with a wait between them',
  schema: settingsSchema({ size: wholeNumber(1, 1_000_000), variation: wholeNumber(0, 1_000_000), delay: DURATION }),
  settingsFrom: (json) => ({
    sizeBytes: numberOf(json['size'], 64),
    variationBytes: numberOf(json['variation'], 0),
    delayMs: msOf(json['delay'], 10),
  }),
  onBytes: ({ settings, bytes, random }) => ({ state: undefined, effect: sliced(bytes, settings, { random, kind: 'write' }) }),
  onReply: ({ settings, reply, random }) => ({
    state: undefined,
    effect: withPieces(reply, (bytes) => sliced(bytes, settings, { random, kind: 'body' })),
  }),
});

type Sliced<Kind> = { readonly kind: 'wait'; readonly durationMs: number } | { readonly kind: Kind; readonly bytes: Uint8Array };

function sliced<Kind extends 'write' | 'body'>(
  bytes: Uint8Array,
  { sizeBytes, variationBytes, delayMs }: SlicerSettings,
  { random, kind }: { readonly random: Random; readonly kind: Kind },
): readonly Sliced<Kind>[] {
  const nextSize = (): number => (variationBytes === 0 ? sizeBytes : sizeBytes + (random.next() * 2 - 1) * variationBytes);
  return pieces(bytes, nextSize).flatMap((piece, index): Sliced<Kind>[] =>
    index === 0
      ? [{ kind, bytes: piece }]
      : [
          { kind: 'wait', durationMs: delayMs },
          { kind, bytes: piece },
        ],
  );
}
