import type { JsonObject } from '../base/json.js';
import type { Random } from '../base/random.js';
import type { Operation } from '../contract/contract.js';
import type { HttpRequest, HttpResponse } from '../wire/http-message.js';
import type { Reply } from './reply.js';

/** A planned deviation, as a pure step: what it does follows from its settings, its state, what happens, the time and chance, and from nothing else. */
export interface FaultKind<Settings = unknown, State = unknown> {
  /** As users write it: `rate-limit`. */
  readonly kind: string;
  readonly group: FaultGroup;
  /** One line for `--list-faults`. */
  readonly summary: string;
  /** JSON Schema (2020-12) of the settings; `additionalProperties: false`. Durations are texts (`250ms`). */
  readonly schema: JsonObject;
  /** @param json - as the schema has it, defaults not filled in */
  readonly settingsFrom: (json: JsonObject) => Settings;
  readonly initialState: (settings: Settings) => State;
  /** A whole request has come, and the provider was not asked yet. */
  readonly onRequest?: (step: RequestStep<Settings, State>) => Stepped<State, RequestEffect>;
  /** There is an answer, and nothing of it was written yet. */
  readonly onReply?: (step: ReplyStep<Settings, State>) => Stepped<State, Reply>;
  /** Set when `onReply` only adds what the provider might have told itself: that alone leaves no label in the journal. */
  readonly onlyTells?: boolean;
  /** The exchange is over, however it ended. */
  readonly onEnd?: (step: RequestStep<Settings, State>) => State;
  /** A connection was opened. */
  readonly onConnection?: (step: ConnectionStep<Settings, State>) => Stepped<State, ConnectionEffect>;
  /** Bytes came on a connection, in either direction. */
  readonly onBytes?: (step: BytesStep<Settings, State>) => Stepped<State, readonly PipeStep[]>;
  /** While in force nobody listens: new connections are refused, those that are open are cut. */
  readonly refusesConnections?: (settings: Settings) => boolean;
  /** While in force this certificate is shown. */
  readonly certificate?: (settings: Settings) => CertificateFlaw;
  /** While in force a connection that one side has ended is ended towards the other so much later. */
  readonly closeDelayMs?: (settings: Settings) => number;
  /** What shares one state when the rule does not say. By default all, and for `tcp` each connection. */
  readonly scopeFrom?: (settings: Settings) => FaultScope;
  /** What the state has counted, to be shown and plotted. */
  readonly figures?: (state: State) => JsonObject;
}

/** What shares one state of a fault. */
export type FaultScope = 'all' | 'operation' | 'consumer' | 'connection' | { readonly header: string };

/** `meaning` and `framing` need a server or proxy that knows HTTP; `tcp` and `tls` stand before anything. */
export type FaultGroup = 'meaning' | 'framing' | 'tcp' | 'tls';

export interface Stepped<State, Effect> {
  readonly state: State;
  readonly effect: Effect;
}

interface Step<Settings, State> {
  readonly settings: Settings;
  readonly state: State;
  /** Of the consumer's clock, since 1970. */
  readonly nowMs: number;
  /** When the rule came into force. */
  readonly sinceMs: number;
  /** When it goes out of force by the clock; `undefined`: when it is removed. */
  readonly untilMs: number | undefined;
  readonly random: Random;
}

export interface RequestStep<Settings, State> extends Step<Settings, State> {
  readonly request: FaultedRequest;
}

export interface ReplyStep<Settings, State> extends RequestStep<Settings, State> {
  /** As the provider gave it, or as the faults before this one made it. */
  readonly reply: Reply;
}

export interface ConnectionStep<Settings, State> extends Step<Settings, State> {
  readonly connectionId: string;
}

export interface BytesStep<Settings, State> extends ConnectionStep<Settings, State> {
  /** `up`: from the consumer to the provider. */
  readonly direction: 'up' | 'down';
  readonly bytes: Uint8Array;
  /** How many bytes went in this direction of this connection before. */
  readonly offsetBytes: number;
  /** When the connection was opened. */
  readonly openedAtMs: number;
}

/** A request as rules match it and faults see it. */
export interface FaultedRequest {
  readonly request: HttpRequest;
  readonly consumer: string | undefined;
  readonly provider: string;
  /** The operation of the provider's contract, read; `undefined` without a contract or when the request matches none. */
  readonly operation: Operation | undefined;
  readonly connectionId: string;
  /** How many exchanges the same connection carried before. */
  readonly connectionUseCount: number;
}

/** What becomes of a request before anybody is asked. */
export type RequestEffect =
  | { readonly kind: 'pass' }
  /** Passed on, after a wait. */
  | { readonly kind: 'hold'; readonly durationMs: number }
  /** Answered by the fault; the provider never hears of it. */
  | { readonly kind: 'answer'; readonly response: HttpResponse; readonly delayMs?: number }
  /** The connection ends without an answer; the provider never hears of it. `silence` leaves it open for ever. */
  | { readonly kind: 'end'; readonly how: 'rst' | 'fin' | 'silence'; readonly delayMs?: number };

export type ConnectionEffect =
  | { readonly kind: 'accept' }
  | { readonly kind: 'hold'; readonly durationMs: number }
  /** `silence`: accepted, and never a byte. */
  | { readonly kind: 'end'; readonly how: 'rst' | 'fin' | 'silence'; readonly delayMs?: number };

/** What becomes of bytes on a connection, in order. What is not written is lost. */
export type PipeStep =
  | { readonly kind: 'write'; readonly bytes: Uint8Array }
  | { readonly kind: 'wait'; readonly durationMs: number }
  /** `half`: only this direction ends. */
  | { readonly kind: 'cut'; readonly how: 'rst' | 'fin' | 'half' }
  /** From here on nothing is passed on in this direction, the connection stays. */
  | { readonly kind: 'stall' };

export type CertificateFlaw = 'expired' | 'not-yet-valid' | 'wrong-host' | 'untrusted' | 'handshake-cut';
