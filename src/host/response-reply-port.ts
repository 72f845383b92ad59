import type { ServerResponse } from 'node:http';
import type { HeldConnection } from './held-connection.js';
import { headBytes, type ReplyPort, tellsItsEnd } from './reply-port.js';

interface ResponseReplyPortOptions {
  readonly outgoing: ServerResponse;
  readonly connection: HeldConnection;
  /** The label of the fault, for the journal. */
  readonly fault: () => string | undefined;
  readonly isHead: boolean;
}

/**
 * The port of one reply of a Node server. What HTTP allows goes through Node, which adds what it always adds (`Date`, `Connection`), so that
 * a fault that does nothing changes nothing; what HTTP does not allow goes to the socket itself.
 *
 * @param options - of the exchange
 */
export function createResponseReplyPort({ outgoing, connection, fault, isHead }: ResponseReplyPortOptions): ReplyPort {
  const { socket, gone, isClosing } = connection;
  let isRaw = false;
  let isBodiless = false;
  const toSocket = (bytes: Uint8Array): void => {
    if (!isRaw && outgoing.headersSent) outgoing.flushHeaders();
    isRaw = true;
    if (socket.writable) socket.write(bytes);
  };
  return {
    gone,
    isClosing,
    head: (status, headers) => {
      const told = tellsItsEnd(status, headers, isHead);
      isBodiless = told === 'bodiless';
      if (told === 'close' || !isFitForNode(outgoing, status, headers)) toSocket(headBytes(status, headers));
    },
    body: (bytes) => {
      if (bytes.length === 0 || isBodiless) return;
      if (isRaw) toSocket(bytes);
      else outgoing.write(bytes);
    },
    raw: toSocket,
    end: () => {
      if (isRaw) connection.cut('fin', 'fault', fault());
      else outgoing.end();
    },
    flushed: () =>
      new Promise((resolve) => {
        if (gone.aborted || !socket.writable) {
          resolve();
          return;
        }
        const done = (): void => {
          gone.removeEventListener('abort', done);
          resolve();
        };
        gone.addEventListener('abort', done, { once: true });
        if (!isRaw && outgoing.headersSent) outgoing.flushHeaders();
        socket.write(NO_BYTES, () => done());
      }),
    cut: (how) => connection.cut(how, 'fault', fault()),
  };
}

/** Node refuses some heads that faults make; then nothing of them was sent. */
function isFitForNode(outgoing: ServerResponse, status: number, headers: readonly string[]): boolean {
  try {
    outgoing.writeHead(status, [...headers]);
    return true;
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return false;
    throw error;
  }
}

const NO_BYTES = new Uint8Array(0);
