import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../base/clock.js';
import type { Exchange } from '../journal/exchange.js';
import type { ProbeFault, RetryAfterText } from '../recovery/probe/experiment.js';
import { bodyBytes } from '../fault/reply.js';
import type { HttpRequest, HttpResponse } from '../wire/http-message.js';

interface FaultedAnswer {
  readonly clock: Clock;
  readonly fault: ProbeFault;
  readonly goodAnswer: (request: HttpRequest) => HttpResponse;
  readonly request: HttpRequest;
  readonly outgoing: ServerResponse;
  readonly socket: Socket;
  /** What became of the exchange. */
  readonly record: (change: Partial<Exchange>) => void;
  /** The connection is about to be cut by us. */
  readonly onCut: () => void;
}

/**
 * Answers one attempt as the fault has it, and records the instants: the first is taken before anything is written.
 *
 * @param attempt - a request that was read whole
 */
export function answerWithFault(attempt: FaultedAnswer): void {
  const { fault, clock, socket, record, onCut } = attempt;
  switch (fault.kind) {
    case 'none':
      answerWhole(attempt, attempt.goodAnswer(attempt.request));
      return;
    case 'status':
      answerWhole(attempt, failure(fault.status, retryAfterHeader(fault.retryAfter, clock.nowMs())));
      return;
    case 'truncated':
    case 'reset-mid-body':
      answerHalf(attempt, fault.kind);
      return;
    case 'silence':
      return;
    // Who is refused never comes so far; a connection from before is cut.
    case 'refused':
    case 'reset': {
      onCut();
      const atMs = clock.nowMs();
      socket.resetAndDestroy();
      record({ respondedFirstAtMs: undefined, respondedLastAtMs: atMs, outcome: 'reset' });
    }
  }
}

function answerWhole({ clock, outgoing, record }: FaultedAnswer, response: HttpResponse): void {
  const bytes = bodyBytes(response);
  const isBodiless = response.status === 204 || response.status === 304;
  const respondedFirstAtMs = clock.nowMs();
  const framing = isBodiless ? [] : ['content-length', String(bytes.length)];
  outgoing.writeHead(response.status, [...response.headers, ...framing, ...dateHeader(outgoing, respondedFirstAtMs)]);
  outgoing.end(isBodiless ? undefined : bytes);
  record({ respondedFirstAtMs, respondedLastAtMs: clock.nowMs(), response, outcome: 'answered' });
}

function answerHalf({ clock, outgoing, socket, record, onCut, ...attempt }: FaultedAnswer, how: 'truncated' | 'reset-mid-body'): void {
  const response = attempt.goodAnswer(attempt.request);
  // A body of a few bytes has no middle.
  const whole = bodyBytes(response);
  const bytes = whole.length < LEAST_CUT_BYTES ? Buffer.from(CUT_BODY) : whole;
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  const respondedFirstAtMs = clock.nowMs();
  outgoing.writeHead(response.status, [
    ...response.headers,
    'content-length',
    String(bytes.length),
    ...dateHeader(outgoing, respondedFirstAtMs),
  ]);
  outgoing.write(half, () => {
    const cut = (): void => {
      onCut();
      if (how === 'truncated') socket.end();
      else socket.resetAndDestroy();
      record({ respondedFirstAtMs, respondedLastAtMs: clock.nowMs(), response: { ...response, body: half }, outcome: 'reset' });
    };
    // A reset throws away what the peer has not read yet: it gets time to read the head.
    if (how === 'truncated') cut();
    else setTimeout(cut, HEAD_GRACE_MS);
  });
}

function failure(status: number, headers: readonly string[]): HttpResponse {
  const body = JSON.stringify({ status, title: 'A planned failure', detail: 'Mortise answers so on purpose.' });
  return { status, headers: ['content-type', 'application/problem+json', ...headers], body };
}

function retryAfterHeader(retryAfter: RetryAfterText | undefined, nowMs: number): readonly string[] {
  if (retryAfter === undefined) return [];
  if (retryAfter.kind === 'text') return ['retry-after', retryAfter.text];
  const atMs = Math.ceil((nowMs + retryAfter.afterMs) / 1_000) * 1_000;
  return ['retry-after', new Date(atMs).toUTCString()];
}

/** In the command's own time: Node would tell the machine's. */
function dateHeader(outgoing: ServerResponse, nowMs: number): readonly string[] {
  outgoing.sendDate = false;
  return ['date', new Date(nowMs).toUTCString()];
}

const LEAST_CUT_BYTES = 64;
const CUT_BODY = JSON.stringify({ ok: true, data: Array.from({ length: 24 }, (_, index) => ({ id: index, name: `item ${index}` })) });
const HEAD_GRACE_MS = 25;
