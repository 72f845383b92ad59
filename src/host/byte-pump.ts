import type { Socket } from 'node:net';
import type { Clock } from '../base/clock.js';
import type { PipeStep } from '../fault/fault.js';
import type { FaultInjector } from '../fault/injector.js';
import type { HeldConnection } from './held-connection.js';

/** One direction of a connection. */
interface BytePump {
  readonly direction: 'up' | 'down';
  readonly from: Socket;
  readonly to: Socket;
  readonly held: HeldConnection;
  /** Aborted once the consumer's side is closed in both directions: one that has only said all it has to say still listens. */
  readonly closed: AbortSignal;
  readonly openedAtMs: number;
  /** What was read already. */
  readonly early: readonly Uint8Array[];
  readonly onEnd: () => void;
}

export interface BytePumpParts {
  readonly injector: FaultInjector;
  readonly clock: Clock;
  readonly onTrouble: (error: unknown) => void;
}

/** What waits to be done in one direction. */
interface LabelledStep {
  readonly step: PipeStep;
  readonly label: string | undefined;
}

/** A direction that is being passed on. */
interface RunningPump {
  /** Whether all was heard, and some of it is still on its way: the end comes after that by itself. */
  readonly willEnd: () => boolean;
}

/**
 * Begins to pass on what comes from one end to the other, as the rules in force have it.
 *
 * @param pump - nobody else reads from where it reads
 */
export function startBytePump(pump: BytePump, { injector, clock, onTrouble }: BytePumpParts): RunningPump {
  const { direction, from, to, held, closed, openedAtMs, early, onEnd } = pump;
  const waiting: LabelledStep[] = [];
  let waitingBytes = 0;
  let offsetBytes = 0;
  let isPerforming = false;
  /** Whether this direction is dead: what still comes is lost. */
  let isOver = false;
  let hasEnded = false;

  const end = async (): Promise<void> => {
    if (isOver) return;
    isOver = true;
    const late = injector.onClose?.(held.id, clock.nowMs());
    if (late !== undefined) await clock.sleep(late.durationMs, closed);
    if (direction === 'down') held.noteEnd();
    to.end();
    onEnd();
  };
  const perform = async ({ step, label }: LabelledStep): Promise<void> => {
    if (step.kind === 'wait') await clock.sleep(step.durationMs, closed);
    else if (step.kind === 'write') await written(to, step.bytes);
    else if (step.kind === 'stall') isOver = true;
    else if (step.how === 'half') await end();
    else {
      isOver = true;
      held.cut(step.how, 'fault', label);
    }
  };
  const performAll = async (): Promise<void> => {
    isPerforming = true;
    for (let next = waiting.shift(); next !== undefined && !isOver; next = waiting.shift()) {
      await perform(next);
      if (next.step.kind === 'write') waitingBytes -= next.step.bytes.length;
      if (waitingBytes < MAX_WAITING_BYTES && from.isPaused()) from.resume();
    }
    isPerforming = false;
    if (isOver) {
      waiting.length = 0;
      from.resume();
    } else if (hasEnded) await end();
  };

  const take = (bytes: Uint8Array): void => {
    const offset = offsetBytes;
    offsetBytes += bytes.length;
    if (isOver) return;
    if (injector.isIdle && !isPerforming) {
      passOn(from, to, bytes);
      return;
    }
    const arrived = { connectionId: held.id, direction, bytes, offsetBytes: offset, openedAtMs };
    const { steps, label } = injector.onBytes(arrived, clock.nowMs());
    for (const step of steps) {
      waiting.push({ step, label });
      if (step.kind === 'write') waitingBytes += step.bytes.length;
    }
    if (waitingBytes >= MAX_WAITING_BYTES) from.pause();
    if (!isPerforming) performAll().catch(onTrouble);
  };
  const takeEnd = (): void => {
    hasEnded = true;
    if (!isPerforming) end().catch(onTrouble);
  };
  for (const bytes of early) take(bytes);
  from.on('data', take);
  if (from.readableEnded) takeEnd();
  else from.once('end', takeEnd);
  // Whoever read from it before has paused it.
  if (waitingBytes < MAX_WAITING_BYTES && !to.writableNeedDrain) from.resume();
  return { willEnd: () => hasEnded && isPerforming && !isOver };
}

function passOn(from: Socket, to: Socket, bytes: Uint8Array): void {
  if (to.writable && !to.write(bytes)) {
    from.pause();
    to.once('drain', () => from.resume());
  }
}

/** Resolves once the bytes are taken, or the connection is gone. */
function written(to: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (!to.writable || to.write(bytes)) {
      resolve();
      return;
    }
    const done = (): void => {
      to.off('drain', done).off('close', done);
      resolve();
    };
    to.once('drain', done).once('close', done);
  });
}

/** So much is held back in one direction; then the sender has to wait. */
const MAX_WAITING_BYTES = 1_048_576;
