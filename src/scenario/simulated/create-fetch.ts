import { headerValue } from '../../wire/http-message.js';
import type { SimulatedParts } from '../consumer-adapter.js';
import type { BodySink } from './body-sink.js';
import { createBodySink } from './body-sink.js';
import { connectionError, fetchFailed, silenceError, terminated } from './fetch-errors.js';
import type { LinkClient } from './link.js';
import type { ManualClock } from './manual-clock.js';
import { joinedBytes } from './message-bytes.js';
import type { ReadRequest } from './read-fetch-request.js';
import { readFetchRequest } from './read-fetch-request.js';
import type { RedirectedRequest } from './redirected-request.js';
import { redirectedRequest } from './redirected-request.js';
import type { ResponseEvent } from './response-reader.js';

export interface FetchOptions {
  readonly clock: ManualClock;
  /** Who listens at a host, as this program reaches it; `undefined`: nobody of that name. */
  readonly clientFor: (host: string) => LinkClient | undefined;
  /** Stops the clock while work is done that takes real time. */
  readonly standStill: <T>(work: Promise<T>) => Promise<T>;
  /** Undoes a content coding (RFC 9110 §8.4.1). Throws when the bytes are not of that coding; `undefined`: an unknown coding, left as it is. */
  readonly decode: (coding: string, bytes: Uint8Array) => Uint8Array | undefined;
}

/**
 * A `fetch` that reaches the systems of a simulated world, and sees faults as Node's own does.
 *
 * @param options - the clock, and who is where
 * @see https://fetch.spec.whatwg.org/#fetch-method
 */
export function createFetch(options: FetchOptions): SimulatedParts['fetch'] {
  return async (input, init) => {
    const reading = readFetchRequest(input, init);
    // Nothing leaves within the call of `fetch`: who gives up at once has sent nothing.
    const read = await (reading instanceof Promise ? options.standStill(reading) : reading);
    read.signal?.throwIfAborted();
    let next: RedirectedRequest = { url: read.url, request: read.request };
    for (let redirectCount = 0; ; redirectCount += 1) {
      const response = await fetchOnce(options, read, next);
      const target = redirectTarget(response, read.redirect);
      if (target === undefined) return withUrl(response, next.url, redirectCount > 0);
      if (read.redirect === 'error') throw fetchFailed(new Error('unexpected redirect'));
      if (redirectCount >= MAX_REDIRECT_COUNT) throw fetchFailed(new Error('redirect count exceeded'));
      await response.body?.cancel();
      next = redirectedRequest(next, response.status, target);
    }
  };
}

const MAX_REDIRECT_COUNT = 20;

function redirectTarget(response: Response, mode: RequestRedirect): string | undefined {
  if (mode === 'manual' || !REDIRECTS.has(response.status)) return undefined;
  return response.headers.get('location') ?? undefined;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function fetchOnce(options: FetchOptions, { signal }: ReadRequest, { url, request }: RedirectedRequest): Promise<Response> {
  const client = options.clientFor(url.host);
  if (client === undefined) return unknownHost(options.clock, url.hostname);
  return new Promise((resolve, reject) => {
    const incoming = receive(options, {
      resolve,
      reject: (error) => {
        release();
        reject(error);
      },
      onOver: () => release(),
      giveUp: () => abandon(),
    });
    const onAbort = (): void => {
      abandon();
      incoming.fail(() => signal?.reason);
    };
    const release = (): void => signal?.removeEventListener('abort', onAbort);
    const abandon = client.send(request, incoming.take);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

async function unknownHost(clock: ManualClock, hostname: string): Promise<never> {
  await clock.sleep(1);
  throw fetchFailed(connectionError('ENOTFOUND', `getaddrinfo ENOTFOUND ${hostname}`));
}

interface Receiving {
  readonly resolve: (response: Response) => void;
  readonly reject: (error: unknown) => void;
  /** The answer is whole, or will never be. */
  readonly onOver: () => void;
  /** Closes the connection from this side. */
  readonly giveUp: () => void;
}

interface Incoming {
  take(events: readonly ResponseEvent[]): void;
  /** @param errorFor - what the call is rejected with, or, when there is a head already, reading the body */
  fail(errorFor: (isBeforeHead: boolean) => unknown): void;
}

/** Makes a Response of what comes back. */
function receive({ clock, decode }: FetchOptions, { resolve, reject, onOver, giveUp }: Receiving): Incoming {
  let head: Extract<ResponseEvent, { kind: 'head' }> | undefined;
  let gathered: Uint8Array[] = [];
  let sink: BodySink | undefined;
  let isOver = false;

  const patience = createPatience(clock, () => {
    giveUp();
    fail((isBeforeHead) => failure(isBeforeHead, silenceError(isBeforeHead)));
  });

  const over = (): void => {
    isOver = true;
    patience.end();
    onOver();
  };

  const fail: Incoming['fail'] = (errorFor) => {
    if (isOver) return;
    over();
    if (head === undefined) reject(errorFor(true));
    else respond().fail(errorFor(false));
  };

  /** The Response is given as soon as there is a head; its body follows. */
  const respond = (): BodySink => {
    if (sink !== undefined) return sink;
    sink = createBodySink(() => {
      if (isOver) return;
      over();
      giveUp();
    });
    if (head !== undefined) resolve(responseFrom(head, isBodiless(head.status) ? null : sink.stream));
    return sink;
  };

  const codingOf = (): string | undefined => (head === undefined ? undefined : headerValue(head.headers, 'content-encoding'));

  const finish = (): void => {
    const bytes = joinedBytes(gathered);
    over();
    let decoded = bytes;
    try {
      const coding = codingOf();
      decoded = (coding === undefined || bytes.length === 0 ? undefined : decode(coding.trim().toLowerCase(), bytes)) ?? bytes;
    } catch (cause) {
      respond().fail(terminated(cause instanceof Error ? cause : new Error(String(cause))));
      return;
    }
    if (sink === undefined && head !== undefined) {
      resolve(responseFrom(head, isBodiless(head.status) ? null : decoded));
      return;
    }
    if (decoded.length > 0) sink?.add(decoded);
    sink?.end();
  };

  const take: Incoming['take'] = (events) => {
    for (const event of events) {
      if (isOver) return;
      if (event.kind === 'head') head = event;
      else if (event.kind === 'body') gathered.push(event.bytes);
      else if (event.kind === 'end') finish();
      else fail((isBeforeHead) => failure(isBeforeHead, event.error));
    }
    if (isOver || head === undefined) return;
    patience.renew();
    const stream = respond();
    // What is coded is undone as a whole.
    if (codingOf() !== undefined) return;
    for (const bytes of gathered) stream.add(bytes);
    gathered = [];
  };

  return { take, fail };
}

function failure(isBeforeHead: boolean, cause: Error): TypeError {
  return isBeforeHead ? fetchFailed(cause) : terminated(cause);
}

/** Node's `fetch` waits so long for a head, and for each further part of a body (undici's `headersTimeout` and `bodyTimeout`). */
const PATIENCE_MS = 300_000;

interface Patience {
  renew(): void;
  end(): void;
}

function createPatience(clock: ManualClock, onEnd: () => void): Patience {
  let timer = clock.schedule(onEnd, PATIENCE_MS);
  return {
    renew: () => {
      clock.cancel(timer);
      timer = clock.schedule(onEnd, PATIENCE_MS);
    },
    end: () => clock.cancel(timer),
  };
}

function isBodiless(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

function responseFrom(
  { status, headers }: { status: number; headers: readonly string[] },
  body: ReadableStream<Uint8Array> | Uint8Array | null,
): Response {
  const fields = new Headers();
  for (let index = 0; index + 1 < headers.length; index += 2) fields.append(headers[index] ?? '', headers[index + 1] ?? '');
  const isUsual = status >= 200 && status <= 599;
  const response = new Response(body as BodyInit | null, { status: isUsual ? status : 200, headers: fields });
  // The constructor refuses what the wire may well bring.
  return isUsual ? response : Object.defineProperties(response, { status: { value: status }, ok: { value: false } });
}

function withUrl(response: Response, url: URL, redirected: boolean): Response {
  return Object.defineProperties(response, { url: { value: url.href }, redirected: { value: redirected } });
}
