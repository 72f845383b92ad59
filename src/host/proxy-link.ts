import type { Clock } from '../base/clock.js';
import type { FaultedRequest } from '../fault/fault.js';
import type { FaultInjector, RequestDecision } from '../fault/injector.js';
import type { Journal } from '../journal/memory-journal.js';
import type { RunRecorder } from '../journal/run-recorder.js';
import type { HttpRequest, HttpResponse } from '../wire/http-message.js';
import type { BodyFrame } from './body-frame.js';
import type { ByteReader } from './byte-reader.js';
import type { Control } from './control/control.js';
import type { HeldConnection } from './held-connection.js';
import type { ProxyRecord } from './proxy-record.js';
import type { Traces } from './traces/open-traces.js';
import type { Upstream, UpstreamTarget } from './upstream.js';

/** What all connections through one proxy share. */
export interface ProxyLink {
  readonly target: UpstreamTarget;
  readonly consumer: string | undefined;
  readonly provider: string;
  readonly injector: FaultInjector;
  readonly clock: Clock;
  readonly recorder: RunRecorder;
  readonly durableJournal: Journal | undefined;
  /** Of one body. */
  readonly maxKeptBytes: number;
  /** The operation that a request is for; `undefined` without a contract or when it is none of it. */
  readonly operationOf: (request: Omit<HttpRequest, 'body'>) => FaultedRequest['operation'];
  /** What the provider did because of a request. */
  readonly effectOf: (request: HttpRequest, wasApplied: boolean, response: HttpResponse | undefined) => string | undefined;
  /** Answers requests that are for the proxy itself; `undefined` for those that are not, or when nobody may control it. */
  readonly control: Control | undefined;
  /** Resolves once the proxy listens, or does not, as the faults in force have it. */
  readonly settled: () => Promise<void>;
  /** Of each exchange; absent when nobody asked for it. */
  readonly traces?: Traces | undefined;
  readonly onTrouble: (error: unknown) => void;
}

/** One connection of a consumer and, from its first request on, the one connection to the provider that belongs to it. */
export interface ProxyConnection {
  readonly held: HeldConnection;
  readonly reader: ByteReader;
  readonly link: ProxyLink;
  /** Connects when it was not asked for before. */
  upstream(): Upstream;
  /** From now on bytes are passed on whatever they mean, and so are the ends of both sides. */
  isRelayed: boolean;
  /** Whether the provider has ended its side. */
  upstreamIsOver(): boolean;
}

/** An exchange under way. */
export interface ProxyExchange {
  readonly connection: ProxyConnection;
  readonly record: ProxyRecord;
  readonly method: string;
  /** `undefined` when no rule is in force. */
  readonly decision: RequestDecision | undefined;
  /** The body is passed on from here. */
  readonly frame: BodyFrame;
  /** The bytes of the request that were read already: its head, and as much of its body as was waited for. */
  readonly ahead: readonly Uint8Array[];
  /** Whether the consumer was told to go on with its body by us. */
  readonly saidContinue: boolean;
}
