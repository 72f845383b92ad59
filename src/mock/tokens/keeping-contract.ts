import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Contract, MediaType, Operation, Response } from '../../contract/contract.js';
import type { ExchangeProblem } from '../../journal/exchange.js';
import type { HeaderPairs, HttpResponse } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import { judgeResponse } from '../../wire/judge-response.js';
import { responseForStatus } from '../../wire/select-response.js';
import { produceContent } from '../produce-content.js';
import { produceHeaders } from '../produce-headers.js';
import { violationHeaders } from '../violation-header.js';

/** An answer that keeps the contract where it has a say, and what it breaks of it. */
export interface EndpointAnswer {
  readonly response: HttpResponse;
  readonly problems: readonly ExchangeProblem[];
}

/**
 * An answer of the protocol as the contract wants it: as it is when it keeps it, else with what the contract has further, else without what the
 * contract does not know, else, when it refuses, as the contract refuses. What still breaks it is told.
 *
 * @param operation - of the contract, answered by the issuer
 * @param response - as the protocol has it
 */
export function keepingContract(operation: Operation, contract: Contract, response: HttpResponse): EndpointAnswer {
  const own = judged(operation, contract, response);
  if (own.length === 0) return { response, problems: [] };
  for (const candidate of candidatesOf(operation, response)) {
    if (judged(operation, contract, candidate).length === 0) return { response: candidate, problems: [] };
  }
  return { response: { ...response, headers: [...response.headers, ...violationHeaders(own)] }, problems: own };
}

function judged(operation: Operation, contract: Contract, response: HttpResponse): readonly ExchangeProblem[] {
  return judgeResponse({ operation, contract, request: undefined, response }).map((problem) => ({ on: 'response', ...problem }));
}

function candidatesOf(operation: Operation, response: HttpResponse): readonly HttpResponse[] {
  const declared = responseForStatus(operation, response.status);
  if (declared === undefined) return [];
  const headers = withDeclaredHeaders(response.headers, declared);
  const bodies = declared.content.flatMap((mediaType) => bodiesOf(operation, mediaType, response));
  return [
    { ...response, headers },
    ...bodies.map(({ contentType, body }) => ({ ...response, headers: withContentType(headers, contentType), body })),
    // Where the contract says nothing of a body.
    ...(declared.content.length === 0 ? [{ ...response, headers: withoutHeader(headers, 'content-type'), body: undefined }] : []),
  ];
}

interface Body {
  readonly contentType: string;
  readonly body: string;
}

function bodiesOf(operation: Operation, mediaType: MediaType, response: HttpResponse): readonly Body[] {
  const content = produceContent({ operation, mediaType, accept: undefined, example: undefined, random: undefined, itemCount: 1 });
  if (content.kind === 'problem') return [];
  const { contentType } = content;
  const sampleText = typeof content.body === 'string' ? content.body : new TextDecoder().decode(content.body);
  const refused: readonly Body[] = response.status >= 400 ? [{ contentType, body: sampleText }] : [];
  const sample = jsonObjectOf(sampleText);
  const own = typeof response.body === 'string' ? jsonObjectOf(response.body) : undefined;
  if (sample === undefined || own === undefined) return refused;
  const known = Object.fromEntries(Object.entries(own).filter(([name]) => name in sample));
  const values: readonly JsonObject[] = [known, { ...sample, ...own }, { ...sample, ...known }];
  return [...values.map((value) => ({ contentType, body: JSON.stringify(value) })), ...refused];
}

function withDeclaredHeaders(headers: HeaderPairs, declared: Response): HeaderPairs {
  const further = produceHeaders(declared, undefined);
  const missing = further.flatMap((name, index) =>
    index % 2 === 0 && headerValue(headers, name.toLowerCase()) === undefined ? [name, further[index + 1] ?? ''] : [],
  );
  return [...headers, ...missing];
}

function withContentType(headers: HeaderPairs, contentType: string): HeaderPairs {
  return ['content-type', contentType, ...withoutHeader(headers, 'content-type')];
}

function withoutHeader(headers: HeaderPairs, name: string): HeaderPairs {
  return headers.filter((_, index) => headers[index - (index % 2)]?.toLowerCase() !== name);
}

function jsonObjectOf(text: string): JsonObject | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
