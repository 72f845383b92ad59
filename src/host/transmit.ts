import { invariant } from '../base/errors.js';
import type { Clock } from '../base/clock.js';
import type { ReplyStep } from '../fault/reply.js';
import type { ExchangeOutcome } from '../journal/exchange.js';
import { openLive } from './open-live.js';
import type { ReplyPort } from './reply-port.js';

interface Transmission {
  readonly clock: Clock;
  /** Told right before the first byte is written; not at all when there is none. What it gives is said instead of all the rest. */
  readonly onFirstByte: () => readonly ReplyStep[] | undefined;
  /** Told when only the peer can end it: nothing more will come, or nobody knows how much. */
  readonly onStall: () => void;
  /** Told of live frames, each right before it is written. */
  readonly onLive?: ((bytes: Uint8Array) => void) | undefined;
}

/** How far a reply came. */
export interface Transmitted {
  readonly outcome: Extract<ExchangeOutcome, 'answered' | 'aborted' | 'reset' | 'timedOut'>;
  /** Whether a head, or bytes that may be one, went out: only then did the caller see a response. */
  readonly isSeen: boolean;
}

/**
 * Performs the steps of a reply in order, until it ended, was cut, or the peer went away. A stall lasts until then.
 *
 * @param steps - as a fault made them; what follows a cut or a stall is not looked at
 * @param port - of one exchange
 */
export async function transmit(
  steps: readonly ReplyStep[],
  port: ReplyPort,
  { clock, onFirstByte, onStall, onLive }: Transmission,
): Promise<Transmitted> {
  let isSeen = false;
  const sayLive = openLive(steps, { port, clock, onLive });
  const passTime = async (step: Extract<ReplyStep, { kind: 'wait' | 'live' | 'stall' }>): Promise<void> => {
    await port.flushed();
    if (step.kind === 'wait') return clock.sleep(step.durationMs, port.gone);
    onStall();
    return step.kind === 'live' ? sayLive(step) : aborted(port.gone);
  };
  for (const step of toldFirst(steps, port, onFirstByte)) {
    if (port.gone.aborted) break;
    if (step.kind === 'head') {
      isSeen = true;
      port.head(step.status, step.headers);
    } else if (step.kind === 'body') {
      port.body(step.bytes);
    } else if (step.kind === 'raw') {
      isSeen = true;
      port.raw(step.bytes);
    } else if (step.kind === 'end') {
      port.end();
      return { outcome: 'answered', isSeen };
    } else if (step.kind === 'cut') {
      await port.flushed();
      if (port.gone.aborted) break;
      port.cut(step.how);
      return { outcome: 'reset', isSeen };
    } else {
      await passTime(step);
    }
  }
  invariant(port.gone.aborted, 'a reply ends, is cut or stalls');
  return { outcome: port.isClosing() ? 'timedOut' : 'aborted', isSeen };
}

/** The steps, or from the first byte on what is said instead. */
function* toldFirst(
  steps: readonly ReplyStep[],
  { gone }: ReplyPort,
  onFirstByte: Transmission['onFirstByte'],
): Generator<ReplyStep, void> {
  const first = steps.findIndex(({ kind }) => kind === 'head' || kind === 'raw');
  if (first === -1) {
    yield* steps;
    return;
  }
  yield* steps.slice(0, first);
  if (!gone.aborted) yield* onFirstByte() ?? steps.slice(first);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
