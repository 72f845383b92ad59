import { statelessKind } from '../fault-kind.js';
import type { KeptPart } from '../kept-part.js';
import { KEPT_PART_SETTINGS, keptBytes, keptPartFrom } from '../kept-part.js';
import { bodyLength, cutAfter, isLive } from '../reply-body.js';
import { settingsSchema } from '../setting.js';

/** The classic way to a call that is pending for ever. */
export const stall = statelessKind<KeptPart>({
  kind: 'stall',
  group: 'framing',
  summary: 'The body stops in the middle, and the connection stays open',
  schema: settingsSchema({ ...KEPT_PART_SETTINGS }),
  settingsFrom: keptPartFrom,
  onReply: ({ settings, reply }) => {
    const length = bodyLength(reply);
    return {
      state: undefined,
      effect: length === 0 && !isLive(reply) ? reply : cutAfter(reply, keptBytes(settings, length), [{ kind: 'stall' }]),
    };
  },
});
