import type { ServerResponse } from 'node:http';
import type { Clock } from '../base/clock.js';
import { bytesOf } from '../fault/reply.js';
import type { BodyStream, HttpResponse } from '../wire/http-message.js';
import { streamFrames } from '../wire/stream-frames.js';

interface StreamWriting {
  readonly clock: Clock;
  /** Aborted to end the stream where it is, and by the stream when it is over. */
  readonly over: AbortController;
  /** Told of each frame, right before it is written. */
  readonly onFrame: (bytes: Uint8Array) => void;
}

/** How a stream ended: with its last frame, by the client that left, or because the server closed. */
export type StreamEnd = 'answered' | 'aborted' | 'timedOut';

/**
 * Answers with a stream: each frame when its time has come and the one before it was taken.
 *
 * @param outgoing - nothing was said on it yet
 * @param response - that the stream is of
 * @param writing - the clock that it goes by, and who ends it
 */
export async function writeStream(
  outgoing: ServerResponse,
  response: HttpResponse & { readonly stream: BodyStream },
  { clock, over, onFrame }: StreamWriting,
): Promise<StreamEnd> {
  const end = (): void => over.abort();
  outgoing.once('close', end);
  if (outgoing.destroyed) end();
  outgoing.writeHead(response.status, [...response.headers]);
  // Who waits for the first frame is to know that it was let in.
  outgoing.flushHeaders();
  for await (const content of streamFrames(response.stream, { clock, signal: over.signal })) {
    const bytes = bytesOf(content);
    onFrame(bytes);
    if (!outgoing.write(bytes)) await drained(outgoing, over.signal);
  }
  outgoing.off('close', end);
  const isCut = over.signal.aborted;
  // Whatever else waits for the end of the stream ends with it.
  end();
  if (outgoing.destroyed) return 'aborted';
  outgoing.end();
  return isCut ? 'timedOut' : 'answered';
}

function drained(outgoing: ServerResponse, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      over.removeEventListener('abort', done);
      outgoing.off('drain', done);
      resolve();
    };
    outgoing.once('drain', done);
    over.addEventListener('abort', done, { once: true });
    if (over.aborted) done();
  });
}
