import type { CheckPorts, ProviderSession } from '../../src/check/ports.js';
import { createPace } from '../../src/check/pace.js';
import type { TestCase } from '../../src/check/test-case.js';
import type { Finding } from '../../src/finding/finding.js';
import type { Exchange } from '../../src/journal/exchange.js';
import type { HttpRequest, HttpResponse } from '../../src/wire/http-message.js';

/** What was seen of a run whose provider is a function. */
export interface MemoryWorld {
  readonly ports: CheckPorts;
  readonly exchanges: readonly { readonly exchange: Exchange; readonly testCase: TestCase | undefined }[];
  readonly findings: readonly Finding[];
  readonly sleepsMs: readonly number[];
  readonly session: { openCount: number; stopCount: number };
}

export interface MemoryWorldOptions {
  /** `undefined` when nobody answers; what it throws ends the call like a broken connection. */
  readonly answer: (request: HttpRequest) => HttpResponse | undefined;
  /** Called as a session opens: a provider that forgets. */
  readonly onOpen?: (() => void) | undefined;
  readonly kind?: ProviderSession['kind'] | undefined;
  readonly ratePerSecond?: number | undefined;
}

/** The world of a run without sockets, clock or waiting: time passes only by sleeping. */
export function memoryWorld({ answer, onOpen, kind = 'url', ratePerSecond }: MemoryWorldOptions): MemoryWorld {
  const exchanges: { exchange: Exchange; testCase: TestCase | undefined }[] = [];
  const findings: Finding[] = [];
  const sleepsMs: number[] = [];
  const session = { openCount: 0, stopCount: 0 };
  let atMs = 0;
  let count = 0;
  const nowMs = (): number => atMs;
  const sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    sleepsMs.push(ms);
    atMs += ms;
  };
  const pace = createPace(ratePerSecond, { nowMs, sleep });
  const ports: CheckPorts = {
    send: async (request, _baseUrl, signal) => {
      signal.throwIfAborted();
      const response = answer(request);
      if (response === undefined) return { kind: 'failed', outcome: 'reset', reason: 'the connection was cut' };
      return { kind: 'answered', response, truncatedBytes: undefined, respondedFirstAtMs: atMs, respondedLastAtMs: atMs };
    },
    nowMs,
    sleep,
    nextId: () => String(++count),
    paceOf: () => pace,
    providers: {
      open: async () => {
        session.openCount += 1;
        onOpen?.();
        const stop = async (): Promise<void> => {
          session.stopCount += 1;
        };
        return { kind, baseUrl: 'http://provider', urlOf: () => 'http://provider', trouble: async () => undefined, stop };
      },
    },
    onExchange: (exchange, _secrets, testCase) => exchanges.push({ exchange, testCase }),
    onFinding: (finding) => findings.push(finding),
  };
  return { ports, exchanges, findings, sleepsMs, session };
}

/** A JSON answer. */
export function json(status: number, value: unknown, headers: readonly string[] = []): HttpResponse {
  return { status, headers: ['content-type', 'application/json', ...headers], body: new TextEncoder().encode(JSON.stringify(value)) };
}

/** An answer without a body. */
export function empty(status: number, headers: readonly string[] = []): HttpResponse {
  return { status, headers, body: undefined };
}

/** The text of a request's body. */
export function bodyText({ body }: HttpRequest): string {
  return typeof body === 'string' ? body : body === undefined ? '' : new TextDecoder().decode(body);
}
