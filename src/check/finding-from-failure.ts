import type { MessageArguments } from '../base/errors.js';
import type { Place } from '../base/place.js';
import type { FindingCode } from '../finding/finding-code.js';
import type { Finding, Witness } from '../finding/finding.js';
import type { Severity } from '../finding/severity.js';
import { curlLine } from '../journal/curl-line.js';
import type { Exchange, RecordedRequest, RecordedResponse } from '../journal/exchange.js';
import { redactExchange } from '../journal/redact-exchange.js';
import { redactValues } from '../journal/redact.js';
import type { Secrets } from '../journal/secrets.js';

/** What a finding of a pair needs beside its evidence. */
export interface FindingContext {
  readonly pair: { readonly consumer: string; readonly provider: string };
  readonly baseUrl: string;
  readonly secrets: Secrets;
}

/** One judgement about one operation, before it has its pair and its witness. */
export interface Judgement {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly operation: string;
  readonly place: Place;
  readonly args: MessageArguments;
}

/**
 * The finding that an exchange proves, with all secrets replaced.
 *
 * @param judgement - what is wrong
 * @param exchange - where it was seen; `undefined` when nothing was sent
 * @param context - of which pair
 */
export function findingFromJudgement(judgement: Judgement, exchange: Exchange | undefined, context: FindingContext): Finding {
  const { pair, secrets } = context;
  const finding: Finding = { ...judgement, pair, args: redactedArguments(judgement.args, secrets) };
  return exchange === undefined ? finding : { ...finding, witness: witnessOf(exchange, context) };
}

/**
 * A call and its answer as evidence, with all secrets replaced.
 *
 * @param exchange - as it was on the wire
 * @param context - of which pair
 */
export function witnessOf(exchange: Exchange, { baseUrl, secrets }: FindingContext): Witness {
  const { request, response } = redactExchange(exchange, secrets);
  const witness = { request: messageOf(`${request.method} ${request.target}`, request), curl: curlLine(request, baseUrl) };
  return response === undefined ? witness : { ...witness, response: messageOf(String(response.status), response) };
}

type WitnessMessage = NonNullable<Witness['request']>;

function messageOf(line: string, { headers, body }: RecordedRequest | RecordedResponse): WitnessMessage {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < headers.length; index += 2) pairs.push([headers[index] ?? '', headers[index + 1] ?? '']);
  return body === undefined ? { line, headers: pairs } : { line, headers: pairs, body: bodyText(body) };
}

function bodyText(body: Uint8Array | string): string {
  if (typeof body !== 'string') return `(${body.length} bytes that are no text)`;
  return body.length <= SHOWN_CHARACTER_COUNT ? body : `${body.slice(0, SHOWN_CHARACTER_COUNT)}… (${body.length} characters)`;
}

function redactedArguments(args: MessageArguments, { values }: Secrets): MessageArguments {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, shownArgument(value, values)]));
}

function shownArgument(value: MessageArguments[string], secrets: readonly string[]): MessageArguments[string] {
  if (typeof value === 'string') return redactValues(value, secrets);
  return Array.isArray(value) ? value.map((item: string) => redactValues(item, secrets)) : value;
}

const SHOWN_CHARACTER_COUNT = 2_000;
