import type { Dispatcher } from 'undici';
import { Agent, errors } from 'undici';
import type { Send, SendResult } from '../check/ports.js';
import type { HttpRequest } from '../wire/http-message.js';
import { nowMs } from './clock.js';

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

  const send: Send = async (request, baseUrl, signal) => {
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await agent.request(dispatchOptions(request, baseUrl, AbortSignal.any([signal, deadline])));
      const respondedFirstAtMs = nowMs();
      const { body, truncatedBytes } = await readBounded(answer.body, maxBodyBytes);
      // With `responseHeaders: 'raw'` the headers are pairs as they stood on the wire, though the type does not say so.
      const headers = answer.headers as unknown as readonly string[];
      const response = { status: answer.statusCode, headers, body };
      return { kind: 'answered', response, truncatedBytes, respondedFirstAtMs, respondedLastAtMs: nowMs() };
    } catch (error) {
      signal.throwIfAborted();
      return resultFromError(error);
    }
  };
  return { send, close: () => agent.destroy() };
}

function dispatchOptions(request: HttpRequest, baseUrl: string, signal: AbortSignal): Dispatcher.DispatchOptions & { signal: AbortSignal } {
  const { origin, pathname } = new URL(baseUrl);
  return {
    origin,
    path: `${pathname === '/' ? '' : pathname}${request.target}`,
    method: request.method as Dispatcher.HttpMethod,
    headers: [...request.headers],
    body: request.body ?? null,
    signal,
    responseHeaders: 'raw',
  } as Dispatcher.DispatchOptions & { signal: AbortSignal };
}

interface ReadBody {
  readonly body: Uint8Array | undefined;
  readonly truncatedBytes: number | undefined;
}

async function readBounded(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<ReadBody> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    bytes += chunk.length;
    // Leaving the loop cuts the connection, so the rest is never sent: at least one byte more than we kept was there.
    if (bytes > maxBytes) break;
  }
  const body = bytes === 0 ? undefined : Buffer.concat(chunks, Math.min(bytes, maxBytes));
  return { body, truncatedBytes: bytes > maxBytes ? bytes - maxBytes : undefined };
}

function resultFromError(error: unknown): SendResult {
  const code = codeOf(error);
  if (error instanceof errors.InvalidArgumentError || error instanceof errors.NotSupportedError) {
    return { kind: 'unsendable', reason: error.message };
  }
  const reason = error instanceof Error ? error.message || code : String(error);
  if (TIMEOUT_CODES.has(code) || (error instanceof Error && error.name === 'TimeoutError'))
    return { kind: 'failed', outcome: 'timedOut', reason };
  return { kind: 'failed', outcome: REFUSAL_CODES.has(code) ? 'refused' : 'reset', reason };
}

/** Several addresses of one name fail together as an AggregateError, whose code is that of the first. */
function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

const TIMEOUT_CODES: ReadonlySet<string> = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
]);
const REFUSAL_CODES: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
