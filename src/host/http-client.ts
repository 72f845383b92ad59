import type { Dispatcher } from 'undici';
import { Agent, errors } from 'undici';
import type { Send, SendResult } from '../check/ports.js';
import type { HttpRequest } from '../wire/http-message.js';
import { itemsOfStream } from '../wire/stream-items.js';
import type { CallWatch } from './call-watch.js';
import { createCallWatch } from './call-watch.js';
import { nowMs } from './clock.js';

/** How long a test listens to a stream: so many items come within it as judge whoever sends them, and some streams never end. */
export const MAX_STREAM_MS = 1_000;

/** Sends test requests; holds connections until it is closed. */
export interface HttpClient {
  readonly send: Send;
  close(): Promise<void>;
}

export interface HttpClientOptions {
  /** Of one call, from its start to the last byte. Default 30 s. */
  readonly timeoutMs?: number | undefined;
  /** How much of a response's body is read. Default 16 MiB. */
  readonly maxBodyBytes?: number | undefined;
  /** How long a stream of items is read: it may never end. Default as long as any other call, which then has failed. */
  readonly maxStreamMs?: number | undefined;
}

/**
 * A client that makes calls as they are given: it follows no redirect, repeats nothing and decodes nothing.
 *
 * @param options - bounds
 */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const timeoutMs = options.timeoutMs ?? 30_000;
  const maxBodyBytes = options.maxBodyBytes ?? 16_777_216;
  const agent = new Agent({ connectTimeout: timeoutMs, headersTimeout: timeoutMs, bodyTimeout: timeoutMs, maxHeaderSize: 65_536 });
  const watch = createCallWatch(timeoutMs);
  const send: Send = (request, baseUrl, signal) =>
    sendOnce(request, baseUrl, { agent, watch, maxBodyBytes, maxStreamMs: options.maxStreamMs, signal });
  const close = async (): Promise<void> => {
    watch.close();
    await agent.destroy();
  };
  return { send, close };
}

interface Sending {
  readonly agent: Agent;
  readonly watch: CallWatch;
  readonly maxBodyBytes: number;
  readonly maxStreamMs: number | undefined;
  readonly signal: AbortSignal;
}

/** By `dispatch`, with a handler of our own: a stream and two signals for each call took a third of the tester's time. */
function sendOnce(
  request: HttpRequest,
  baseUrl: string,
  { agent, watch, maxBodyBytes, maxStreamMs, signal }: Sending,
): Promise<SendResult> {
  return new Promise((resolve, reject) => {
    const seen: Seen = { status: 0, headers: [], respondedFirstAtMs: 0, chunks: [], bytes: 0 };
    let controller: Dispatcher.DispatchController | undefined;
    let endedBy: Error | undefined;
    let isTruncated = false;
    let streamTimer: NodeJS.Timeout | undefined;
    const cut = (started: Dispatcher.DispatchController): void => {
      isTruncated = true;
      started.abort(new Error('enough'));
    };
    const watched = watch.begin(signal, (reason) => {
      endedBy = reason;
      controller?.abort(reason);
    });
    const settle = (error: Error | undefined): void => {
      watch.end(watched);
      clearTimeout(streamTimer);
      if (signal.aborted) reject(signal.reason);
      else if (error === undefined || isTruncated) resolve(answerFrom(seen, maxBodyBytes, isTruncated));
      else resolve(resultFromError(endedBy ?? error));
    };
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: (started) => {
        controller = started;
        if (endedBy !== undefined) started.abort(endedBy);
      },
      onResponseStart: (started, status, headers) => {
        // 1xx: the answer is still to come. @see RFC 9110 §15.2
        if (status < 200) return;
        seen.status = status;
        seen.headers = headersOnTheWire(started, headers);
        seen.respondedFirstAtMs = nowMs();
        if (maxStreamMs !== undefined && isStream(seen.headers)) streamTimer = setTimeout(() => cut(started), maxStreamMs);
      },
      onResponseData: (started, chunk) => {
        seen.chunks.push(chunk);
        seen.bytes += chunk.length;
        if (seen.bytes <= maxBodyBytes) return;
        // Cutting the connection here, the rest is never sent: at least one byte more than we keep was there.
        cut(started);
      },
      onResponseEnd: () => settle(undefined),
      onResponseError: (_, error) => settle(error),
    };
    try {
      agent.dispatch(dispatchOptions(request, baseUrl), handler);
    } catch (error) {
      settle(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

interface Seen {
  status: number;
  headers: readonly string[];
  respondedFirstAtMs: number;
  readonly chunks: Uint8Array[];
  bytes: number;
}

/** The pairs as they stood on the wire, in their case and order; undici keeps them beside its own form of them, though its types do not say so. */
function headersOnTheWire(controller: Dispatcher.DispatchController, headers: Readonly<Record<string, unknown>>): readonly string[] {
  const { rawHeaders } = controller as { readonly rawHeaders?: readonly (Uint8Array | string)[] | null };
  if (!rawHeaders) return Object.entries(headers).flatMap(([name, value]) => [value].flat().flatMap((one) => [name, String(one)]));
  return rawHeaders.map((part) => (typeof part === 'string' ? part : Buffer.from(part).toString()));
}

function answerFrom({ status, headers, respondedFirstAtMs, chunks, bytes }: Seen, maxBodyBytes: number, isTruncated: boolean): SendResult {
  const keptBytes = Math.min(bytes, maxBodyBytes);
  const [only] = chunks;
  const body =
    bytes === 0 ? undefined : chunks.length === 1 && only !== undefined && bytes === keptBytes ? only : Buffer.concat(chunks, keptBytes);
  // Of a stream that was cut nobody knows how much was still to come.
  const truncatedBytes = isTruncated ? Math.max(1, bytes - maxBodyBytes) : undefined;
  return { kind: 'answered', response: { status, headers, body }, truncatedBytes, respondedFirstAtMs, respondedLastAtMs: nowMs() };
}

function isStream(headers: readonly string[]): boolean {
  return itemsOfStream({ headers, body: undefined }) !== undefined;
}

function dispatchOptions(request: HttpRequest, baseUrl: string): Dispatcher.DispatchOptions {
  const { origin, prefix } = addressOf(baseUrl);
  return {
    origin,
    path: prefix === '' ? request.target : `${prefix}${request.target}`,
    method: request.method as Dispatcher.HttpMethod,
    headers: request.headers as string[],
    body: request.body ?? null,
  };
}

interface Address {
  readonly origin: string;
  readonly prefix: string;
}

/** Parsed once for each provider, not for each call. */
function addressOf(baseUrl: string): Address {
  const known = ADDRESSES.get(baseUrl);
  if (known !== undefined) return known;
  const { origin, pathname } = new URL(baseUrl);
  const address = { origin, prefix: pathname === '/' ? '' : pathname };
  if (ADDRESSES.size < MAX_ADDRESS_COUNT) ADDRESSES.set(baseUrl, address);
  return address;
}

function resultFromError(error: Error): SendResult {
  const code = codeOf(error);
  if (error instanceof errors.InvalidArgumentError || error instanceof errors.NotSupportedError) {
    return { kind: 'unsendable', reason: error.message };
  }
  const reason = error.message || code;
  if (TIMEOUT_CODES.has(code) || error.name === 'TimeoutError') return { kind: 'failed', outcome: 'timedOut', reason };
  return { kind: 'failed', outcome: REFUSAL_CODES.has(code) ? 'refused' : 'reset', reason };
}

/** Several addresses of one name fail together as an AggregateError, whose code is that of the first. */
function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}

const ADDRESSES = new Map<string, Address>();
const MAX_ADDRESS_COUNT = 1_000;
const TIMEOUT_CODES: ReadonlySet<string> = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
]);
const REFUSAL_CODES: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
