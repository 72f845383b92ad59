import { type PrivateServer, startPrivateServer } from './private-server.js';

/** A Redis of its own that writes each command before it answers, so that what was confirmed survives being killed. */
export function startRedis(): Promise<PrivateServer> {
  return startPrivateServer({
    program: 'redis-server',
    args: ({ port, folder }) => [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes', '--appendfsync', 'everysec'],
      ...['--daemonize', 'no', '--loglevel', 'warning'],
    ],
  });
}
