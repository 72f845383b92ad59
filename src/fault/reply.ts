import type { BodyStream, HeaderPairs, HttpResponse, LiveFrames } from '../wire/http-message.js';

/** An answer and the way it goes out. Faults change one into another, one after the other. */
export interface Reply {
  /** What the journal keeps: the answer as far as it is one. */
  readonly response: HttpResponse;
  readonly steps: readonly ReplyStep[];
}

/** What is done on the connection, in order; whatever follows a `cut` or a `stall` is never reached. */
export type ReplyStep =
  | { readonly kind: 'wait'; readonly durationMs: number }
  /** Status line and headers, once; `content-length` and `transfer-encoding` stand in it as they are to be sent, nothing is added. */
  | { readonly kind: 'head'; readonly status: number; readonly headers: HeaderPairs }
  /** Bytes of the body; framed as chunks when the head says `transfer-encoding: chunked`. */
  | { readonly kind: 'body'; readonly bytes: Uint8Array }
  /** Bytes as they are, whatever HTTP says of them. */
  | { readonly kind: 'raw'; readonly bytes: Uint8Array }
  /** Frames of which nobody knows how many will come; the next step is done when no more do. */
  | { readonly kind: 'live'; readonly live: LiveFrames; readonly piecesOf?: PiecesOf | undefined }
  /** The message is whole; the connection can be used again when nothing `raw` was sent. */
  | { readonly kind: 'end' }
  | { readonly kind: 'cut'; readonly how: 'rst' | 'fin' }
  /** Nothing more comes; the connection stays open. */
  | { readonly kind: 'stall' };

/** The steps that send some bytes of a body. */
export type PiecesOf = (bytes: Uint8Array) => readonly ReplyStep[];

/**
 * The reply that sends a response as it is: with its length, or in chunks when it is a stream.
 *
 * @param response - a body of text is sent as UTF-8
 */
export function wholeReply(response: HttpResponse): Reply {
  if (response.stream !== undefined) return streamReply(response, response.stream);
  const bytes = bodyBytes(response);
  const head = { kind: 'head', status: response.status, headers: headersOnTheWire(response, bytes.length) } as const;
  return { response, steps: bytes.length === 0 ? [head, END] : [head, { kind: 'body', bytes }, END] };
}

function streamReply(response: HttpResponse, { frames, live }: BodyStream): Reply {
  const head = { kind: 'head', status: response.status, headers: [...response.headers, 'transfer-encoding', 'chunked'] } as const;
  const steps = frames.flatMap(({ content, afterMs }): readonly ReplyStep[] => [
    ...(afterMs > 0 ? [{ kind: 'wait', durationMs: afterMs } as const] : []),
    { kind: 'body', bytes: bytesOf(content) },
  ]);
  return { response, steps: [head, ...steps, ...(live === undefined ? [] : [{ kind: 'live', live } as const]), END] };
}

/**
 * The bytes of a response's body; none when it has no body.
 *
 * @param response - text becomes UTF-8
 */
export function bodyBytes({ body }: HttpResponse): Uint8Array {
  return body === undefined ? NO_BYTES : bytesOf(body);
}

/**
 * Content as bytes.
 *
 * @param content - text becomes UTF-8
 */
export function bytesOf(content: Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

function headersOnTheWire({ status, headers }: HttpResponse, lengthBytes: number): HeaderPairs {
  const isFramed = headers.some((part, index) => index % 2 === 0 && FRAMING.has(part.toLowerCase()));
  const isBodiless = status < 200 || status === 204 || status === 304;
  return isFramed || isBodiless ? headers : [...headers, 'content-length', String(lengthBytes)];
}

const NO_BYTES = new Uint8Array(0);
const END = { kind: 'end' } as const;
const FRAMING: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding']);
