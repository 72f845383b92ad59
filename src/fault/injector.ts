import type { JsonObject } from '../base/json.js';
import type {
  CertificateFlaw,
  ConnectionEffect,
  FaultedMessage,
  FaultedRequest,
  MessageWay,
  Passage,
  PipeStep,
  RequestEffect,
  Settling,
} from './fault.js';
import type { FaultRule } from './fault-rule.js';
import type { Reply } from './reply.js';

/** The faults before one provider: rules with their states. The only thing in `fault/` that remembers; what it decides is decided by the kinds. */
export interface FaultInjector {
  /** Puts these rules in force instead of all others; their windows begin now, their states are new. */
  set(rules: readonly FaultRule[], nowMs: number): void;
  /** Adds a rule, or replaces that of the same label. */
  add(rule: FaultRule, nowMs: number): void;
  /** @returns whether there was one */
  remove(label: string, nowMs: number): boolean;
  readonly rules: readonly InForce[];
  /** How many of them hold at that instant: their windows are open, the state they ask for is set. */
  inForceCount(nowMs: number): number;
  /** The named state that `when.state` asks for; each scope of a mock has its own. */
  setState(name: string | undefined, nowMs?: number, mockScope?: string): void;
  /** Whether any rule could touch a request; `false` lets a proxy pass bytes on without looking. */
  readonly isIdle: boolean;
  /** Whether any rule could touch the bytes of a connection; `false` lets a host that carries them leave them unmade. */
  readonly looksAtBytes: boolean;
  /** A whole request has come. */
  onRequest(request: FaultedRequest, nowMs: number): RequestDecision;
  /** `refused`: nobody is to listen now. */
  connectionsAreRefused(nowMs: number): { readonly label: string } | undefined;
  onConnection(connectionId: string, nowMs: number): ConnectionDecision;
  /**
   * Bytes have come. The steps of one direction are run one after the other, those of the next bytes after these. A host that shows no bytes has
   * faults of `tcp` applied to its requests and replies in place of them.
   */
  onBytes(bytes: BytesOnConnection, nowMs: number): { readonly steps: readonly PipeStep[]; readonly label: string | undefined };
  /** One side has ended a connection: how much later the other is to hear of it. */
  onClose(connectionId: string, nowMs: number): { readonly durationMs: number; readonly label: string } | undefined;
  /** What a connection that speaks TLS is shown. */
  certificate(nowMs: number, connectionId: string): { readonly flaw: CertificateFlaw; readonly label: string } | undefined;
  /** A program gives a message to the broker, or the broker gives it to a program. */
  onMessage(way: MessageWay, message: FaultedMessage, nowMs: number): MessageDecision;
  /** Whether the broker is to be away now for this program, and whether subscriptions come back by themselves. */
  brokerIsAway(consumer: string | undefined, nowMs: number): { readonly label: string; readonly keepsSubscriptions: boolean } | undefined;
  /** When a rule comes into force or goes out of it by the clock; `undefined`: never again. */
  nextChangeAtMs(nowMs: number): number | undefined;
  /**
   * Tells the listener whenever rules or the named state were changed, after the change: who holds a port looks again whether it is to be open.
   *
   * @returns ends it
   */
  onChange(listener: () => void): () => void;
}

export interface InForce {
  readonly rule: FaultRule;
  readonly setAtMs: number;
  /** How often it was applied. */
  readonly appliedCount: number;
  /** What its states have counted, by scope; only of kinds that count. */
  readonly figures?: Readonly<Record<string, JsonObject>>;
}

/** What becomes of one request. All rules that hold are applied, in their order; the first that answers or ends wins. */
export interface RequestDecision {
  /** Labels of the rules that were applied so far, joined by `+`; `undefined` when none was. Complete after `onReply`. */
  label(): string | undefined;
  readonly effect: RequestEffect;
  /** Whether some rule wants to see the answer: if not it can be streamed. */
  readonly changesReply: boolean;
  /** @param reply - of the provider; not called for an `answer` or an `end` */
  onReply(reply: Reply, nowMs: number): Reply;
  /** The exchange is over; must be called once. */
  onEnd(nowMs: number): void;
}

/** What becomes of one message. All rules that hold are applied, in their order, each to what the one before lets through. */
export interface MessageDecision {
  /** Labels of the rules that were applied so far, joined by `+`; `undefined` when none was. Complete after `onSettle`. */
  label(): string | undefined;
  /** What goes on, in order; none: it is lost. */
  readonly passages: readonly Passage[];
  /** `false`: whoever published it is told that the broker was lost. */
  readonly isConfirmed: boolean;
  /** The receiver does not see it: it is put back after so long. */
  readonly putBackAfterMs: number | undefined;
  /** A receiver has said what became of it. */
  onSettle(how: Settling, nowMs: number): SettleDecision;
  /** Nothing more will come of it; must be called once. */
  onEnd(nowMs: number): void;
}

export interface SettleDecision {
  /** The broker does not hear it: so long afterwards it delivers again. */
  readonly lostForMs: number | undefined;
  /** So long afterwards it is delivered once more, each. */
  readonly againAfterMs: readonly number[];
}

export interface ConnectionDecision {
  readonly label: string | undefined;
  readonly effect: ConnectionEffect;
  /** Whether some rule wants to see the bytes. */
  readonly changesBytes: boolean;
}

export interface BytesOnConnection {
  readonly connectionId: string;
  readonly direction: 'up' | 'down';
  readonly bytes: Uint8Array;
  readonly offsetBytes: number;
  readonly openedAtMs: number;
}
