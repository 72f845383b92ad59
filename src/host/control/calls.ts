import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { textFromUtf8 } from '../../journal/recorded-body.js';
import type { HttpRequest } from '../../wire/http-message.js';
import { impossible, json } from './control-answer.js';
import type { ControlAnswer } from './control-answer.js';
import type { ControlCall, ControlResource } from './control-call.js';
import { wrongBody } from './control-call.js';
import type { ControlledSystem } from './controlled-system.js';

/** Calls by hand: made as any consumer makes them, and nowhere but to the system that is meant. */
export const calls: ControlResource = { name: 'calls', methods: { POST: make } };

async function make(call: ControlCall): Promise<ControlAnswer> {
  const [system, ...others] = call.systems.filter(({ byHand }) => byHand?.url() !== undefined);
  if (system?.byHand === undefined) return impossible('Nothing listens here that could be called.');
  if (others.length > 0) return impossible('Several systems listen: name one with ?system=.');
  const request = requestFrom(call.json(), system);
  const { nowMs, sleep } = system.clock;
  const over = new AbortController();
  const seen: string[] = [];
  const end = system.journal.onAppend(({ id, request: { headers } }) => {
    const at = headers.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === CALL_HEADER);
    if (at >= 0 && headers[at + 1] === markOf(request)) seen.push(id);
  });
  const beganAtMs = nowMs();
  void sleep(MAX_CALL_MS, over.signal).then(() => over.abort());
  try {
    const result = await system.byHand.call(request, over.signal);
    const durationMs = Math.round(nowMs() - beganAtMs);
    const outcome =
      result === undefined ? 'refused' : result.kind === 'answered' ? 'answered' : result.kind === 'failed' ? result.outcome : 'refused';
    const reason = result?.kind === 'failed' ? { reason: result.reason } : {};
    const response = result?.kind === 'answered' ? { response: shownResponse(result.response, result.truncatedBytes) } : {};
    return json(200, { system: system.name, entry: seen.at(-1), outcome, durationMs, ...reason, ...response });
  } catch (error) {
    if (!over.signal.aborted) throw error;
    return json(200, { system: system.name, outcome: 'timedOut', durationMs: MAX_CALL_MS });
  } finally {
    end();
    over.abort();
  }
}

/** What comes of a call is known by it in the journal. */
const CALL_HEADER = 'mortise-call';
const MAX_CALL_MS = 30_000;

function markOf({ headers }: HttpRequest): string | undefined {
  return headers[headers.indexOf(CALL_HEADER) + 1];
}

function requestFrom(value: ReturnType<ControlCall['json']>, { byHand, clock }: ControlledSystem): HttpRequest {
  const { method, target, headers = [], body } = isJsonObject(value) ? value : ({} as JsonObject);
  if (typeof method !== 'string' || !/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,50}$/.test(method))
    throw wrongBody('/method', 'must be a method, like GET');
  if (typeof target !== 'string' || !/^\/[\u0021-\u007e]{0,7999}$/.test(target))
    throw wrongBody('/target', 'must be a path that begins with "/", percent-encoded');
  if (target.startsWith('/_mortise')) throw wrongBody('/target', 'must be a path of the system, not of the mock itself');
  if (body !== undefined && typeof body !== 'string') throw wrongBody('/body', 'must be a text');
  const pairs = headerPairs(headers);
  const bytes = body === undefined ? undefined : new TextEncoder().encode(body);
  const length = bytes === undefined ? [] : ['content-length', String(bytes.length)];
  const host = new URL(byHand?.url() ?? 'http://localhost').host;
  return { method, target, headers: ['host', host, ...pairs, ...length, CALL_HEADER, String(clock.nowMs())], body: bytes };
}

function headerPairs(value: JsonValue): readonly string[] {
  if (!Array.isArray(value) || value.length > MAX_HEADER_COUNT) throw wrongBody('/headers', 'must be a list of [name, value]');
  return value.flatMap((pair: JsonValue, index) => {
    const [name, text, ...more] = Array.isArray(pair) ? (pair as readonly JsonValue[]) : [];
    if (typeof name !== 'string' || typeof text !== 'string' || more.length > 0 || !NAME.test(name) || !VALUE.test(text))
      throw wrongBody(`/headers/${index}`, 'must be the name and the value of a header');
    return [name, text];
  });
}

const MAX_HEADER_COUNT = 100;
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/;
const VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]{0,8000}$/;

function shownResponse(
  {
    status,
    headers,
    body,
  }: { readonly status: number; readonly headers: readonly string[]; readonly body: Uint8Array | string | undefined },
  truncatedBytes: number | undefined,
): JsonObject {
  const text = typeof body === 'string' ? body : body === undefined ? undefined : textFromUtf8(body);
  return {
    status,
    headers: headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1] ?? '']] : [])),
    ...(text === undefined ? {} : { body: text }),
    ...(typeof body === 'object' && text === undefined ? { bodyBytes: body.length } : {}),
    ...(truncatedBytes === undefined ? {} : { truncatedBytes }),
  };
}
