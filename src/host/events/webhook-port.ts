import { request } from 'undici';
import type { WebhookPort } from '../../broker/webhook-broker.js';

/** Sends webhooks; an answer must come within 30 s, and what it says beside its status is not read. */
export const webhookPort: WebhookPort = {
  post: async ({ url, headers, body }) => {
    const flat = headers.flat();
    const answer = await request(url, {
      method: 'POST',
      headers: flat,
      body,
      headersTimeout: ANSWER_WITHIN_MS,
      bodyTimeout: ANSWER_WITHIN_MS,
    });
    await answer.body.dump({ limit: MAX_ANSWER_BYTES });
    return answer.statusCode;
  },
};

const ANSWER_WITHIN_MS = 30_000;
const MAX_ANSWER_BYTES = 65_536;
