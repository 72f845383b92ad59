import { faultKind } from '../fault-kind.js';
import type { Reply } from '../reply.js';
import { bodyLength } from '../reply-body.js';
import { settingsSchema } from '../setting.js';

/** A replica that lags behind, or a cache: each read tells what the one before should have told. */
export const staleRead = faultKind<undefined, ReadonlyMap<string, Reply>>({
  kind: 'stale-read',
  group: 'meaning',
  summary: 'A GET is answered with what the provider said the last time but one',
  schema: settingsSchema({}),
  settingsFrom: () => undefined,
  initialState: () => new Map(),
  onReply: ({ state, request, reply }) => {
    const { method, target } = request.request;
    if (method !== 'GET' || reply.response.status !== 200 || bodyLength(reply) > MAX_KEPT_BYTES) return { state, effect: reply };
    const next = new Map(state);
    next.delete(target);
    const [oldest] = next.keys();
    if (next.size >= MAX_TARGET_COUNT && oldest !== undefined) next.delete(oldest);
    return { state: next.set(target, reply), effect: state.get(target) ?? reply };
  },
});

const MAX_TARGET_COUNT = 200;
const MAX_KEPT_BYTES = 262_144;
