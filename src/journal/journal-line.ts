import { InputError, invariant } from '../base/errors.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Exchange, ExchangeOutcome, ExchangeProblem, RecordedRequest, RecordedResponse } from './exchange.js';
import { numberAt, objectAt, oneOf, optional, stringAt, stringsAt } from './line-members.js';
import { problemsAt } from './problem-members.js';
import { base64FromBytes, boundedBody, bytesFromBase64, fits, textFromUtf8 } from './recorded-body.js';
import { redactHeaders, redactTarget } from './redact.js';

/**
 * The exchange as one line of JSON without the line break: secrets redacted, bodies as text (`body`) or base64 (`bodyBase64`), bounded.
 * It stands on the hot path of the mock, hence the hand-made concatenation: half the time of `JSON.stringify` over a copied tree.
 *
 * @param exchange - bodies of any size
 * @param secretNames - lower-case names of headers and query parameters that are secret here, beside the well-known ones
 */
export function lineFromExchange(exchange: Exchange, secretNames?: ReadonlySet<string>): string {
  let line = `{"type":"exchange","id":${text(exchange.id)},"side":"${exchange.side}"`;
  if (exchange.consumer !== undefined) line += `,"consumer":${text(exchange.consumer)}`;
  line += `,"provider":${text(exchange.provider)}`;
  if (exchange.operation !== undefined) line += `,"operation":${text(exchange.operation)}`;
  line += `,"connectionId":${text(exchange.connectionId)},"receivedFirstAtMs":${exchange.receivedFirstAtMs},"receivedLastAtMs":${exchange.receivedLastAtMs}`;
  if (exchange.respondedFirstAtMs !== undefined) line += `,"respondedFirstAtMs":${exchange.respondedFirstAtMs}`;
  if (exchange.respondedLastAtMs !== undefined) line += `,"respondedLastAtMs":${exchange.respondedLastAtMs}`;
  line += `,"request":${requestText(exchange.request, secretNames)}`;
  if (exchange.response !== undefined) line += `,"response":${responseText(exchange.response, secretNames)}`;
  if (exchange.fault !== undefined) line += `,"fault":${text(exchange.fault)}`;
  if (exchange.effect !== undefined) line += `,"effect":${text(exchange.effect)}`;
  if (exchange.scope !== undefined && exchange.scope !== '') line += `,"scope":${text(exchange.scope)}`;
  if (exchange.problems.length > 0) line += `,"problems":${JSON.stringify(exchange.problems.map(plainProblem))}`;
  return `${line},"outcome":"${exchange.outcome}"}`;
}

/**
 * The exchange of a line: what `lineFromExchange` was given, with its secrets redacted, its bodies bounded, and those of UTF-8 as text.
 *
 * @param line - one line of a journal
 * @throws InputError `E_JOURNAL_LINE` when it is not the line of an exchange (cut off in a crash, or of another type)
 */
export function exchangeFromLine(line: string): Exchange {
  try {
    return exchangeFromJson(JSON.parse(line) as JsonValue);
  } catch (cause) {
    throw new InputError({ code: 'E_JOURNAL_LINE', args: { text: line.slice(0, SHOWN_CHARACTER_COUNT) }, cause });
  }
}

function requestText(request: RecordedRequest, secretNames: ReadonlySet<string> | undefined): string {
  const headers = JSON.stringify(redactHeaders(request.headers, secretNames));
  const start = `{"method":${text(request.method)},"target":${text(redactTarget(request.target, secretNames))},"headers":${headers}`;
  return `${start}${bodyText(request.body, request.truncatedBytes)}}`;
}

function responseText(response: RecordedResponse, secretNames: ReadonlySet<string> | undefined): string {
  const headers = JSON.stringify(redactHeaders(response.headers, secretNames));
  return `{"status":${response.status},"headers":${headers}${bodyText(response.body, response.truncatedBytes)}}`;
}

function bodyText(body: Uint8Array | string | undefined, truncatedBytes: number | undefined): string {
  if (body === undefined) return '';
  if (!fits(body)) {
    const bounded = boundedBody(body, truncatedBytes);
    return bodyText(bounded.body, bounded.truncatedBytes);
  }
  const cut = truncatedBytes === undefined ? '' : `,"truncatedBytes":${truncatedBytes}`;
  const content = typeof body === 'string' ? body : textFromUtf8(body);
  if (content !== undefined) return `,"body":${JSON.stringify(content)}${cut}`;
  return `,"bodyBase64":"${base64FromBytes(body as Uint8Array)}"${cut}`;
}

/** Only the members a line has, whatever else the judge's own problem carries. */
function plainProblem({ on, kind, location, code, message }: ExchangeProblem): ExchangeProblem {
  return { on, kind, location, code, message };
}

/** A JSON string; most have nothing to escape, and then quoting them is all there is to do. */
function text(value: string): string {
  return PLAIN.test(value) ? `"${value}"` : JSON.stringify(value);
}

/**
 * The exchange of a line that is parsed already.
 *
 * @param value - as JSON has it
 * @throws Error when it is not an exchange: the caller knows which line it was
 */
export function exchangeFromJson(value: JsonValue): Exchange {
  invariant(isJsonObject(value) && value['type'] === 'exchange', 'the line is an exchange');
  const response = value['response'];
  return {
    id: stringAt(value, 'id'),
    side: oneOf(value, 'side', SIDES),
    consumer: optional(value, 'consumer', stringAt),
    provider: stringAt(value, 'provider'),
    operation: optional(value, 'operation', stringAt),
    connectionId: stringAt(value, 'connectionId'),
    receivedFirstAtMs: numberAt(value, 'receivedFirstAtMs'),
    receivedLastAtMs: numberAt(value, 'receivedLastAtMs'),
    respondedFirstAtMs: optional(value, 'respondedFirstAtMs', numberAt),
    respondedLastAtMs: optional(value, 'respondedLastAtMs', numberAt),
    request: requestFromJson(objectAt(value, 'request')),
    response: response === undefined ? undefined : responseFromJson(objectAt(value, 'response')),
    fault: optional(value, 'fault', stringAt),
    ...(value['effect'] === undefined ? {} : { effect: stringAt(value, 'effect') }),
    scope: optional(value, 'scope', stringAt),
    problems: optional(value, 'problems', problemsAt) ?? [],
    outcome: oneOf(value, 'outcome', OUTCOMES),
  };
}

function requestFromJson(value: JsonObject): RecordedRequest {
  return {
    method: stringAt(value, 'method'),
    target: stringAt(value, 'target'),
    headers: stringsAt(value, 'headers'),
    ...bodyFromJson(value),
  };
}

function responseFromJson(value: JsonObject): RecordedResponse {
  return { status: numberAt(value, 'status'), headers: stringsAt(value, 'headers'), ...bodyFromJson(value) };
}

function bodyFromJson(value: JsonObject): Pick<RecordedRequest, 'body' | 'truncatedBytes'> {
  const base64 = optional(value, 'bodyBase64', stringAt);
  const truncatedBytes = optional(value, 'truncatedBytes', numberAt);
  const body = base64 === undefined ? optional(value, 'body', stringAt) : bytesFromBase64(base64);
  return truncatedBytes === undefined ? { body } : { body, truncatedBytes };
}

const PLAIN = /^[ !#-[\]-~]*$/;
const SIDES: readonly Exchange['side'][] = ['egress', 'ingress'];
const OUTCOMES: readonly ExchangeOutcome[] = ['answered', 'aborted', 'refused', 'reset', 'timedOut'];
const SHOWN_CHARACTER_COUNT = 80;
