import type { Clock } from '../../base/clock.js';
import type { JsonValue } from '../../base/json.js';
import { randomFromSeed } from '../../base/random.js';
import type { Send, SendResult } from '../../check/ports.js';
import type { Exchange, ExchangeProblem } from '../../journal/exchange.js';
import { type AttemptEnd, nextAttemptMs } from '../../mock/webhook/next-attempt.js';
import type { PlannedWebhook } from '../../mock/webhook/plan-webhooks.js';
import { webhookRequest } from '../../mock/webhook/webhook-request.js';
import { type Hmac, SIGNATURE_NAMES, signatureHeaders } from '../../mock/webhook/webhook-signature.js';
import type { HttpRequest } from '../../wire/http-message.js';
import { judgeRequest } from '../../wire/judge-request.js';
import { judgeResponse } from '../../wire/judge-response.js';
import type { WebhookTarget } from '../../workspace/mock-webhooks.js';

export interface WebhookSenderOptions {
  /** Whose mock it is: the consumer in the journal. */
  readonly system: string;
  readonly seed: string;
  readonly clock: Clock;
  readonly send: Send;
  /** `undefined` where nothing is signed. */
  readonly hmac: Hmac | undefined;
  /** Where a system is; `undefined` when it is nowhere. */
  readonly urlOf: (system: string) => string | undefined;
  /** Told of every attempt when it is over. */
  readonly append: (exchange: Exchange) => void;
  /** Told why something was not sent. */
  readonly tell: (text: string) => void;
}

/** Sends the webhooks of one system. */
export interface WebhookSender {
  /**
   * @param payload - in place of that of the contract
   * @returns the last attempt; `undefined` when there is nowhere to send it, or the sender was closed
   */
  send(call: PlannedWebhook, payload?: JsonValue): Promise<Exchange | undefined>;
  /** Gives up what was not sent yet. */
  close(): void;
}

/**
 * Sends webhooks when their time has come, again as their policy has it, and writes every attempt into the journal.
 *
 * @param options - whose they are, and where they are written down
 */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { system, seed, clock, tell, hmac } = options;
  const over = new AbortController();
  const counts = new Map<string, number>();
  let attemptCount = 0;

  const attempt = async (call: PlannedWebhook, request: HttpRequest, target: Target): Promise<Exchange | undefined> => {
    const { response, problems, ...end } = await attempted(call, request, target);
    if (over.signal.aborted) return undefined;
    attemptCount += 1;
    const exchange: Exchange = {
      id: `${system}-webhook-${attemptCount}`,
      side: 'egress',
      consumer: system,
      scope: call.cause?.scope,
      provider: target.name,
      operation: call.operation.id,
      connectionId: '',
      request,
      response,
      fault: undefined,
      effect: undefined,
      problems,
      ...end,
    };
    options.append(exchange);
    return exchange;
  };

  const attempted = async (call: PlannedWebhook, request: HttpRequest, { origin }: Target) => {
    const sentAtMs = clock.nowMs();
    const times = { receivedFirstAtMs: sentAtMs, receivedLastAtMs: sentAtMs };
    const result = await options.send(request, origin, over.signal).catch((error: unknown): SendResult => {
      if (!over.signal.aborted) throw error;
      return { kind: 'failed', outcome: 'aborted', reason: 'the mock was stopped' };
    });
    if (result.kind !== 'answered') {
      const outcome = result.kind === 'failed' ? result.outcome : 'refused';
      return { ...times, respondedFirstAtMs: undefined, respondedLastAtMs: clock.nowMs(), response: undefined, problems: [], outcome };
    }
    const { response, truncatedBytes, respondedFirstAtMs, respondedLastAtMs } = result;
    const problems = problemsOf(call, request, response);
    const recorded = { ...response, truncatedBytes };
    return { ...times, respondedFirstAtMs, respondedLastAtMs, response: recorded, problems, outcome: 'answered' as const };
  };

  const send = async (call: PlannedWebhook, payload?: JsonValue): Promise<Exchange | undefined> => {
    const target = targetOf(call.to, options.urlOf);
    if (target === undefined) {
      tell(`the webhook ${call.name} of ${system} has nowhere to go: ${call.to.kind === 'system' ? call.to.system : call.to.url}`);
      return undefined;
    }
    const index = counts.get(call.name) ?? 0;
    counts.set(call.name, index + 1);
    const unsigned = webhookRequest(call, target.url, { seed, index, payload });
    const random = randomFromSeed(seed, call.name, index);
    const id = `msg_${[0, 1, 2].map(() => Math.floor(random.next() * 0x1_0000_0000).toString(36)).join('')}`;
    let waitMs: number | undefined = call.delayMs;
    let last: Exchange | undefined;
    for (let number = 1; waitMs !== undefined; number += 1) {
      if (waitMs > 0) await clock.sleep(waitMs, over.signal);
      if (over.signal.aborted) return undefined;
      last = await attempt(call, signed(unsigned, call, { id, nowMs: clock.nowMs(), hmac }), target);
      if (last === undefined) return undefined;
      waitMs = nextAttemptMs(call.retry, { number, end: endOf(last), waitedMs: number === 1 ? undefined : waitMs }, random);
    }
    return last;
  };

  return { send, close: () => over.abort(new Error('the mock was stopped')) };
}

interface Target {
  readonly url: string;
  readonly origin: string;
  /** In the journal. */
  readonly name: string;
}

function targetOf(to: WebhookTarget, urlOf: WebhookSenderOptions['urlOf']): Target | undefined {
  if (to.kind === 'url')
    return URL.canParse(to.url) ? { url: to.url, origin: new URL(to.url).origin, name: new URL(to.url).host } : undefined;
  const base = urlOf(to.system);
  if (base === undefined) return undefined;
  const url = `${base.replace(/\/+$/, '')}${to.path}`;
  return { url, origin: new URL(url).origin, name: to.system };
}

/** What the contract shows of a signature makes room for the real one. */
function signed(
  request: HttpRequest,
  { signing }: PlannedWebhook,
  { id, nowMs, hmac }: { readonly id: string; readonly nowMs: number; readonly hmac: Hmac | undefined },
): HttpRequest {
  if (signing === undefined || hmac === undefined) return request;
  const names = SIGNATURE_NAMES[signing.scheme];
  const others = request.headers.filter((_, index) => !names.includes(request.headers[index - (index % 2)]?.toLowerCase() ?? ''));
  const own = signatureHeaders(signing, { id, nowMs, body: request.body ?? new Uint8Array(0) }, hmac);
  return { ...request, headers: [...others, ...own] };
}

function problemsOf(
  { operation, contract }: PlannedWebhook,
  request: HttpRequest,
  response: Extract<SendResult, { kind: 'answered' }>['response'],
): readonly ExchangeProblem[] {
  const asked = judgeRequest({ operation, contract, request, pathValues: new Map() }).problems;
  const answered = judgeResponse({ operation, contract, request, response });
  return [
    ...asked.map((problem) => ({ ...problem, on: 'request' as const })),
    ...answered.map((problem) => ({ ...problem, on: 'response' as const })),
  ];
}

function endOf({ outcome, response }: Exchange): AttemptEnd {
  if (outcome === 'answered' && response !== undefined) return { kind: 'answered', status: response.status };
  return { kind: outcome === 'timedOut' ? 'timeout' : 'network' };
}
