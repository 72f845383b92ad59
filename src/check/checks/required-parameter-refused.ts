import type { CheckFailure, ExchangeCheck, JudgedExchange } from '../exchange-check.js';
import { HOLDS } from '../exchange-check.js';
import { isMissingPart, wasTakenIn } from './taken-in.js';

/**
 * A request without a required header, query parameter, cookie or body is not answered by 2xx, however optional the part looks.
 *
 * Not looked at: headers that clients, or what stands between, put on by themselves.
 *
 * @see OpenAPI 3.1.1 §4.8.12 (Parameter Object, `required`) and §4.8.13 (Request Body Object, `required`)
 */
export const requiredParameterRefused: ExchangeCheck = {
  code: 'check/required-parameter-refused',
  summary: 'a request without a required header, parameter, cookie or body is refused',
  severity: 'error',
  judge,
};

function judge(judged: JudgedExchange): readonly CheckFailure[] {
  const { intent } = judged.testCase;
  if (intent.kind !== 'invalid' || !isMissingPart(judged.testCase, intent.breach) || !wasTakenIn(judged, intent.breach)) return HOLDS;
  const { location, place } = intent.breach;
  if (location[0] === 'header' && PUT_ON_BY_CLIENTS.has((location[1] ?? '').toLowerCase())) return HOLDS;
  const expected = `to be refused: ${location.join(' ')} is required and not there`;
  // It was accepted perhaps, perhaps not: RFC 9110 §15.3.3.
  const severity = judged.response.status === 202 ? 'warning' : 'error';
  return [{ severity, place, location, expected, seen: String(judged.response.status) }];
}

const PUT_ON_BY_CLIENTS: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'date',
  'user-agent',
  'accept-encoding',
  'accept-language',
  'via',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-request-id',
  'x-correlation-id',
  'traceparent',
]);
