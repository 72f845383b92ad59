import { isJsonMediaType, parseMediaType } from '../../base/media-type.js';
import type { Operation } from '../../contract/contract.js';
import type { HeaderPairs, HttpResponse } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import { chooseResponse } from '../choose-response.js';
import { fieldText } from '../field-text.js';
import { serverHeader } from '../server-header.js';
import type { OrderedAnswer } from './override.js';

/**
 * Whether an order says what is answered, and not only how late.
 *
 * @param answer - of an override
 */
export function ordersAnswer({ status, headers, content, code, example }: OrderedAnswer): boolean {
  return status !== undefined || content !== undefined || code !== undefined || example !== undefined || headers.length > 0;
}

/**
 * The response of an order.
 *
 * @param answer - of an override
 * @param operation - that was reached; `undefined` for none
 * @param base - what the contract has for it; `undefined` when it has nothing of the kind, or the order has content of its own
 */
export function orderedResponse(answer: OrderedAnswer, operation: Operation | undefined, base: HttpResponse | undefined): HttpResponse {
  const { content, headers } = answer;
  if (base !== undefined && content === undefined)
    return { ...base, status: answer.status ?? base.status, headers: replaced(base.headers, headers) };
  const status = answer.status ?? (operation === undefined ? 200 : usualStatus(operation));
  const own =
    headerValue(headers, 'content-type') !== undefined || content === undefined
      ? []
      : ['content-type', mediaTypeOf(content, status, operation)];
  const all = [...own, ...headers];
  return { status, headers: [...all, ...serverHeader(all)], body: content?.body };
}

function usualStatus(operation: Operation): number {
  const choice = chooseResponse(operation, { code: undefined, accept: undefined, asEvents: false });
  return choice.kind === 'response' ? choice.status : 200;
}

/** As the contract has it where that fits: `application/problem+json` for JSON. */
function mediaTypeOf({ mediaType }: NonNullable<OrderedAnswer['content']>, status: number, operation: Operation | undefined): string {
  const choice = operation === undefined ? undefined : chooseResponse(operation, { code: status, accept: undefined, asEvents: false });
  const declared = choice?.kind === 'response' && choice.status === status ? choice.mediaType?.name : undefined;
  const parsed = declared === undefined ? undefined : parseMediaType(declared);
  if (parsed === undefined || parsed.type === '*' || parsed.subtype.includes('*')) return mediaType ?? 'text/plain';
  return mediaType === undefined || isJsonMediaType(parsed) ? fieldText(declared ?? '') : mediaType;
}

function replaced(base: HeaderPairs, headers: HeaderPairs): HeaderPairs {
  if (headers.length === 0) return base;
  const names = new Set(headers.filter((_, index) => index % 2 === 0));
  return [...base.filter((_, index) => !names.has((base[index - (index % 2)] ?? '').toLowerCase())), ...headers];
}
