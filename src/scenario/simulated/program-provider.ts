import type { Contract } from '../../contract/contract.js';
import type { Reply } from '../../fault/reply.js';
import { wholeReply } from '../../fault/reply.js';
import type { HttpRequest, HttpResponse } from '../../wire/http-message.js';
import type { SimulatedProgram } from '../consumer-adapter.js';
import { joinedBytes } from './message-bytes.js';
import { createOperationFinder } from '../../mock/operation-finder.js';
import type { SimulatedProvider } from './provider.js';

/**
 * A system that is a program in process.
 *
 * @param name - of the system
 * @param program - what answers
 * @param contract - to know operations by; `undefined` when there is none
 */
export function programProvider(name: string, program: SimulatedProgram, contract: Contract | undefined): SimulatedProvider {
  return {
    name,
    operationOf: contract === undefined ? () => undefined : createOperationFinder(contract),
    answer: async (request) => ({ reply: await replyOf(program, name, request), problems: [] }),
  };
}

async function replyOf(program: SimulatedProgram, name: string, request: HttpRequest): Promise<Reply> {
  try {
    return await replyFrom(await program.handle(webRequest(name, request)), request.method);
  } catch (error) {
    // As a server does whose handler fails; the reason is for the log of whoever runs it.
    return wholeReply({ status: 500, headers: ['content-type', 'text/plain'], body: `${name} failed: ${textOf(error)}` });
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function webRequest(name: string, { method, target, headers, body }: HttpRequest): Request {
  const fields: [string, string][] = [];
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const field = headers[index]?.toLowerCase() ?? '';
    if (!OF_CONNECTION.has(field)) fields.push([field, headers[index + 1] ?? '']);
  }
  const isBodiless = body === undefined || method === 'GET' || method === 'HEAD';
  return new Request(`http://${hostFor(headers) ?? `${name}.test`}${target}`, {
    method,
    headers: fields,
    ...(isBodiless ? {} : { body: body as Uint8Array<ArrayBuffer> }),
  });
}

function hostFor(headers: HttpRequest['headers']): string | undefined {
  const at = headers.findIndex((part, index) => index % 2 === 0 && part.toLowerCase() === 'host');
  return at === -1 ? undefined : headers[at + 1];
}

/** About the connection, not the message (RFC 9110 §7.6.1). */
const OF_CONNECTION: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'host']);

async function replyFrom(response: Response, method: string): Promise<Reply> {
  const headers: string[] = [];
  response.headers.forEach((value, name) => {
    headers.push(name, value);
  });
  const { status } = response;
  if (response.body === null || method === 'HEAD') return framed({ status, headers, body: undefined });
  const { bytes, isWhole } = await bytesOf(response.body);
  if (isWhole) return framed({ status, headers, body: bytes });
  // Its own source broke off: so does the answer.
  const head = { kind: 'head', status, headers: [...headers, 'transfer-encoding', 'chunked'] } as const;
  return {
    response: { status, headers: head.headers, body: bytes },
    steps: [head, { kind: 'body', bytes }, { kind: 'cut', how: 'rst' }],
  };
}

/** The journal keeps the headers as they go out. */
function framed(response: HttpResponse): Reply {
  const { steps } = wholeReply(response);
  const [head] = steps;
  return { response: head?.kind === 'head' ? { ...response, headers: head.headers } : response, steps };
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<{ readonly bytes: Uint8Array; readonly isWhole: boolean }> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { bytes: joinedBytes(parts), isWhole: true };
      parts.push(value);
    }
  } catch {
    // Why it broke off is known where it broke; here it only means that no more comes.
    return { bytes: joinedBytes(parts), isWhole: false };
  }
}
