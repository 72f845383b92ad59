import type { Duplex } from 'node:stream';

/** Reads what a peer sends, in pieces as they come, and pauses it when nobody takes them. */
export interface ByteReader {
  /** The next piece; `undefined` when the peer has ended or is gone. One caller at a time. */
  read(): Promise<Piece | undefined>;
  /** The next piece when it is there already. */
  take(): Piece | undefined;
  /** Puts back what was read too far. */
  unread(piece: Piece): void;
  /** Stops reading; gives what came and was not taken. The stream is paused. */
  release(): readonly Piece[];
}

/** Bytes, and when they came. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly atMs: number;
}

/**
 * Begins to read a stream.
 *
 * @param stream - nobody else reads it
 * @param nowMs - the time that pieces are stamped with
 */
export function createByteReader(stream: Duplex, nowMs: () => number): ByteReader {
  const pieces: Piece[] = [];
  let queuedBytes = 0;
  let isOver = false;
  let wake: (() => void) | undefined;

  const rouse = (): void => {
    const waiting = wake;
    wake = undefined;
    waiting?.();
  };
  const onData = (bytes: Uint8Array): void => {
    pieces.push({ bytes, atMs: nowMs() });
    queuedBytes += bytes.length;
    if (queuedBytes > MAX_QUEUED_BYTES) stream.pause();
    rouse();
  };
  const onOver = (): void => {
    isOver = true;
    rouse();
  };
  const take = (): Piece | undefined => {
    const piece = pieces.shift();
    if (piece === undefined) return undefined;
    queuedBytes -= piece.bytes.length;
    if (queuedBytes <= MAX_QUEUED_BYTES && stream.isPaused()) stream.resume();
    return piece;
  };
  stream.on('data', onData).on('end', onOver).on('close', onOver);

  return {
    read: async () => {
      while (pieces.length === 0 && !isOver) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return take();
    },
    take,
    unread: (piece) => {
      pieces.unshift(piece);
      queuedBytes += piece.bytes.length;
    },
    release: () => {
      stream.off('data', onData).off('end', onOver).off('close', onOver);
      stream.pause();
      return pieces.splice(0);
    },
  };
}

const MAX_QUEUED_BYTES = 262_144;
