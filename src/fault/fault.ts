import type { JsonObject } from '../base/json.js';
import type { Random } from '../base/random.js';
import type { EventOperation, Message } from '../contract/channel.js';
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
  /** A message goes to a broker, or from it to a receiver. */
  readonly onMessage?: (step: MessageStep<Settings, State>) => Stepped<State, MessageEffect>;
  /** Which of the two ways it looks at; both unless it says so. */
  readonly wayOf?: (settings: Settings) => MessageWay;
  /** A receiver has said what became of a delivery, and the broker has not heard it yet. */
  readonly onSettle?: (step: SettleStep<Settings, State>) => Stepped<State, SettleEffect>;
  /** While in force the broker is away as a whole; and whether subscriptions come back by themselves. */
  readonly brokerIsAway?: (settings: Settings) => { readonly keepsSubscriptions: boolean };
  /** What shares one state when the rule does not say. By default all, and for `tcp` each connection. */
  readonly scopeFrom?: (settings: Settings) => FaultScope;
  /** What the state has counted, to be shown and plotted. */
  readonly figures?: (state: State) => JsonObject;
}

/** What shares one state of a fault. */
export type FaultScope = 'all' | 'operation' | 'consumer' | 'connection' | 'channel' | 'key' | { readonly header: string };

/** `meaning` and `framing` need a server or proxy that knows HTTP, `message` a broker; `tcp` and `tls` stand before anything. */
export type FaultGroup = 'meaning' | 'framing' | 'message' | 'tcp' | 'tls';

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

/** What flows over a channel: as a broker takes it and gives it. */
export interface MessageContent {
  /** The address on the wire. */
  readonly channel: string;
  /** Orders and partitions. */
  readonly key: string | undefined;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly payload: Uint8Array;
  readonly contentType: string | undefined;
  readonly messageId: string | undefined;
  readonly correlationId: string | undefined;
  readonly replyTo: string | undefined;
}

/** `publish`: from a program to the broker. `delivery`: from the broker to a program. */
export type MessageWay = 'publish' | 'delivery';

/** A message as rules match it and faults see it. */
export interface FaultedMessage {
  readonly content: MessageContent;
  /** Who sends it to the provider, or is given it; `undefined` for what the provider sends: that is for whoever listens. */
  readonly consumer: string | undefined;
  /** The system whose contract describes the channel. */
  readonly provider: string;
  readonly operation: EventOperation | undefined;
  /** What it was taken for. */
  readonly described: Message | undefined;
  /** As the broker counts deliveries, 1 for the first; 1 for what is published. */
  readonly attempt: number;
}

export interface MessageStep<Settings, State> extends Step<Settings, State> {
  readonly way: MessageWay;
  readonly message: FaultedMessage;
}

export interface SettleStep<Settings, State> extends Step<Settings, State> {
  readonly message: FaultedMessage;
  readonly how: Settling;
}

export type Settling = 'ack' | 'requeue' | 'dead-letter';

/** One message on its way. */
export interface Passage {
  readonly content: MessageContent;
  readonly delayMs: number;
  /** Held back until so many others of its channel or key went by, but no longer than so. */
  readonly overtaken?: Overtaking | undefined;
}

export interface Overtaking {
  readonly byCount: number;
  readonly within: 'channel' | 'key';
  readonly atMostMs: number;
}

/** What becomes of a message on its way. */
export type MessageEffect =
  | { readonly kind: 'pass' }
  /** These go on in its place, in order; where there are none it is lost, and nobody is told. */
  | { readonly kind: 'passages'; readonly passages: readonly Passage[] }
  /** Passed on, but whoever published it is told that the broker was lost. */
  | { readonly kind: 'unconfirmed' }
  /** Put back before the receiver sees it, to be delivered again. */
  | { readonly kind: 'put-back'; readonly delayMs: number };

/** What becomes of a receiver's word. */
export type SettleEffect =
  | { readonly kind: 'pass' }
  /** The broker never hears it, and delivers again in the end. */
  | { readonly kind: 'lost'; readonly delayMs: number }
  /** The broker hears it, and delivers again nevertheless: so many times, each so long after the one before. */
  | { readonly kind: 'again'; readonly count: number; readonly delayMs: number };

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
