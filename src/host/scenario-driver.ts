import type { Clock } from '../base/clock.js';
import type { Exchange } from '../journal/exchange.js';
import type { RunRecorder } from '../journal/run-recorder.js';
import type { HttpRequest } from '../wire/http-message.js';
import { nowMs } from './clock.js';
import type { SendResult } from '../check/ports.js';
import type { HttpClient } from './http-client.js';
import { createHttpClient } from './http-client.js';
import type { OperationFinder } from '../mock/operation-finder.js';
import { nextRunId } from './run-ids.js';
import { CLOCK_ORIGIN_MS } from './scaled-clock.js';
import { endOfCall } from './traces/exchange-span.js';
import type { TracedScenario } from './traces/trace-scenario.js';

/** Calls the systems of a scenario, as their users do. */
export interface ScenarioDriver {
  /** @returns of a fleet, what its first member answered: all are asked at once */
  send(system: string, request: HttpRequest, timeoutMs: number): Promise<Exchange>;
  close(): Promise<void>;
}

export interface ScenarioDriverOptions {
  /** Who is asked when a system is: itself, or every member of its fleet. */
  readonly membersOf: (system: string) => readonly string[];
  /** Where one of them answers; `undefined` when it is not there. */
  readonly urlOf: (member: string) => string | undefined;
  readonly operationOf: (system: string) => OperationFinder;
  readonly clock: Clock;
  /** How much faster than the machine's that clock runs. */
  readonly scale: number;
  readonly recorder: RunRecorder;
  readonly signal: AbortSignal;
  /** Says in each call which trace it belongs to. */
  readonly trace?: TracedScenario | undefined;
}

/**
 * A driver that records what it does.
 *
 * @param options - where systems are, and in whose time
 */
export function createScenarioDriver(options: ScenarioDriverOptions): ScenarioDriver {
  const { clock, scale, recorder, signal } = options;
  /** One for each timeout: there are few. */
  const clients = new Map<number, HttpClient>();
  const clientFor = (timeoutMs: number): HttpClient => {
    const known = clients.get(timeoutMs) ?? createHttpClient({ timeoutMs: Math.max(1, timeoutMs / scale) });
    clients.set(timeoutMs, known);
    return known;
  };
  /** From an instant of the machine to one of the clock. */
  const scaled = (atMs: number): number => CLOCK_ORIGIN_MS + (atMs - CLOCK_ORIGIN_MS) * scale;

  const send = async (system: string, request: HttpRequest, timeoutMs: number): Promise<Exchange> => {
    const asked = options.membersOf(system).map((member) => ask({ member, system }, request, timeoutMs));
    const [first] = await Promise.all(asked);
    if (first === undefined) throw new Error(`nobody stands for ${system}`);
    return first;
  };

  const ask = async (
    { member, system }: { readonly member: string; readonly system: string },
    request: HttpRequest,
    timeoutMs: number,
  ): Promise<Exchange> => {
    const beganAtMs = clock.nowMs();
    const open: Exchange = {
      id: nextRunId(recorder, undefined, member),
      side: 'ingress',
      consumer: undefined,
      provider: member,
      operation: options.operationOf(system)(request)?.id,
      connectionId: '',
      receivedFirstAtMs: beganAtMs,
      receivedLastAtMs: beganAtMs,
      respondedFirstAtMs: undefined,
      respondedLastAtMs: undefined,
      request,
      response: undefined,
      fault: undefined,
      effect: undefined,
      problems: [],
      outcome: 'aborted',
    };
    // Whoever is asked has been asked from now on, whatever becomes of it.
    recorder.append(open);
    const url = options.urlOf(member);
    const exchange = url === undefined ? refused(open, clock.nowMs()) : await sent(open, { request, url, timeoutMs });
    recorder.append(exchange);
    return exchange;
  };

  const sent = async (
    open: Exchange,
    call: { readonly request: HttpRequest; readonly url: string; readonly timeoutMs: number },
  ): Promise<Exchange> => {
    const { headers, span } =
      options.trace?.beginCall({ request: call.request, provider: open.provider, operation: operationIn(open) }) ?? UNTRACED;
    const request = { ...call.request, headers: [...call.request.headers, ...headers] };
    const result = await clientFor(call.timeoutMs).send(request, call.url, signal);
    const seen = exchangeFrom(open, result);
    const { attributes, error } = endOfCall(seen, 'client');
    span?.end(nowMs(), attributes, error);
    return seen;
  };

  const exchangeFrom = (open: Exchange, result: SendResult): Exchange => {
    if (result.kind !== 'answered') {
      const outcome = result.kind === 'failed' ? result.outcome : 'aborted';
      return { ...open, respondedLastAtMs: scaled(nowMs()), outcome };
    }
    const { response, truncatedBytes, respondedFirstAtMs, respondedLastAtMs } = result;
    return {
      ...open,
      respondedFirstAtMs: scaled(respondedFirstAtMs),
      respondedLastAtMs: scaled(respondedLastAtMs),
      response: truncatedBytes === undefined ? response : { ...response, truncatedBytes },
      outcome: 'answered',
    };
  };

  const close = async (): Promise<void> => {
    await Promise.all([...clients.values()].map((client) => client.close()));
  };
  return { send, close };
}

function operationIn({ operation }: Exchange): { readonly id: string } | undefined {
  return operation === undefined ? undefined : { id: operation };
}

const UNTRACED = { headers: [], span: undefined } as const;

function refused(open: Exchange, atMs: number): Exchange {
  return { ...open, respondedLastAtMs: atMs, outcome: 'refused' };
}
