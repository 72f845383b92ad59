import { itemsOfStream } from '../../wire/stream-items.js';
import type { CheckFailure, ExchangeCheck, JudgedExchange } from '../exchange-check.js';
import { HOLDS, operationPlace } from '../exchange-check.js';

/**
 * A whole answer takes no longer than the run allows. Without a threshold nothing is asked: a contract says nothing about time.
 */
export const responseTime: ExchangeCheck = {
  code: 'check/response-time',
  summary: 'an answer is there within the time that was asked for (only with a threshold)',
  severity: 'error',
  judge,
};

function judge({ operation, exchange, response, maxResponseTimeMs }: JudgedExchange): readonly CheckFailure[] {
  const { receivedFirstAtMs, respondedFirstAtMs, respondedLastAtMs } = exchange;
  // A stream takes as long as there is something to say.
  const isStream = itemsOfStream(response) !== undefined;
  const respondedAtMs = isStream ? respondedFirstAtMs : respondedLastAtMs;
  if (maxResponseTimeMs === undefined || respondedAtMs === undefined) return HOLDS;
  const durationMs = respondedAtMs - receivedFirstAtMs;
  if (durationMs <= maxResponseTimeMs) return HOLDS;
  return [
    {
      severity: 'error',
      place: operationPlace(operation),
      location: ['time'],
      expected: `an answer within ${maxResponseTimeMs} ms`,
      seen: `it took ${durationMs} ms`,
    },
  ];
}
