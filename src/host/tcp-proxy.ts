import type { Clock } from '../base/clock.js';
import type { FaultInjector } from '../fault/injector.js';
import type { RunRecorder } from '../journal/run-recorder.js';
import type { Certificates } from './certificates.js';
import { startFaultListener } from './fault-listener.js';
import type { FaultProxy } from './fault-proxy.js';
import { relayConnection } from './relay-connection.js';
import type { UpstreamTarget } from './upstream.js';

export interface TcpProxyOptions {
  /** Any server: a database, a broker. */
  readonly target: UpstreamTarget;
  /** Who calls, in the journal; `undefined` when nobody can say. */
  readonly consumer: string | undefined;
  readonly provider: string;
  /** Rules of the groups `tcp` and `tls` are looked at; the others need a proxy that knows HTTP. */
  readonly injector: FaultInjector;
  /** The consumer's time. */
  readonly clock: Clock;
  /** Has every connection. */
  readonly recorder: RunRecorder;
  /** An address or a name to listen on. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** What is shown to consumers: with it they have to speak TLS. */
  readonly certificates?: Certificates | undefined;
  /** Told of trouble that no caller hears of. */
  readonly onTrouble?: ((error: unknown) => void) | undefined;
}

/**
 * Stands before any server and passes bytes on, as the rules in force have it. What the bytes mean is not looked at.
 *
 * @param options - where to listen, before whom, and the faults
 * @throws HostError `E_PORT_BUSY` when somebody listens there already, `E_LISTEN` when the address cannot be had
 */
export async function startTcpProxy(options: TcpProxyOptions): Promise<FaultProxy> {
  const { consumer, provider, injector, clock, recorder, host, port, target } = options;
  const onTrouble = options.onTrouble ?? (() => undefined);
  return startFaultListener({
    consumer,
    provider,
    injector,
    clock,
    recorder,
    host,
    port,
    certificates: options.certificates,
    onConnection: (connection) => relayConnection(connection, { target, injector, clock, onTrouble }),
    onTrouble,
  });
}
