import type { Failure } from '../failure.js';
import { effectOfFailure } from '../failure.js';
import { statelessKind } from '../fault-kind.js';
import { RETRY_AFTER_SETTINGS, retryAfterFrom } from '../retry-after.js';
import { choiceOf, settingsSchema } from '../setting.js';

interface OutageSettings {
  readonly refuses: boolean;
  /** Also what becomes of requests on connections that were open already. */
  readonly failure: Failure;
}

/** The provider is away as a whole. */
export const outage = statelessKind<OutageSettings>({
  kind: 'outage',
  group: 'meaning',
  summary: 'The provider is down: connections are refused or reset, or it answers 503, or nothing',
  schema: settingsSchema({ mode: { enum: ['503', 503, 'refuse', 'reset', 'silence'] }, ...RETRY_AFTER_SETTINGS }),
  settingsFrom: (json) => {
    const mode = choiceOf(json['mode'], ['503', 'refuse', 'reset', 'silence']);
    return { refuses: mode === 'refuse', failure: failureOf(mode, { status: 503, retryAfter: retryAfterFrom(json, 'none') }) };
  },
  onRequest: ({ settings, nowMs, untilMs }) => ({
    state: undefined,
    effect: effectOfFailure(settings.failure, nowMs, untilMs === undefined ? undefined : untilMs - nowMs),
  }),
  refusesConnections: ({ refuses }) => refuses,
});

function failureOf(mode: '503' | 'refuse' | 'reset' | 'silence', answer: Omit<Extract<Failure, { kind: 'status' }>, 'kind'>): Failure {
  if (mode === '503') return { kind: 'status', ...answer };
  return { kind: 'end', how: mode === 'silence' ? 'silence' : 'rst' };
}
