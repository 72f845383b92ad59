import type { FaultInjector } from '../../fault/injector.js';
import type { Connection } from '../../journal/run-journal.js';
import type { ConnectionEffect, PipeStep } from '../../fault/fault.js';
import type { ManualClock } from './manual-clock.js';

/** One connection of a consumer to where it expects a provider. It carries one exchange at a time. */
export interface SimulatedConnection {
  readonly id: string;
  /** What a fault made of it when it was opened. */
  readonly effect: ConnectionEffect;
  /** How many exchanges it carried. */
  useCount: number;
  idleSinceMs: number;
  /**
   * Hands bytes on, as the faults on this connection let it.
   *
   * @param deliver - called with what arrives, when it arrives
   * @returns how the direction is afterwards
   */
  pipe(direction: 'up' | 'down', bytes: Uint8Array, deliver: (bytes: Uint8Array) => void): Promise<PipeState>;
  /**
   * Hands on as many bytes without making them: only where no fault looks at any.
   *
   * @returns how the direction is afterwards; `undefined` when a fault has to see the bytes
   */
  count(direction: 'up' | 'down', byteCount: number): PipeState | undefined;
  close(end: Connection['end'], atMs: number): void;
  readonly isClosed: boolean;
  /** Labels of the faults that touched it since the last call. */
  takeLabel(): string | undefined;
}

export type PipeState = 'open' | 'rst' | 'fin' | 'stalled';

export interface ConnectionOptions {
  readonly id: string;
  readonly consumer: string | undefined;
  readonly provider: string;
  readonly injector: FaultInjector;
  readonly clock: ManualClock;
  readonly record: (connection: Connection) => void;
}

/**
 * Opens a connection: the faults in force decide what it is like.
 *
 * @param options - who calls whom
 */
export function openConnection(options: ConnectionOptions): SimulatedConnection {
  const { id, consumer, provider, injector, clock, record } = options;
  const openedAtMs = clock.nowMs();
  const { effect, label, changesBytes } = injector.onConnection(id, openedAtMs);
  const sizes = { up: 0, down: 0 };
  const halves: Record<'up' | 'down', PipeState> = { up: 'open', down: 'open' };
  let fault = label;
  let newLabel = label;
  let ended: { readonly end: Connection['end']; readonly atMs: number } | undefined;

  const tell = (): void =>
    record({
      id,
      consumer,
      provider,
      openedAtMs,
      closedAtMs: ended?.atMs,
      end: ended?.end ?? 'open',
      receivedBytes: sizes.up,
      sentBytes: sizes.down,
      fault,
    });

  const close = (end: Connection['end'], atMs: number): void => {
    if (ended !== undefined) return;
    ended = { end, atMs };
    tell();
  };

  const stepsFor = (direction: 'up' | 'down', bytes: Uint8Array): readonly PipeStep[] => {
    const offsetBytes = sizes[direction];
    sizes[direction] += bytes.length;
    // A rule that was set after the connection was opened holds for it, too.
    if (!changesBytes && !injector.looksAtBytes) return [{ kind: 'write', bytes }];
    const decided = injector.onBytes({ connectionId: id, direction, bytes, offsetBytes, openedAtMs }, clock.nowMs());
    if (decided.label !== undefined) {
      fault = decided.label;
      newLabel = decided.label;
    }
    return decided.steps;
  };

  const pipe: SimulatedConnection['pipe'] = async (direction, bytes, deliver) => {
    for (const step of stepsFor(direction, bytes)) {
      if (halves[direction] !== 'open' || ended !== undefined) break;
      if (step.kind === 'write') deliver(step.bytes);
      else if (step.kind === 'wait') await clock.sleep(step.durationMs);
      else if (step.kind === 'stall') halves[direction] = 'stalled';
      else if (step.how === 'half') halves[direction] = 'fin';
      else halves[direction] = step.how;
    }
    return halves[direction];
  };

  const count: SimulatedConnection['count'] = (direction, byteCount) => {
    if (changesBytes || injector.looksAtBytes || halves[direction] !== 'open' || ended !== undefined) return undefined;
    sizes[direction] += byteCount;
    return 'open';
  };

  const takeLabel = (): string | undefined => {
    const taken = newLabel;
    newLabel = undefined;
    return taken;
  };

  tell();
  return {
    id,
    effect,
    useCount: 0,
    idleSinceMs: openedAtMs,
    pipe,
    count,
    close,
    takeLabel,
    get isClosed() {
      return ended !== undefined;
    },
  };
}
