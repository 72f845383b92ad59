import type { Server } from 'node:net';
import type { HeldConnection } from './held-connection.js';

/**
 * Stops listening, ends connections that carry nothing at once and the others a moment later.
 *
 * @param server - whose connections they are; they leave the set when they are closed
 */
export function closeServer(server: Server, connections: ReadonlySet<HeldConnection>): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => endAll(connections, () => true), CLOSING_GRACE_MS);
    // Those that ended their exchange meanwhile end with it: whoever serves them looks at `closing`.
    const poll = setInterval(() => endAll(connections, ({ isBusy }) => !isBusy), CLOSING_POLL_MS);
    const done = (): void => {
      clearTimeout(cut);
      clearInterval(poll);
      resolve();
    };
    endAll(connections, ({ isBusy }) => !isBusy);
    server.close(() => (connections.size === 0 ? done() : waitForAll(connections, done)));
  });
}

function waitForAll(connections: ReadonlySet<HeldConnection>, done: () => void): void {
  let missingCount = connections.size;
  for (const { socket } of connections) {
    socket.once('close', () => {
      missingCount -= 1;
      if (missingCount === 0) done();
    });
  }
}

function endAll(connections: ReadonlySet<HeldConnection>, isMeant: (connection: HeldConnection) => boolean): void {
  for (const connection of connections) if (isMeant(connection)) connection.socket.destroy();
}

/** How long an answer that was begun may take when the server is told to stop. */
const CLOSING_GRACE_MS = 1_000;
const CLOSING_POLL_MS = 10;
