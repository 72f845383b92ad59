import type { Recording } from '../../compat/record/recording.js';
import type { RecordedCall } from '../../compat/record/recorded-call.js';
import type { Contract } from '../../contract/contract.js';
import { createInjector } from '../../fault/create-injector.js';
import { createRunRecorder } from '../../journal/create-run-recorder.js';
import type { Exchange } from '../../journal/exchange.js';
import { createMemoryJournal, type Journal } from '../../journal/memory-journal.js';
import { type FaultProxy, startFaultProxy } from '../fault-proxy.js';
import { machineClock } from '../machine-clock.js';
import { decodedExchange } from './decoded-exchange.js';

export interface RecordProxyOptions {
  readonly contract: Contract;
  readonly consumer: string;
  readonly provider: string;
  /** `https://api.example.com`. */
  readonly target: string;
  readonly host: string;
  readonly port: number;
  readonly recording: Recording;
  /** Has each exchange, judged and redacted. */
  readonly journal: Journal;
  /** Told of each exchange, once it was judged. */
  readonly onCall: (call: RecordedCall) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** A proxy that looks at what it passes on. */
export interface RecordProxy extends Pick<FaultProxy, 'url' | 'close'> {
  /** The last exchanges, judged and redacted, in order. */
  exchanges(): readonly Exchange[];
}

/**
 * Stands before a real provider, changes nothing, and records what passes: bytes go on as they come, and what is written down is judged and
 * redacted first. A record that fails keeps nobody from an answer.
 *
 * @param options - before whom, and where records go
 * @throws HostError `E_PORT_BUSY`, `E_LISTEN`
 */
export async function startRecordProxy(options: RecordProxyOptions): Promise<RecordProxy> {
  const { contract, consumer, provider, target, host, port, recording, journal, onCall, onTrouble } = options;
  const kept = createMemoryJournal({ maxEntryCount: MAX_KEPT_COUNT, maxBytes: MAX_KEPT_BYTES });
  const proxy = await startFaultProxy({
    contract,
    consumer,
    provider,
    target,
    host,
    port,
    injector: createInjector({ seed: '0', provider }),
    clock: machineClock,
    // Connections are of no interest here.
    recorder: createRunRecorder({ maxBytes: MAX_CONNECTION_BYTES }),
    durableJournal: {
      append: (exchange) => {
        try {
          const call = recording.take(decodedExchange(exchange));
          journal.append(call.exchange);
          kept.append(call.exchange);
          onCall(call);
        } catch (error) {
          // What passes is real: it goes on, whatever becomes of the record, and the user is told.
          onTrouble(error);
        }
      },
    },
    maxKeptBytes: MAX_JUDGED_BYTES,
    onTrouble,
  });
  return { url: proxy.url, close: proxy.close, exchanges: () => kept.entries() };
}

/** Bodies are judged whole up to here; of larger ones nothing is said. The journal keeps less of each. */
const MAX_JUDGED_BYTES = 10_485_760;
const MAX_KEPT_COUNT = 10_000;
const MAX_KEPT_BYTES = 67_108_864;
const MAX_CONNECTION_BYTES = 1_048_576;
