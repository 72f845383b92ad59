import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { HeaderPairs, HttpResponse } from '../../wire/http-message.js';
import { faultAnswer } from '../fault-answer.js';
import { statelessKind } from '../fault-kind.js';
import type { RetryAfter } from '../retry-after.js';
import { RETRY_AFTER_SETTINGS, retryAfterFrom, retryAfterHeaders } from '../retry-after.js';
import { DURATION, msOf, numberOf, STATUS, settingsSchema } from '../setting.js';

interface StatusSettings {
  readonly status: number;
  readonly headers: HeaderPairs;
  /** A text goes out as it is, anything else as JSON. */
  readonly body: JsonValue | undefined;
  readonly retryAfter: RetryAfter;
  readonly delayMs: number;
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-15 */
export const status = statelessKind<StatusSettings>({
  kind: 'status',
  group: 'meaning',
  summary: 'Answers with a status, headers and a body of your choice',
  schema: settingsSchema(
    {
      status: STATUS,
      headers: {
        type: 'object',
        propertyNames: { pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$" },
        additionalProperties: { type: ['string', 'number'], pattern: '^[^\\r\\n\\u0000]*$' },
        maxProperties: 100,
      },
      body: {},
      delay: DURATION,
      ...RETRY_AFTER_SETTINGS,
    },
    ['status'],
  ),
  settingsFrom: (json) => ({
    status: numberOf(json['status'], 500),
    headers: headersFrom(json['headers']),
    body: json['body'],
    retryAfter: retryAfterFrom(json, 'none'),
    delayMs: msOf(json['delay'], 0),
  }),
  onRequest: ({ settings, nowMs }) => ({
    state: undefined,
    effect: { kind: 'answer', response: responseOf(settings, nowMs), delayMs: settings.delayMs },
  }),
});

function responseOf({ status: code, headers, body, retryAfter }: StatusSettings, nowMs: number): HttpResponse {
  const all = [...headers, ...retryAfterHeaders(retryAfter, DEFAULT_RETRY_MS, nowMs)];
  if (body === undefined) return faultAnswer(code, all);
  const isTyped = headers.some((name, index) => index % 2 === 0 && name.toLowerCase() === 'content-type');
  const type = isTyped ? [] : ['content-type', typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json'];
  return { status: code, headers: [...type, ...all], body: typeof body === 'string' ? body : JSON.stringify(body) };
}

function headersFrom(value: JsonValue | undefined): HeaderPairs {
  const headers: JsonObject = isJsonObject(value) ? value : {};
  return Object.entries(headers).flatMap(([name, held]) => [name, String(held)]);
}

const DEFAULT_RETRY_MS = 1_000;
