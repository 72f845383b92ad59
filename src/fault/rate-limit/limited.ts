import type { HttpResponse } from '../../wire/http-message.js';
import { faultAnswer } from '../fault-answer.js';
import type { FaultedRequest, RequestEffect, Stepped } from '../fault.js';
import type { Reply } from '../reply.js';
import type { RetryAfter } from '../retry-after.js';
import { retryAfterHeaders } from '../retry-after.js';
import { withHeaders } from '../with-headers.js';
import type { LimitHeaders, LimitPolicy } from './limit-headers.js';
import { limitHeaders } from './limit-headers.js';
import type { Limiter } from './limiter.js';

/** A limit and how it is told. */
export interface LimitedSettings {
  readonly limiter: Limiter<unknown>;
  readonly policy: LimitPolicy;
  readonly status: number;
  readonly headers: LimitHeaders;
  readonly retryAfter: RetryAfter;
  /** The header whose value has a limit of its own, lower case. */
  readonly key: string | undefined;
}

interface LimitedStep {
  readonly settings: LimitedSettings;
  readonly state: unknown;
  readonly nowMs: number;
  readonly request: FaultedRequest;
}

/** A request takes from the limit, or is refused. */
export function takeFromLimit({ settings, state, nowMs, request }: LimitedStep): Stepped<unknown, RequestEffect> {
  const taken = settings.limiter.take(state, nowMs, request);
  if (taken.isAllowed) return { state: taken.state, effect: { kind: 'pass' } };
  const response = refusal(settings, taken.state, { nowMs, waitMs: taken.waitMs ?? DEFAULT_WAIT_MS });
  return { state: taken.state, effect: { kind: 'answer', response } };
}

/** What is left is told with every answer. */
export function tellLimit({ settings, state, nowMs, reply }: LimitedStep & { readonly reply: Reply }): Stepped<unknown, Reply> {
  const quota = settings.limiter.look(state, nowMs);
  return { state, effect: withHeaders(reply, limitHeaders(settings.headers, settings.policy, { quota, nowMs })) };
}

/** Concurrency is given back when the exchange is over. */
export function releaseLimit({ settings, state, request }: LimitedStep): unknown {
  return settings.limiter.release(state, request);
}

function refusal(
  settings: LimitedSettings,
  state: unknown,
  { nowMs, waitMs }: { readonly nowMs: number; readonly waitMs: number },
): HttpResponse {
  const quota = settings.limiter.look(state, nowMs);
  const headers = limitHeaders(settings.headers, settings.policy, { quota, nowMs });
  return faultAnswer(settings.status, [...retryAfterHeaders(settings.retryAfter, waitMs, nowMs), ...headers]);
}

const DEFAULT_WAIT_MS = 1_000;
