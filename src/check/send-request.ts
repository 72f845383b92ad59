import type { Exchange, ExchangeOutcome } from '../journal/exchange.js';
import type { HttpRequest } from '../wire/http-message.js';
import type { Send, SendResult } from './ports.js';

/** Who calls whom, for the journal. */
export interface Caller {
  readonly consumer: string;
  readonly provider: string;
  readonly baseUrl: string;
  readonly signal: AbortSignal;
  readonly send: Send;
  readonly nowMs: () => number;
  readonly nextId: () => string;
}

/** What was sent and what came of it. */
export type Sent =
  | { readonly kind: 'exchange'; readonly exchange: Exchange; readonly reason: string | undefined }
  | { readonly kind: 'unsendable'; readonly reason: string };

/**
 * Makes the call and writes it down, as seen by the caller.
 *
 * @param request - as it goes over the wire
 * @param operation - the id of the operation it calls
 * @param caller - who calls, and how
 */
export async function sendRequest(request: HttpRequest, operation: string, caller: Caller): Promise<Sent> {
  const startedAtMs = caller.nowMs();
  const result = await caller.send(request, caller.baseUrl, caller.signal);
  if (result.kind === 'unsendable') return result;
  const exchange: Exchange = {
    id: caller.nextId(),
    side: 'egress',
    consumer: caller.consumer,
    provider: caller.provider,
    operation,
    connectionId: '',
    receivedFirstAtMs: startedAtMs,
    receivedLastAtMs: startedAtMs,
    ...answerOf(result, caller.nowMs()),
    request,
    fault: undefined,
    problems: [],
  };
  return { kind: 'exchange', exchange, reason: result.kind === 'failed' ? result.reason : undefined };
}

interface ExchangeAnswer extends Pick<Exchange, 'response' | 'respondedFirstAtMs' | 'respondedLastAtMs'> {
  readonly outcome: ExchangeOutcome;
}

function answerOf(result: Exclude<SendResult, { readonly kind: 'unsendable' }>, endedAtMs: number): ExchangeAnswer {
  if (result.kind === 'failed') {
    return { response: undefined, respondedFirstAtMs: undefined, respondedLastAtMs: endedAtMs, outcome: result.outcome };
  }
  const { response, truncatedBytes, respondedFirstAtMs, respondedLastAtMs } = result;
  const recorded = truncatedBytes === undefined ? response : { ...response, truncatedBytes };
  return { response: recorded, respondedFirstAtMs, respondedLastAtMs, outcome: 'answered' };
}
