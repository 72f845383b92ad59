import { subscribe } from 'node:diagnostics_channel';
import { errorMonitor } from 'node:events';
import { appendFileSync } from 'node:fs';
import type { Socket } from 'node:net';

/**
 * Notes that this process runs, and each connection that is made or refused: the latter nobody else can see, since there is nobody to see them.
 *
 * @param file - where lines are appended: `ready <pid>`, `begun <port>`, `refused <port> <ms since 1970>`
 * @param nowMs - the time that the program lives in
 */
export function takeNotes(file: string, nowMs: () => number): void {
  note(file, `ready ${process.pid}`);
  subscribe('net.client.socket', (message) => {
    const { socket } = message as { readonly socket: Socket };
    socket.once('connect', () => note(file, `begun ${socket.remotePort ?? 0}`));
    // Only looked at: an error that nobody handles must still end the program.
    socket.once(errorMonitor as unknown as 'error', (error: NodeJS.ErrnoException & { readonly port?: number }) => {
      if (error.code === 'ECONNREFUSED') note(file, `refused ${error.port ?? 0} ${nowMs()}`);
    });
  });
}

function note(file: string, line: string): void {
  try {
    appendFileSync(file, `${line}\n`);
  } catch {
    // The folder is gone when the run is over; the program must not suffer from it.
    return;
  }
}
