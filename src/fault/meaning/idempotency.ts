import type { HttpResponse } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import { contentHash } from '../content-hash.js';
import type { FaultedRequest } from '../fault.js';
import { faultAnswer } from '../fault-answer.js';
import { faultKind } from '../fault-kind.js';
import { bodyBytes } from '../reply.js';
import type { RetryAfter } from '../retry-after.js';
import { RETRY_AFTER_SETTINGS, retryAfterFrom, retryAfterHeaders } from '../retry-after.js';
import { choiceOf, HEADER_NAME, settingsSchema } from '../setting.js';

interface IdempotencySettings {
  readonly mode: 'conflict' | 'unprocessable' | 'replay';
  /** The header of the key, lower case. */
  readonly key: string;
  readonly retryAfter: RetryAfter;
}

/** What is known of one key. */
interface IdempotencyState {
  readonly inFlight: FaultedRequest | undefined;
  readonly content: string | undefined;
  readonly first: HttpResponse | undefined;
}

/** @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ */
export const idempotency = faultKind<IdempotencySettings, IdempotencyState>({
  kind: 'idempotency',
  group: 'meaning',
  summary: 'Keeps idempotency keys: 409 while the first is in flight, 422 when the body differs, or the first answer again',
  schema: settingsSchema({ mode: { enum: ['replay', 'conflict', 'unprocessable'] }, key: HEADER_NAME, ...RETRY_AFTER_SETTINGS }),
  settingsFrom: (json) => ({
    mode: choiceOf(json['mode'], ['replay', 'conflict', 'unprocessable']),
    key: json['key'] === undefined ? 'idempotency-key' : String(json['key']).toLowerCase(),
    retryAfter: retryAfterFrom(json, 'none'),
  }),
  initialState: () => ({ inFlight: undefined, content: undefined, first: undefined }),
  scopeFrom: ({ key }) => ({ header: key }),
  onRequest: ({ settings, state, request, nowMs }) => {
    if (headerValue(request.request.headers, settings.key) === undefined) return { state, effect: { kind: 'pass' } };
    const response = refusalOf(settings, state, { request, nowMs });
    if (response !== undefined) return { state, effect: { kind: 'answer', response } };
    const content = state.content ?? contentHash(request.request.body);
    return { state: { ...state, inFlight: state.inFlight ?? request, content }, effect: { kind: 'pass' } };
  },
  onReply: ({ settings, state, request, reply }) => {
    const isFirst = settings.mode === 'replay' && state.first === undefined && state.inFlight === request && reply.response.status < 500;
    const isKept = isFirst && bodyBytes(reply.response).length <= MAX_KEPT_BYTES;
    return { state: isKept ? { ...state, first: reply.response } : state, effect: reply };
  },
  onEnd: ({ state, request }) => (state.inFlight === request ? { ...state, inFlight: undefined } : state),
});

interface Asked {
  readonly request: FaultedRequest;
  readonly nowMs: number;
}

function refusalOf(
  { mode, retryAfter }: IdempotencySettings,
  state: IdempotencyState,
  { request, nowMs }: Asked,
): HttpResponse | undefined {
  const { inFlight, content, first } = state;
  if (mode === 'conflict' && inFlight !== undefined) return faultAnswer(409, retryAfterHeaders(retryAfter, 1_000, nowMs));
  if (mode === 'unprocessable' && content !== undefined && content !== contentHash(request.request.body)) return faultAnswer(422);
  if (mode !== 'replay' || first === undefined) return undefined;
  return { ...first, headers: [...first.headers, 'idempotency-replayed', 'true'] };
}

/** Ten thousand keys are remembered: what one keeps is bounded. */
const MAX_KEPT_BYTES = 16_384;
