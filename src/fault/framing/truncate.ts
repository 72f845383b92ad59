import { statelessKind } from '../fault-kind.js';
import type { KeptPart } from '../kept-part.js';
import { KEPT_PART_SETTINGS, keptBytes, keptPartFrom } from '../kept-part.js';
import { bodyLength, cutAfter, isLive } from '../reply-body.js';
import { choiceOf, HOW, settingsSchema } from '../setting.js';

interface TruncateSettings {
  readonly part: KeptPart;
  readonly how: 'fin' | 'rst';
}

/** @see https://www.rfc-editor.org/rfc/rfc9112#section-8 (such a message is incomplete, and must not be taken for whole) */
export const truncate = statelessKind<TruncateSettings>({
  kind: 'truncate',
  group: 'framing',
  summary: 'The connection ends before the body is whole',
  schema: settingsSchema({ ...KEPT_PART_SETTINGS, how: HOW }),
  settingsFrom: (json) => ({ part: keptPartFrom(json), how: choiceOf(json['how'], ['fin', 'rst']) }),
  onReply: ({ settings: { part, how }, reply }) => {
    const length = bodyLength(reply);
    return {
      state: undefined,
      effect: length === 0 && !isLive(reply) ? reply : cutAfter(reply, keptBytes(part, length), [{ kind: 'cut', how }]),
    };
  },
});
