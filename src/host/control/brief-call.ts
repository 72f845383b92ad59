import type { JsonObject } from '../../base/json.js';
import type { Exchange } from '../../journal/exchange.js';

/**
 * One call in a line: what a list shows of it. The rest is asked for with its id.
 *
 * @param exchange - without secrets
 */
export function briefCall(exchange: Exchange): JsonObject {
  const { id, provider, consumer, scope, operation, request, response, outcome, fault, problems, reason } = exchange;
  const { receivedFirstAtMs, respondedLastAtMs } = exchange;
  return {
    id,
    system: provider,
    atMs: receivedFirstAtMs,
    method: request.method,
    target: request.target.length > MAX_TARGET_LENGTH ? `${request.target.slice(0, MAX_TARGET_LENGTH)}…` : request.target,
    outcome,
    ...(consumer === undefined ? {} : { consumer }),
    ...(scope === undefined || scope === '' ? {} : { scope }),
    ...(operation === undefined ? {} : { operation }),
    ...(response === undefined || response.status === 0 ? {} : { status: response.status }),
    ...(respondedLastAtMs === undefined ? {} : { durationMs: Math.round((respondedLastAtMs - receivedFirstAtMs) * 10) / 10 }),
    ...(fault === undefined ? {} : { fault }),
    ...(problems.length === 0 ? {} : { problemCount: problems.length }),
    ...(reason === undefined ? {} : { by: reason.by }),
  };
}

const MAX_TARGET_LENGTH = 500;
