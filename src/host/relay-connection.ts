import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Clock } from '../base/clock.js';
import type { PipeStep } from '../fault/fault.js';
import type { FaultInjector } from '../fault/injector.js';
import type { HeldConnection } from './held-connection.js';
import type { UpstreamTarget } from './upstream.js';

export interface RelayOptions {
  readonly target: UpstreamTarget;
  readonly injector: FaultInjector;
  readonly clock: Clock;
  readonly onTrouble: (error: unknown) => void;
}

/**
 * Passes the bytes of one connection on in both directions until both have ended. Each direction performs its own steps in order: a wait
 * of one never delays the other. Without rules the bytes go straight through.
 *
 * @param held - nobody read from it yet
 */
export function relayConnection(held: HeldConnection, options: RelayOptions): void {
  const { target, clock } = options;
  const upstream = target.isTls
    ? connectTls({ host: target.host, port: target.port, servername: target.host })
    : connect({ host: target.host, port: target.port, allowHalfOpen: true, noDelay: true });
  const openedAtMs = clock.nowMs();
  const closed = new AbortController();
  const ended = { up: false, down: false };
  const endOf = (direction: 'up' | 'down') => (): void => {
    ended[direction] = true;
    if (ended.up && ended.down) held.cut('fin', 'provider');
  };
  held.isBusy = true;
  startPump({ direction: 'up', from: held.socket, to: upstream, held, closed: closed.signal, openedAtMs, onEnd: endOf('up') }, options);
  startPump({ direction: 'down', from: upstream, to: held.socket, held, closed: closed.signal, openedAtMs, onEnd: endOf('down') }, options);
  // A server that is not there, or that resets, is passed on as what it is.
  upstream.on('error', () => held.cut('rst', 'provider'));
  upstream.once('close', () => {
    if (!ended.down && !held.socket.destroyed && !held.socket.writableEnded) held.cut('fin', 'provider');
  });
  held.socket.once('close', (hadError) => {
    closed.abort();
    if (hadError) upstream.resetAndDestroy();
    else upstream.destroy();
  });
}

/** One direction of a connection. */
interface Pump {
  readonly direction: 'up' | 'down';
  readonly from: Socket;
  readonly to: Socket;
  readonly held: HeldConnection;
  /** Aborted once the consumer's side is closed in both directions: one that has only said all it has to say still listens. */
  readonly closed: AbortSignal;
  readonly openedAtMs: number;
  readonly onEnd: () => void;
}

/** What waits to be done in one direction. */
interface LabelledStep {
  readonly step: PipeStep;
  readonly label: string | undefined;
}

function startPump(pump: Pump, { injector, clock, onTrouble }: RelayOptions): void {
  const { direction, from, to, held, closed, openedAtMs, onEnd } = pump;
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

  from.on('data', (bytes: Buffer) => {
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
  });
  from.once('end', () => {
    hasEnded = true;
    if (!isPerforming) end().catch(onTrouble);
  });
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
