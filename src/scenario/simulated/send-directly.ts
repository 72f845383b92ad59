import type { Exchange } from '../../journal/exchange.js';
import { headerValue } from '../../wire/http-message.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { ManualClock } from './manual-clock.js';
import type { ProviderAnswer, SimulatedProvider } from './provider.js';

interface DirectCall {
  readonly clock: ManualClock;
  readonly system: string;
  /** `undefined`: nobody is there. */
  readonly provider: SimulatedProvider | undefined;
  readonly request: HttpRequest;
  readonly timeoutMs: number;
  readonly id: string;
}

/**
 * A call of the driver to a system: no fault is between, and no connection.
 *
 * @param call - what is asked of whom
 * @returns the exchange, whatever became of it
 */
export async function sendDirectly({ clock, system, provider, request: given, timeoutMs, id }: DirectCall): Promise<Exchange> {
  const request = withLength(given);
  const atMs = clock.nowMs();
  const operation = provider?.operationOf(request)?.id;
  const over = (outcome: Exchange['outcome'], answer?: ProviderAnswer): Exchange => ({
    id,
    side: 'ingress',
    consumer: undefined,
    provider: system,
    operation,
    connectionId: '',
    receivedFirstAtMs: atMs,
    receivedLastAtMs: atMs,
    request,
    fault: undefined,
    effect: undefined,
    problems: answer?.problems ?? [],
    respondedFirstAtMs: answer === undefined ? undefined : clock.nowMs(),
    response: answer?.reply.response,
    respondedLastAtMs: clock.nowMs(),
    outcome,
  });
  // Even one who asks again at once lets time pass.
  await clock.sleep(LEAST_DELAY_MS);
  if (provider === undefined) return over('refused');
  const answer = await firstOf(provider.answer(request), clock, timeoutMs);
  if (answer === undefined) return over('timedOut');
  return over(answer.reply.steps.at(-1)?.kind === 'end' ? 'answered' : 'reset', answer);
}

/** What a driver gives up on is pending: nobody will tell it the answer. */
function firstOf(answer: Promise<ProviderAnswer>, clock: ManualClock, timeoutMs: number): Promise<ProviderAnswer | undefined> {
  return new Promise((resolve, reject) => {
    const timer = clock.schedule(() => resolve(undefined), timeoutMs);
    answer.then((answered) => {
      clock.cancel(timer);
      resolve(answered);
    }, reject);
  });
}

const LEAST_DELAY_MS = 1;

function withLength(request: HttpRequest): HttpRequest {
  if (request.body === undefined || headerValue(request.headers, 'content-length') !== undefined) return request;
  return { ...request, headers: [...request.headers, 'content-length', String(request.body.length)] };
}
