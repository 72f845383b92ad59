import { randomFromSeed } from '../../src/base/random.js';
import { createInjector } from '../../src/fault/create-injector.js';
import type { FaultInjector } from '../../src/fault/injector.js';
import { createRunRecorder } from '../../src/journal/create-run-recorder.js';
import type { Exchange } from '../../src/journal/exchange.js';
import type { ScenarioWorld } from '../../src/scenario/scenario-world.js';
import type { HttpRequest, HttpResponse } from '../../src/wire/http-message.js';

/** A world whose systems are one function, and whose time passes only by waiting. */
export interface ScriptedWorld extends ScenarioWorld {
  readonly sent: readonly { readonly system: string; readonly request: HttpRequest; readonly atMs: number }[];
  /** When which rule was in force, by link and label, as `from-to`. */
  readonly spans: readonly string[];
}

export type Answer = HttpResponse | Exclude<Exchange['outcome'], 'answered'>;

export function scriptedWorld(
  answer: (call: { readonly system: string; readonly request: HttpRequest; readonly nowMs: number }) => Answer,
  links: readonly string[] = ['shop:orders'],
): ScriptedWorld {
  let nowMs = 0;
  const waiting: { readonly atMs: number; readonly wake: () => void }[] = [];
  const recorder = createRunRecorder();
  const sent: ScriptedWorld['sent'][number][] = [];
  const spans: string[] = [];
  const injectors = new Map<string, FaultInjector>();
  for (const link of links) {
    const [consumer = '', provider = ''] = link.split(':');
    injectors.set(
      link,
      createInjector({
        seed: '1',
        provider,
        consumer,
        onSpan: ({ label, fromMs, toMs }) => {
          const open = spans.findIndex((span) => span.startsWith(`${label} ${fromMs}-`));
          const text = `${label} ${fromMs}-${toMs ?? ''}`;
          if (open === -1) spans.push(text);
          else spans[open] = text;
        },
      }),
    );
  }
  let isTurning = false;
  /** Everybody who can go on has gone on by then: the next timer is due. */
  const turn = (): void => {
    waiting.sort((left, right) => left.atMs - right.atMs);
    const next = waiting.shift();
    isTurning = next !== undefined;
    if (next === undefined) return;
    nowMs = Math.max(nowMs, next.atMs);
    next.wake();
    setImmediate(turn);
  };
  const sleep = (durationMs: number): Promise<void> => {
    if (!isTurning) setImmediate(turn);
    isTurning = true;
    return new Promise((wake) => waiting.push({ atMs: nowMs + durationMs, wake }));
  };
  const send = async (system: string, request: HttpRequest, timeoutMs: number): Promise<Exchange> => {
    const atMs = nowMs;
    sent.push({ system, request, atMs });
    const answered = answer({ system, request, nowMs });
    if (answered === 'timedOut') nowMs += timeoutMs;
    const exchange: Exchange = {
      id: String(sent.length),
      side: 'ingress',
      consumer: undefined,
      provider: system,
      operation: undefined,
      connectionId: '',
      receivedFirstAtMs: atMs,
      receivedLastAtMs: atMs,
      respondedFirstAtMs: nowMs,
      respondedLastAtMs: nowMs,
      request,
      response: typeof answered === 'string' ? undefined : answered,
      fault: undefined,
      effect: undefined,
      problems: [],
      outcome: typeof answered === 'string' ? answered : 'answered',
    };
    recorder.append(exchange);
    return exchange;
  };
  return {
    clock: { nowMs: () => nowMs, sleep },
    random: randomFromSeed('1'),
    signal: new AbortController().signal,
    send,
    injector: (consumer, provider) => injectors.get(`${consumer}:${provider}`),
    journal: () => recorder.journal(nowMs),
    sent,
    spans,
  };
}

/** An answer in JSON. */
export function json(status: number, value: unknown, headers: readonly string[] = []): HttpResponse {
  return { status, headers: ['content-type', 'application/json', ...headers], body: JSON.stringify(value) };
}
