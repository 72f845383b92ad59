import type { HttpRequest } from '../../wire/http-message.js';

/** What a program gave to `fetch`, as it goes over the wire. */
export interface ReadRequest {
  readonly url: URL;
  readonly request: HttpRequest;
  readonly redirect: RequestRedirect;
  readonly signal: AbortSignal | undefined;
}

/**
 * The request that Node's `fetch` would send.
 *
 * @param input - as given to `fetch`
 * @param init - as given to `fetch`
 * @returns at once where nothing has to be waited for
 * @throws TypeError when they make no request
 */
export function readFetchRequest(input: string | URL | Request, init: RequestInit | undefined): ReadRequest | Promise<ReadRequest> {
  const { signal, ...rest } = init ?? {};
  const known = signal ?? (input instanceof Request ? input.signal : undefined);
  const plain = plainParts(input, rest);
  return plain === undefined ? requestParts(input, rest).then((parts) => dressed(parts, known)) : dressed(plain, known);
}

/** With the headers that `fetch` adds. */
function dressed({ url, method, headers: given, body, redirect }: RequestParts, signal: AbortSignal | undefined): ReadRequest {
  const headers = ['host', url.host, 'connection', 'keep-alive'];
  for (const [name, value] of given) headers.push(name, value);
  for (const [name, value] of USUAL) if (!hasField(given, name)) headers.push(name, value);
  if (body !== undefined) headers.push('content-length', String(body.length));
  else if (BODIED.has(method)) headers.push('content-length', '0');
  return { url, request: { method, target: `${url.pathname}${url.search}`, headers, body }, redirect, signal };
}

function hasField(fields: readonly HeaderField[], name: string): boolean {
  for (const [own] of fields) if (own === name) return true;
  return false;
}

/** What Node's `fetch` adds to every request. */
const USUAL: readonly (readonly [string, string])[] = [
  ['accept', '*/*'],
  ['accept-language', '*'],
  ['sec-fetch-mode', 'cors'],
  ['user-agent', 'node'],
  ['accept-encoding', 'gzip, deflate'],
];
const BODIED: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

type HeaderField = readonly [name: string, value: string];

interface RequestParts {
  readonly url: URL;
  readonly method: string;
  /** Names in lower case, in their order. */
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array | undefined;
  readonly redirect: RequestRedirect;
}

/** Most calls are a URL with a text: a Request, with its streams and signals, would cost more than all else in a simulated run. */
function plainParts(input: string | URL | Request, init: RequestInit): RequestParts | undefined {
  const { method = 'GET', headers, body, redirect = 'follow' } = init;
  const isPlainBody = body === undefined || body === null || typeof body === 'string';
  if (input instanceof Request || !isPlainBody || !PLAIN_METHODS.has(method) || hasOthers(init)) return undefined;
  if (typeof body === 'string' && (method === 'GET' || method === 'HEAD')) return undefined;
  const fields = plainFields(headers) ?? [...new Headers(headers)];
  if (typeof body === 'string' && !fields.some(([name]) => name === 'content-type')) fields.push(PLAIN_TEXT);
  fields.sort(byName);
  return { url: new URL(input), method, headers: fields, body: typeof body === 'string' ? ENCODER.encode(body) : undefined, redirect };
}

function hasOthers(init: RequestInit): boolean {
  for (const name in init) if (!PLAIN_MEMBERS.has(name)) return true;
  return false;
}

/** What `Headers` would make of them, where there is nothing to it: each name once, no value that would have to be trimmed or refused. */
function plainFields(headers: RequestInit['headers']): HeaderField[] | undefined {
  if (headers === undefined) return [];
  if (headers instanceof Headers || Symbol.iterator in headers) return undefined;
  const fields: HeaderField[] = [];
  for (const written of Object.keys(headers)) {
    const name = written.toLowerCase();
    const value: unknown = headers[written];
    if (typeof value !== 'string' || !PLAIN_NAME.test(name) || !PLAIN_VALUE.test(value) || hasField(fields, name)) return undefined;
    fields.push([name, value]);
  }
  return fields;
}

function byName([left]: HeaderField, [right]: HeaderField): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

const PLAIN_NAME = /^[a-z\d_-]+$/;
const PLAIN_VALUE = /^[!-~](?:[ -~]*[!-~])?$/;
const PLAIN_TEXT: HeaderField = ['content-type', 'text/plain;charset=UTF-8'];

const PLAIN_MEMBERS: ReadonlySet<string> = new Set(['method', 'headers', 'body', 'redirect']);
const PLAIN_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);
const ENCODER = new TextEncoder();

/** Whatever else there is to say is left to the platform. Its own signal would be one that follows the one given, which nobody needs. */
async function requestParts(input: string | URL | Request, init: RequestInit): Promise<RequestParts> {
  const asked = new Request(input, init);
  const { method, headers, redirect } = asked;
  const body = asked.body === null ? undefined : new Uint8Array(await asked.arrayBuffer());
  return { url: new URL(asked.url), method, headers: [...headers], body, redirect };
}
