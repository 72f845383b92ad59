import type { SendResult } from '../../check/ports.js';
import type { HttpRequest } from '../../wire/http-message.js';
import { createHttpClient, type HttpClient } from '../http-client.js';

/** Makes the calls of people; it holds connections until it is closed. */
export interface CallerByHand {
  /** @param url - of what is called */
  call(request: HttpRequest, url: string, signal: AbortSignal): Promise<SendResult>;
  close(): Promise<void>;
}

/** A caller that costs nothing until somebody calls. */
export function createCallerByHand(): CallerByHand {
  let client: HttpClient | undefined;
  return {
    call: (request, url, signal) => {
      client ??= createHttpClient({ timeoutMs: CALL_TIMEOUT_MS, maxBodyBytes: MAX_ANSWER_BYTES });
      return client.send(request, url, signal);
    },
    close: async () => client?.close(),
  };
}

const CALL_TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 1_048_576;
