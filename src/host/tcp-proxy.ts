import type { RunRecorder } from '../journal/run-recorder.js';
import type { FaultedPort } from './fault-listener.js';
import { startFaultListener } from './fault-listener.js';
import type { FaultProxy } from './fault-proxy.js';
import { onceForEachMessage } from './once-for-each-message.js';
import { relayConnection } from './relay-connection.js';
import type { UpstreamTarget } from './upstream.js';

/** Rules of the groups `tcp` and `tls` are looked at; the others need a proxy that knows HTTP. */
export interface TcpProxyOptions extends FaultedPort {
  /** Any server: a database, a broker. */
  readonly target: UpstreamTarget;
  /** Has every connection. */
  readonly recorder: RunRecorder;
  /** Told once for each kind of trouble that no caller hears of. */
  readonly onTrouble?: ((error: unknown) => void) | undefined;
}

/**
 * Stands before any server and passes bytes on, as the rules in force have it. What the bytes mean is not looked at.
 *
 * @param options - where to listen, before whom, and the faults
 * @throws HostError `E_PORT_BUSY` when somebody listens there already, `E_LISTEN` when the address cannot be had
 */
export async function startTcpProxy(options: TcpProxyOptions): Promise<FaultProxy> {
  const { target, injector, clock } = options;
  const onTrouble = onceForEachMessage(options.onTrouble);
  return startFaultListener({
    ...options,
    onConnection: (connection) => relayConnection(connection, { target, injector, clock, onTrouble }),
    onTrouble,
  });
}
