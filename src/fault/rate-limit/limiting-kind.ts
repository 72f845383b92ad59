import type { JsonObject } from '../../base/json.js';
import type { FaultKind } from '../fault.js';
import { faultKind } from '../fault-kind.js';
import { RETRY_AFTER_SETTINGS, retryAfterFrom } from '../retry-after.js';
import { choiceOf, HEADER_NAME, numberOf, STATUS, settingsSchema } from '../setting.js';
import type { LimitedSettings } from './limited.js';
import { releaseLimit, takeFromLimit, tellLimit } from './limited.js';
import type { Limiter } from './limiter.js';

/** What one kind of limit has of its own. */
interface LimitingKind {
  readonly kind: string;
  readonly summary: string;
  /** JSON Schemas of the settings that the others do not have. */
  readonly settings: JsonObject;
  readonly limitFrom: (json: JsonObject) => ChosenLimit;
}

/** A limit, and how it is told to callers. */
export interface ChosenLimit {
  readonly limitCount: number;
  /** `undefined` when it knows no time. */
  readonly windowMs: number | undefined;
  readonly limiter: Limiter<unknown>;
}

/**
 * A kind that lets only so many requests through: for each value of a header or for all together, with what is told of it in headers.
 *
 * @param limiting - what sets it apart
 */
export function limitingKind({ kind, summary, settings, limitFrom }: LimitingKind): FaultKind {
  return faultKind<LimitedSettings, unknown>({
    kind,
    group: 'meaning',
    summary,
    schema: settingsSchema({ ...settings, key: HEADER_NAME, status: STATUS, headers: { enum: HEADER_FORMS }, ...RETRY_AFTER_SETTINGS }),
    settingsFrom: (json) => {
      const { limiter, limitCount, windowMs } = limitFrom(json);
      return {
        limiter,
        policy: { limitCount, windowMs },
        status: numberOf(json['status'], 429),
        headers: choiceOf(json['headers'], HEADER_FORMS),
        retryAfter: retryAfterFrom(json, 'seconds'),
        key: json['key'] === undefined ? undefined : String(json['key']).toLowerCase(),
      };
    },
    initialState: ({ limiter }) => limiter.initialState,
    scopeFrom: ({ key }) => (key === undefined ? 'all' : { header: key }),
    onRequest: takeFromLimit,
    onReply: tellLimit,
    onlyTells: true,
    onEnd: releaseLimit,
  });
}

const HEADER_FORMS = ['draft', 'legacy', 'both', 'none'] as const;
