import { statelessKind } from '../fault-kind.js';
import { DURATION, msOf, settingsSchema } from '../setting.js';

/** The provider was quick; the answer comes when the client has long given up. */
export const lateResponse = statelessKind<number>({
  kind: 'late-response',
  group: 'meaning',
  summary: 'The provider does what it was asked at once, and its answer comes late',
  schema: settingsSchema({ delay: DURATION }),
  settingsFrom: (json) => msOf(json['delay'], 30_000),
  onReply: ({ settings: durationMs, reply }) => ({
    state: undefined,
    effect: durationMs === 0 ? reply : { ...reply, steps: [{ kind: 'wait', durationMs }, ...reply.steps] },
  }),
});
