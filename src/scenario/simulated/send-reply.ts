import type { Reply, ReplyStep } from '../../fault/reply.js';
import { headerValue } from '../../wire/http-message.js';
import type { SimulatedConnection } from './connection.js';
import type { ManualClock } from './manual-clock.js';
import { chunkBytes, joinedBytes, responseHeadBytes } from './message-bytes.js';

/** How a reply went out: `whole`, cut off by RST or FIN, or stopped for ever. */
export type SentReply = 'whole' | 'rst' | 'fin' | 'stalled';

interface SendingReply {
  readonly reply: Reply;
  readonly connection: SimulatedConnection;
  readonly clock: ManualClock;
  /** Before the first byte. */
  readonly onFirst: () => void;
  readonly deliver: (bytes: Uint8Array) => void;
  /** The consumer has gone: nothing more need be sent. */
  readonly isOver: () => boolean;
}

/**
 * Sends a reply step by step.
 *
 * @param sending - what, and over which connection
 */
export async function sendReply({ reply, connection, clock, onFirst, deliver, isOver }: SendingReply): Promise<SentReply> {
  let gathered: Uint8Array[] = [];
  let hasBegun = false;
  let isChunked = false;

  // What goes out at one instant goes out as one piece: a delay of each piece is no delay of each step.
  const flush = async (): Promise<SentReply> => {
    if (gathered.length === 0 || isOver()) return 'whole';
    if (!hasBegun) onFirst();
    hasBegun = true;
    const bytes = joinedBytes(gathered);
    gathered = [];
    const state = await connection.pipe('down', bytes, deliver);
    return state === 'open' ? 'whole' : state;
  };

  for (const step of reply.steps) {
    if (isOver()) return 'whole';
    if (step.kind === 'head') isChunked = headerValue(step.headers, 'transfer-encoding')?.toLowerCase() === 'chunked';
    gathered.push(...stepBytes(step, isChunked));
    if (step.kind !== 'wait' && step.kind !== 'cut' && step.kind !== 'stall' && step.kind !== 'live') continue;
    const sent = await flush();
    if (sent !== 'whole') return sent;
    // Nobody creates anything behind the back of a simulated world: a stream that waits for it waits for ever.
    if (step.kind !== 'wait') return step.kind === 'cut' ? step.how : 'stalled';
    await clock.sleep(step.durationMs);
  }
  return flush();
}

function stepBytes(step: ReplyStep, isChunked: boolean): readonly Uint8Array[] {
  switch (step.kind) {
    case 'head':
      return [responseHeadBytes(step.status, step.headers)];
    case 'raw':
      return [step.bytes];
    case 'body':
      if (step.bytes.length === 0) return [];
      return [isChunked ? chunkBytes(step.bytes) : step.bytes];
    case 'end':
      return isChunked ? [chunkBytes(NOTHING)] : [];
    default:
      return [];
  }
}

const NOTHING = new Uint8Array(0);
