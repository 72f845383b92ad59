import { statelessKind } from '../fault-kind.js';
import { pieces } from '../pieces.js';
import { withPieces } from '../reply-body.js';
import { DURATION, msOf, numberOf, settingsSchema, wholeNumber } from '../setting.js';

interface DribbleSettings {
  readonly pieceBytes: number;
  readonly everyMs: number;
}

/** A timeout between bytes never fires, and the whole never ends. */
export const dribble = statelessKind<DribbleSettings>({
  kind: 'dribble',
  group: 'framing',
  summary: 'The body comes in small pieces with a wait before each; at most 10,000 pieces',
  schema: settingsSchema({ chunk: wholeNumber(1, 1_000_000), every: DURATION }),
  settingsFrom: (json) => ({ pieceBytes: numberOf(json['chunk'], 1), everyMs: msOf(json['every'], 100) }),
  onReply: ({ settings: { pieceBytes, everyMs }, reply }) => ({
    state: undefined,
    effect: withPieces(reply, (bytes) =>
      pieces(bytes, () => pieceBytes).flatMap((piece) => [
        { kind: 'wait', durationMs: everyMs },
        { kind: 'body', bytes: piece },
      ]),
    ),
  }),
});
