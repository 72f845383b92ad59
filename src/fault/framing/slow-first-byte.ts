import { statelessKind } from '../fault-kind.js';
import { DURATION, msOf, settingsSchema } from '../setting.js';

/** Connected, asked, and for a long time nothing: what a timeout over the connection alone does not see. */
export const slowFirstByte = statelessKind<number>({
  kind: 'slow-first-byte',
  group: 'framing',
  summary: 'The first byte of the answer comes late',
  schema: settingsSchema({ delay: DURATION }),
  settingsFrom: (json) => msOf(json['delay'], 5_000),
  onReply: ({ settings: durationMs, reply }) => ({
    state: undefined,
    effect: durationMs === 0 ? reply : { ...reply, steps: [{ kind: 'wait', durationMs }, ...reply.steps] },
  }),
});
