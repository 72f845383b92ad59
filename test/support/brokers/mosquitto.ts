import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PrivateServer, startPrivateServer } from './private-server.js';

/** A Mosquitto of its own. */
export function startMosquitto(): Promise<PrivateServer> {
  return startPrivateServer({
    program: 'mosquitto',
    args: ({ port, folder }) => {
      const file = join(folder, 'mosquitto.conf');
      writeFileSync(
        file,
        `listener ${port} 127.0.0.1\nallow_anonymous true\nmax_inflight_messages 0\nmax_queued_messages 0\nlog_type error\n`,
      );
      return ['-c', file];
    },
  });
}
