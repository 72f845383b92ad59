import type { Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Clock } from '../base/clock.js';
import type { FaultInjector } from '../fault/injector.js';
import type { Certificates } from './certificates.js';
import type { HeldConnection } from './held-connection.js';

interface HandshakeOptions {
  readonly certificates: Certificates;
  readonly injector: FaultInjector;
  readonly clock: Clock;
  /** In the order of preference. */
  readonly protocols: readonly string[];
}

/**
 * Does the server's part of a TLS handshake, with the certificate that the faults in force want shown.
 *
 * @param held - of a connection of which nothing was read yet; holds the secured socket afterwards
 * @returns whether there is a secured connection; a consumer that refuses the certificate ends it
 */
export async function secureConnection(
  held: HeldConnection,
  { certificates, injector, clock, protocols }: HandshakeOptions,
): Promise<boolean> {
  const fault = injector.certificate(clock.nowMs(), held.id);
  if (fault?.flaw === 'handshake-cut') {
    await firstBytes(held.socket);
    held.cut('rst', 'fault', fault.label);
    return false;
  }
  const secureContext = createSecureContext({ ...certificates.serverCertificate(fault?.flaw), minVersion: 'TLSv1.2' });
  const secured = new TLSSocket(held.socket, { isServer: true, secureContext, ALPNProtocols: [...protocols] });
  held.secure(secured, fault?.label);
  return new Promise((resolve) => {
    secured.once('secure', () => {
      // Only a server of Node's says so by itself, and HTTP/2 waits for it.
      Object.assign(secured, { secureConnecting: false });
      resolve(true);
    });
    secured.once('close', () => resolve(false));
  });
}

/** The consumer has begun to speak, or has gone. */
function firstBytes(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('data', () => resolve()).once('close', () => resolve());
  });
}
