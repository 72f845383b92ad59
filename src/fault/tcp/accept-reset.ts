import { statelessKind } from '../fault-kind.js';
import { DURATION, msOf, settingsSchema } from '../setting.js';

/** A balancer whose backends are all gone: it accepts, and then it has nobody. */
export const acceptReset = statelessKind<number>({
  kind: 'accept-reset',
  group: 'tcp',
  summary: 'Connections are accepted and reset at once, or after a delay',
  schema: settingsSchema({ delay: DURATION }),
  settingsFrom: (json) => msOf(json['delay'], 0),
  onConnection: ({ settings: delayMs }) => ({ state: undefined, effect: { kind: 'end', how: 'rst', delayMs } }),
  // Where connections are not seen as such the first request on one stands for it.
  onRequest: ({ settings: delayMs, request }) => ({
    state: undefined,
    effect: request.connectionUseCount === 0 ? { kind: 'end', how: 'rst', delayMs } : { kind: 'pass' },
  }),
});
