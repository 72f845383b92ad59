import { createHmac } from 'node:crypto';
import type { Exchange } from '../../journal/exchange.js';
import { createHttpClient } from '../http-client.js';
import { machineClock } from '../machine-clock.js';
import { type CallingSystem, openWebhooks, type Webhooks } from './open-webhooks.js';

/** Webhooks that go out over HTTP. */
export interface HttpWebhooks extends Omit<Webhooks, 'close'> {
  close(): Promise<void>;
}

interface HttpWebhooksOptions {
  readonly seed: string;
  readonly append: (exchange: Exchange) => void;
  readonly tell: (text: string) => void;
}

/**
 * The webhooks of mocks, sent to wherever they go.
 *
 * @param systems - with contracts of calls
 * @param options - where they are written down
 */
export function openHttpWebhooks(systems: readonly CallingSystem[], options: HttpWebhooksOptions): HttpWebhooks {
  const client = createHttpClient({ timeoutMs: CALL_TIMEOUT_MS, maxBodyBytes: MAX_ANSWER_BYTES });
  const webhooks = openWebhooks(systems, { ...options, clock: machineClock, send: client.send, hmac: hmacSha256 });
  const close = async (): Promise<void> => {
    webhooks.close();
    await client.close();
  };
  return { ...webhooks, close };
}

function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update(message).digest();
}

const CALL_TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 1_048_576;
