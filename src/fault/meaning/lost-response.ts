import type { ReplyStep } from '../reply.js';
import { statelessKind } from '../fault-kind.js';
import { choiceOf, DURATION, msOf, settingsSchema } from '../setting.js';

interface LostResponseSettings {
  readonly how: 'rst' | 'fin' | 'silence';
  readonly delayMs: number;
}

/** What a client without an idempotency key cannot tell from a request that never arrived. */
export const lostResponse = statelessKind<LostResponseSettings>({
  kind: 'lost-response',
  group: 'meaning',
  summary: 'The provider does what it was asked, and its answer is lost',
  schema: settingsSchema({ how: { enum: ['rst', 'fin', 'silence'] }, delay: DURATION }),
  settingsFrom: (json) => ({ how: choiceOf(json['how'], ['rst', 'fin', 'silence']), delayMs: msOf(json['delay'], 0) }),
  onReply: ({ settings: { how, delayMs }, reply }) => {
    const end: ReplyStep = how === 'silence' ? { kind: 'stall' } : { kind: 'cut', how };
    return { state: undefined, effect: { ...reply, steps: delayMs === 0 ? [end] : [{ kind: 'wait', durationMs: delayMs }, end] } };
  },
});
