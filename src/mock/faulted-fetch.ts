import type { Clock } from '../base/clock.js';
import type { FaultInjector, RequestDecision } from '../fault/injector.js';
import { bytesOf, type PiecesOf, type Reply, type ReplyStep, wholeReply } from '../fault/reply.js';
import type { HeaderPairs, HttpRequest, HttpResponse } from '../wire/http-message.js';
import { type FrameRun, liveFrames } from '../wire/stream-frames.js';
import type { OperationFinder } from './operation-finder.js';

/** The faults between a `fetch` and a mock in the same process. */
export interface FetchFaults {
  readonly injector: FaultInjector;
  readonly clock: Clock;
}

/** One call that faults may change. */
interface FaultedFetch {
  readonly request: HttpRequest;
  /** Of the caller. */
  readonly signal: AbortSignal;
  readonly faults: FetchFaults;
  readonly operationOf: OperationFinder;
  readonly answer: () => Promise<HttpResponse>;
}

/**
 * The response of a call as far as `fetch` can show its faults: a connection that breaks is a network error, before the head or within the
 * body; one that is silent ends when the caller gives up. What is no HTTP is a network error, too.
 *
 * @param call - the request, and who answers
 * @see https://fetch.spec.whatwg.org/#concept-network-error
 */
export async function faultedFetch({ request, signal, faults, operationOf, answer }: FaultedFetch): Promise<Response> {
  const { injector, clock } = faults;
  const operation = operationOf(request);
  const asked = { request, consumer: undefined, provider: '', operation, connectionId: '', connectionUseCount: 0 };
  const decision = injector.onRequest(asked, clock.nowMs());
  const over = new AbortController();
  const end = (): void => {
    if (!over.signal.aborted) decision.onEnd(clock.nowMs());
    over.abort();
  };
  try {
    if (decision.effect.kind === 'hold') await clock.sleep(decision.effect.durationMs, signal);
    const { steps } = await replyOf(decision, answer, clock.nowMs);
    const ending = AbortSignal.any([signal, over.signal]);
    return await responseFrom({ steps: saidSteps(steps, { clock, signal: ending }), isHead: request.method === 'HEAD', end });
  } catch (error) {
    end();
    throw error;
  }
}

async function replyOf(decision: RequestDecision, answer: () => Promise<HttpResponse>, nowMs: () => number): Promise<Reply> {
  const { effect } = decision;
  if (effect.kind === 'answer') return delayed(wholeReply(effect.response), effect.delayMs);
  if (effect.kind === 'end') {
    const last: ReplyStep = effect.how === 'silence' ? { kind: 'stall' } : { kind: 'cut', how: effect.how };
    return delayed({ response: { status: 0, headers: [], body: undefined }, steps: [last] }, effect.delayMs);
  }
  const reply = wholeReply(await answer());
  return decision.changesReply ? decision.onReply(reply, nowMs()) : reply;
}

function delayed(reply: Reply, durationMs = 0): Reply {
  return durationMs <= 0 ? reply : { ...reply, steps: [{ kind: 'wait', durationMs }, ...reply.steps] };
}

interface Sending {
  /** What was not done yet, the waits between done on the way. */
  readonly steps: AsyncGenerator<SaidStep, void>;
  readonly isHead: boolean;
  readonly end: () => void;
}

/** A step that says something. */
type SaidStep = Exclude<ReplyStep, { kind: 'wait' | 'stall' | 'live' }>;

/** Performs the steps up to the head; the rest is done while the body is read. */
async function responseFrom(sending: Sending): Promise<Response> {
  const step = (await sending.steps.next()).value;
  if (step?.kind !== 'head') {
    sending.end();
    return Response.error();
  }
  const { status } = step;
  const headers = headersFrom(step.headers);
  if (!sending.isHead && status !== 204 && status !== 304) return new Response(bodyFrom(sending), { status, headers });
  sending.end();
  return new Response(null, { status, headers });
}

/**
 * The same headers as the web has them.
 *
 * @param pairs - names and values in turn
 */
export function headersFrom(pairs: HeaderPairs): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < pairs.length; index += 2) headers.append(pairs[index] ?? '', pairs[index + 1] ?? '');
  return headers;
}

function bodyFrom(sending: Sending): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: async (controller) => {
      try {
        const step = (await sending.steps.next()).value;
        if (step?.kind === 'body') {
          controller.enqueue(step.bytes);
          return;
        }
        sending.end();
        if (step?.kind === 'end') controller.close();
        else controller.error(new TypeError('terminated'));
      } catch (error) {
        sending.end();
        controller.error(error);
      }
    },
    cancel: sending.end,
  });
}

/** The steps that say something, each after the waits before it. A stall ends with the caller's patience. */
async function* saidSteps(steps: readonly ReplyStep[], { clock, signal }: Saying): AsyncGenerator<SaidStep, void> {
  const live = steps.find((step) => step.kind === 'live')?.live;
  const frames = live === undefined ? undefined : liveFrames(live, { clock, signal });
  for (const step of steps) {
    signal.throwIfAborted();
    if (step.kind === 'live') yield* saidFrames(frames, step.piecesOf, { clock, signal });
    else yield* saidStep(step, { clock, signal });
  }
}

interface Saying {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

async function* saidStep(step: ReplyStep, { clock, signal }: Saying): AsyncGenerator<SaidStep, void> {
  if (step.kind === 'wait') await clock.sleep(step.durationMs, signal);
  else if (step.kind === 'stall') await aborted(signal);
  else if (step.kind !== 'live' && (step.kind !== 'body' || step.bytes.length > 0)) yield step;
}

async function* saidFrames(frames: FrameRun | undefined, piecesOf: PiecesOf | undefined, saying: Saying): AsyncGenerator<SaidStep, void> {
  for await (const content of frames ?? []) {
    const bytes = bytesOf(content);
    for (const piece of piecesOf?.(bytes) ?? [{ kind: 'body', bytes } as const]) yield* saidStep(piece, saying);
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
