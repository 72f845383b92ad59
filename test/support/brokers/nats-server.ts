import { type PrivateServer, startPrivateServer } from './private-server.js';

/** A NATS server of its own, with JetStream in its folder. */
export function startNats(): Promise<PrivateServer> {
  return startPrivateServer({
    program: 'nats-server',
    args: ({ port, folder }) => ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', folder],
  });
}
