import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'amqplib';
import { freePort } from '../../../src/host/free-port.js';
import { accepts, missingServer, type PrivateServer, startPrivateServer } from './private-server.js';

/** Debian's own command changes the user; this is what it calls. */
const PROGRAM = '/usr/lib/rabbitmq/bin/rabbitmq-server';

/** Why RabbitMQ cannot be started here; see {@link missingServer}. */
export function missingRabbitMq(): string | undefined {
  return missingServer(PROGRAM);
}

/** A RabbitMQ of its own, and of a port mapper of its own that it is found by. User and password are `guest`. */
export async function startRabbitMq(): Promise<PrivateServer> {
  const mapper = await startPrivateServer({ program: 'epmd', args: ({ port }) => ['-port', String(port), '-address', '127.0.0.1'] });
  try {
    const distributionPort = await freePort();
    const server = await startPrivateServer({
      program: PROGRAM,
      args: () => [],
      env: (place) => environment(place, { mapperPort: mapper.port, distributionPort }),
      isReady: answers,
      startTimeoutMs: 150_000,
    });
    return { ...server, stop: () => server.stop().finally(() => mapper.stop()) };
  } catch (error) {
    await mapper.stop();
    throw error;
  }
}

function environment(
  { port, folder }: { readonly port: number; readonly folder: string },
  { mapperPort, distributionPort }: { readonly mapperPort: number; readonly distributionPort: number },
): Readonly<Record<string, string>> {
  writeFileSync(
    join(folder, 'rabbit.conf'),
    `listeners.tcp.1 = 127.0.0.1:${port}\ndisk_free_limit.absolute = 1MB\nlog.file = false\nlog.console = true\n`,
  );
  writeFileSync(join(folder, 'enabled_plugins'), '[].\n');
  return {
    // One process that can be killed, instead of a shell that watches it.
    RUNNING_UNDER_SYSTEMD: 'true',
    HOME: folder,
    RABBITMQ_NODENAME: `mortise-${port}@localhost`,
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(distributionPort),
    ERL_EPMD_PORT: String(mapperPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1} +S 1:1',
    RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
    RABBITMQ_LOG_BASE: folder,
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbit.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
  };
}

/** It listens before it knows its users and queues. */
async function answers(port: number): Promise<boolean> {
  if (!(await accepts(port))) return false;
  return connect(`amqp://guest:guest@127.0.0.1:${port}`).then(
    (connection) => connection.close().then(() => true),
    () => false,
  );
}
