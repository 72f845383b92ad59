import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { HeldConnection } from './held-connection.js';
import type { BytePumpParts } from './byte-pump.js';
import { relayBytes } from './relay-bytes.js';
import type { UpstreamTarget } from './upstream.js';

export interface RelayOptions extends BytePumpParts {
  readonly target: UpstreamTarget;
}

/**
 * Passes the bytes of one connection on to a server, whatever they mean.
 *
 * @param held - nobody read from it yet
 */
export function relayConnection(held: HeldConnection, options: RelayOptions): void {
  const { target } = options;
  const upstream = target.isTls
    ? connectTls({ host: target.host, port: target.port, servername: target.host })
    : connect({ host: target.host, port: target.port, allowHalfOpen: true, noDelay: true });
  relayBytes({ held, upstream, early: { up: [], down: [] } }, options);
}
