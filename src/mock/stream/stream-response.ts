import type { Clock } from '../../base/clock.js';
import { bytesOf } from '../../fault/reply.js';
import type { BodyStream, HttpResponse } from '../../wire/http-message.js';
import { streamFrames } from '../../wire/stream-frames.js';
import { headersFrom } from '../faulted-fetch.js';

interface StreamSending {
  readonly clock: Clock;
  /** Of the caller. */
  readonly signal: AbortSignal;
}

/**
 * A stream as the web has it: its frames come as they are read, each in its time.
 *
 * @param response - of a mock
 * @param sending - the clock that it goes by, and the caller's signal
 * @see https://streams.spec.whatwg.org/#rs-model
 */
export function streamResponse(response: HttpResponse & { readonly stream: BodyStream }, { clock, signal }: StreamSending): Response {
  const over = new AbortController();
  const ending = AbortSignal.any([signal, over.signal]);
  const frames = streamFrames(response.stream, { clock, signal: ending });
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { value: content, done } = await frames.next();
      if (done !== true) controller.enqueue(bytesOf(content as Uint8Array | string));
      else if (signal.aborted) controller.error(signal.reason);
      else controller.close();
      if (done === true) over.abort();
    },
    cancel: () => over.abort(),
  });
  return new Response(body, { status: response.status, headers: headersFrom(response.headers) });
}
