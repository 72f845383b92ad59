import type { HeaderPairs } from './http-message.js';

/** Where a call belongs in somebody's trace. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16: of the caller's span. */
  readonly spanId: string;
  readonly isSampled: boolean;
  /** Of vendors, as it came; `''` when there is none. */
  readonly state: string;
}

/**
 * The trace that a call belongs to; `undefined` when it says none, or says it wrongly: then a new trace begins, and its `tracestate` counts as little.
 *
 * @param headers - as they came
 * @see https://www.w3.org/TR/trace-context/#traceparent-header, §4.3 for what is done with a wrong one
 */
export function traceContextOf(headers: HeaderPairs): TraceContext | undefined {
  const parents = valuesOf(headers, 'traceparent');
  const [, version = '', traceId = '', spanId = '', flags = '', rest = ''] = TRACEPARENT.exec(parents[0] ?? '') ?? [];
  // Later versions may say more behind a dash; this one says nothing else.
  if (parents.length !== 1 || version === '' || version === 'ff' || (version === '00' && rest !== '')) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  const state = valuesOf(headers, 'tracestate').join(',');
  const isSampled = (Number.parseInt(flags, 16) & 1) === 1;
  return { traceId, spanId, isSampled, state: state.length <= MAX_STATE_LENGTH ? state : '' };
}

/**
 * The fields that say it.
 *
 * @param context - of the span that the call belongs to
 */
export function headersOfTrace({ traceId, spanId, isSampled, state }: TraceContext): HeaderPairs {
  const parent = ['traceparent', `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`];
  return state === '' ? parent : [...parent, 'tracestate', state];
}

/**
 * The head of a request with other fields in the place of those that say its trace; what else it says stays as it is, byte for byte.
 *
 * @param head - as it came, to the empty line
 * @param fields - see {@link headersOfTrace}
 */
export function headWithTrace(head: Uint8Array, fields: HeaderPairs): Uint8Array {
  const text = Buffer.from(head).toString('latin1');
  const plain = text.replace(/^(?:traceparent|tracestate)[ \t]*:[^\n]*\n/gim, '');
  const start = plain.indexOf('\n') + 1;
  const added = fields.map((part, index) => (index % 2 === 0 ? `${part}: ` : `${part}\r\n`)).join('');
  return Buffer.from(`${plain.slice(0, start)}${added}${plain.slice(start)}`, 'latin1');
}

function valuesOf(headers: HeaderPairs, name: string): readonly string[] {
  const values: string[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    if (headers[index]?.toLowerCase() === name) values.push((headers[index + 1] ?? '').trim());
  }
  return values;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
/** What vendors have to pass on at least. */
const MAX_STATE_LENGTH = 512;
