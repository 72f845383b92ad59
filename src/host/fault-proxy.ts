import type { Contract } from '../contract/contract.js';
import { createEffectTracker } from '../fault/effect-tracker.js';
import type { Journal } from '../journal/memory-journal.js';
import { MAX_BODY_BYTES } from '../journal/recorded-body.js';
import type { RunRecorder } from '../journal/run-recorder.js';
import type { Control } from './control/control.js';
import type { FaultedPort } from './fault-listener.js';
import { startFaultListener } from './fault-listener.js';
import { createOperationFinder } from '../mock/operation-finder.js';
import { onceForEachMessage } from './once-for-each-message.js';
import { serveConnection } from './proxy-connection.js';
import type { ProxyLink } from './proxy-link.js';
import type { Traces } from './traces/open-traces.js';
import { targetFromUrl } from './upstream.js';

export interface FaultProxyOptions extends FaultedPort {
  /** The provider: `http://127.0.0.1:4010`. What is behind the authority is not looked at. */
  readonly target: string;
  /** Tells operations apart, for rules and for the journal. */
  readonly contract: Contract | undefined;
  readonly recorder: RunRecorder;
  /** Has each exchange before its last byte is answered; when it throws, the answer is withheld. */
  readonly durableJournal?: Journal | undefined;
  /** Answers what is below `/_mortise/api/`; without it such paths are the provider's. */
  readonly control?: Control | undefined;
  /** Has a span of each exchange, which is passed on as the parent of the provider's. */
  readonly traces?: Traces | undefined;
  /** How much of a body is kept for the journals; what passes is never cut. Default what a journal keeps. */
  readonly maxKeptBytes?: number | undefined;
  /** Told once for each kind of trouble that no caller hears of. */
  readonly onTrouble?: ((error: unknown) => void) | undefined;
}

/** A proxy that stands before a provider. */
export interface FaultProxy {
  /** `http://127.0.0.1:4011`. */
  readonly url: string;
  readonly port: number;
  /** Ends every connection, what was begun a moment later; frees the port. */
  close(): Promise<void>;
}

/**
 * Stands before a provider that speaks HTTP/1.1, records every exchange, and deviates as the rules in force have it. Without rules no byte
 * is changed in either direction; what is not HTTP/1.1 is passed on unseen.
 *
 * @param options - where to listen, before whom, and the faults
 * @throws HostError `E_PORT_BUSY` when somebody listens there already, `E_LISTEN` when the address cannot be had
 */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { consumer, provider, injector, clock, recorder } = options;
  const onTrouble = onceForEachMessage(options.onTrouble);
  const link: ProxyLink = {
    target: targetFromUrl(options.target),
    consumer,
    provider,
    injector,
    clock,
    recorder,
    durableJournal: options.durableJournal,
    maxKeptBytes: options.maxKeptBytes ?? MAX_BODY_BYTES,
    operationOf: createOperationFinder(options.contract),
    effectOf: createEffectTracker().effectOf,
    control: options.control,
    traces: options.traces,
    settled: () => listener.settled(),
    onTrouble,
  };
  const serving = new Set<Promise<void>>();
  const listener = await startFaultListener({
    ...options,
    onConnection: (connection) => {
      const served = serveConnection(connection, link)
        .catch(onTrouble)
        .finally(() => serving.delete(served));
      serving.add(served);
    },
    onTrouble,
  });
  const close = async (): Promise<void> => {
    await listener.close();
    // What was under way is recorded when its connection has ended.
    await Promise.all(serving);
  };
  return { url: listener.url, port: listener.port, close };
}
