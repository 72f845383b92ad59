import { statelessKind } from '../fault-kind.js';
import type { ReplyStep } from '../reply.js';
import { DURATION, msOf, settingsSchema } from '../setting.js';

/** What a pool of connections, and a body that ends with its connection, wait for. */
export const slowClose = statelessKind<number>({
  kind: 'slow-close',
  group: 'tcp',
  summary: 'A connection that is ended takes its time to be so',
  schema: settingsSchema({ delay: DURATION }),
  settingsFrom: (json) => msOf(json['delay'], 5_000),
  closeDelayMs: (delayMs) => delayMs,
  onReply: ({ settings: durationMs, reply }) => {
    if (durationMs === 0) return { state: undefined, effect: reply };
    const steps = reply.steps.flatMap((step): readonly ReplyStep[] =>
      step.kind === 'end' || step.kind === 'cut' ? [{ kind: 'wait', durationMs }, step] : [step],
    );
    return { state: undefined, effect: { ...reply, steps } };
  },
});
