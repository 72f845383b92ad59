import type { Clock } from '../../base/clock.js';
import type { Send, SendResult } from '../../check/ports.js';
import type { HttpRequest } from '../../wire/http-message.js';

/** Takes a webhook as a server would: answers with what it returns; what is no response is 204, what it throws 500. */
export type WebhookListener = (request: Request) => unknown;

/** Whoever receives webhooks in this page or process. */
export interface WebhookReceivers {
  /** @returns ends it */
  add(listener: WebhookListener): () => void;
  readonly send: Send;
}

/**
 * Brings webhooks to listeners, with no network between.
 *
 * @param clock - tells when they were answered
 */
export function createWebhookReceivers(clock: Clock): WebhookReceivers {
  const listeners = new Set<WebhookListener>();
  return {
    add: (listener) => {
      // The same function twice is two listeners.
      const own: WebhookListener = (request) => listener(request);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    send: async (request, baseUrl): Promise<SendResult> => {
      if (listeners.size === 0) return { kind: 'failed', outcome: 'refused', reason: 'nobody listens: onWebhook' };
      const answers = await Promise.all([...listeners].map((listener) => answerOf(listener, requestTo(baseUrl, request))));
      const answered = answers.findLast((answer) => answer !== undefined) ?? new Response(null, { status: 204 });
      const respondedFirstAtMs = clock.nowMs();
      const bytes = new Uint8Array(await answered.arrayBuffer());
      const response = { status: answered.status, headers: [...answered.headers].flat(), body: bytes.length === 0 ? undefined : bytes };
      return { kind: 'answered', response, truncatedBytes: undefined, respondedFirstAtMs, respondedLastAtMs: clock.nowMs() };
    },
  };
}

async function answerOf(listener: WebhookListener, request: Request): Promise<Response | undefined> {
  try {
    const answer = await listener(request);
    return answer instanceof Response ? answer : undefined;
  } catch (error) {
    // As a server has it whose handler fails: the journal shows it, and the policy tries it again.
    return new Response(String(error), { status: 500, headers: { 'content-type': 'text/plain' } });
  }
}

function requestTo(baseUrl: string, { method, target, headers, body }: HttpRequest): Request {
  const shown = new Headers();
  for (const [index, name] of headers.entries()) {
    if (index % 2 === 0 && name.toLowerCase() !== 'content-length') shown.append(name, headers[index + 1] ?? '');
  }
  const sent = { method, headers: shown, ...(body === undefined ? {} : { body: Uint8Array.from(body) }) };
  return new Request(`${baseUrl}${target}`, sent);
}
