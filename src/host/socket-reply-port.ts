import type { Duplex } from 'node:stream';
import type { HeaderPairs } from '../wire/http-message.js';
import { chunkBytes, headBytes, LAST_CHUNK, type ReplyPort, tellsItsEnd } from './reply-port.js';

interface SocketReplyPortOptions {
  readonly stream: Duplex;
  readonly gone: AbortSignal;
  readonly isClosing: () => boolean;
  readonly cut: (how: 'rst' | 'fin') => void;
  /** Whether the request was a HEAD: the reply then has no body, whatever its head says. */
  readonly isHead: boolean;
}

/** A reply port that also knows whether another message can follow. */
export interface SocketReplyPort extends ReplyPort {
  readonly canFollow: boolean;
}

/**
 * The port of one reply on a bare connection.
 *
 * @param options - of the connection and the request
 */
export function createSocketReplyPort({ stream, gone, isClosing, cut, isHead }: SocketReplyPortOptions): SocketReplyPort {
  let told: ReturnType<typeof tellsItsEnd> = 'close';
  let isEnded = false;
  let isRaw = false;
  /** What goes out in one write: a small reply is one packet. */
  let pending: Uint8Array[] = [];
  const send = (bytes: Uint8Array): void => {
    pending.push(bytes);
  };
  const flush = (written?: () => void): void => {
    const bytes = pending.length === 1 ? (pending[0] ?? NO_BYTES) : Buffer.concat(pending);
    pending = [];
    if (stream.writable) stream.write(bytes, () => written?.());
    else written?.();
  };
  return {
    gone,
    isClosing,
    cut,
    head: (status: number, headers: HeaderPairs) => {
      told = tellsItsEnd(status, headers, isHead);
      send(headBytes(status, headers));
    },
    body: (bytes) => {
      if (bytes.length === 0 || told === 'bodiless') return;
      send(told === 'chunked' ? chunkBytes(bytes) : bytes);
    },
    raw: (bytes) => {
      isRaw = true;
      send(bytes);
    },
    end: () => {
      isEnded = true;
      if (told === 'chunked' && !isRaw) send(LAST_CHUNK);
      flush();
    },
    flushed: () =>
      new Promise((resolve) => {
        if (gone.aborted) {
          resolve();
          return;
        }
        const done = (): void => {
          gone.removeEventListener('abort', done);
          resolve();
        };
        gone.addEventListener('abort', done, { once: true });
        flush(done);
      }),
    get canFollow() {
      return isEnded && !isRaw && told !== 'close';
    },
  };
}

const NO_BYTES = new Uint8Array(0);
