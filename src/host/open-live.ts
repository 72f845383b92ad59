import { invariant } from '../base/errors.js';
import type { Clock } from '../base/clock.js';
import { bytesOf, type ReplyStep } from '../fault/reply.js';
import { liveFrames } from '../wire/stream-frames.js';
import type { ReplyPort } from './reply-port.js';

type LiveStep = Extract<ReplyStep, { kind: 'live' }>;

interface LiveTransmission {
  readonly port: ReplyPort;
  readonly clock: Clock;
  readonly onLive: ((bytes: Uint8Array) => void) | undefined;
}

/**
 * Begins to gather the live frames of a reply, if it has any: what happens while the rest goes out belongs to them.
 *
 * @param steps - of the whole reply
 * @param transmission - where they go
 * @returns says them once it is their turn, until no more come or the peer has gone
 */
export function openLive(steps: readonly ReplyStep[], { port, clock, onLive }: LiveTransmission): (step: LiveStep) => Promise<void> {
  const found = steps.find((step): step is LiveStep => step.kind === 'live');
  const frames = found === undefined ? undefined : liveFrames(found.live, { clock, signal: port.gone });
  return async ({ piecesOf }) => {
    invariant(frames !== undefined, 'a live step is one of the steps of its reply');
    for await (const content of frames) {
      const bytes = bytesOf(content);
      onLive?.(bytes);
      for (const piece of piecesOf?.(bytes) ?? [{ kind: 'body', bytes } as const]) {
        if (piece.kind === 'wait') await clock.sleep(piece.durationMs, port.gone);
        else if (piece.kind === 'body') port.body(piece.bytes);
        await port.flushed();
        if (port.gone.aborted) return;
      }
    }
  };
}
