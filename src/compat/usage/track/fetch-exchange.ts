import type { Exchange, RecordedRequest } from '../../../journal/exchange.js';

/** As every runtime has it. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * Reads from URLs what stands in a request to the provider, `undefined` for what is not below its base.
 *
 * @param baseUrl - `https://api.example.com/v1`; left out: any origin
 */
export function targetReader(baseUrl: string | undefined): (url: string) => string | undefined {
  const base = baseUrl === undefined ? undefined : new URL(baseUrl);
  const basePath = base?.pathname.replace(/\/+$/, '') ?? '';
  return (url) => {
    const { origin, pathname, search } = new URL(url, base ?? 'http://localhost');
    if (base !== undefined && (origin !== base.origin || !`${pathname}/`.startsWith(`${basePath}/`))) return undefined;
    const path = pathname.slice(basePath.length);
    return `${path === '' ? '/' : path}${search}`;
  };
}

/**
 * A request as a journal has it.
 *
 * @param request - a copy: it is read
 * @param target - of the request to the provider
 */
export async function recordedRequest(request: Request, target: string): Promise<RecordedRequest> {
  const headers: string[] = [];
  request.headers.forEach((value, name) => {
    headers.push(name, value);
  });
  const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
  return { method: request.method, target, headers, body };
}

/** Whose exchange it is, and when it was. */
interface Circumstances {
  readonly consumer: string;
  readonly provider: string;
  readonly atMs: number;
}

/**
 * A call as a journal has it, without the body of its answer.
 *
 * @param request - as it was sent
 * @param response - not read: only its head is looked at
 * @param circumstances - of the call
 */
export function exchangeOf(request: RecordedRequest, response: Response, { consumer, provider, atMs }: Circumstances): Exchange {
  const mediaType = response.headers.get('content-type');
  return {
    id: '',
    side: 'egress',
    consumer,
    provider,
    operation: undefined,
    connectionId: '',
    receivedFirstAtMs: atMs,
    receivedLastAtMs: atMs,
    respondedFirstAtMs: atMs,
    respondedLastAtMs: atMs,
    request,
    response: { status: response.status, headers: mediaType === null ? [] : ['content-type', mediaType], body: undefined },
    fault: undefined,
    problems: [],
    outcome: 'answered',
  };
}
