import type { Broker, BrokerMessage } from '../../broker/broker.js';
import type { HandshakeProblem } from '../../wire/judge-handshake.js';
import type { HttpRequest, HttpResponse } from '../../wire/http-message.js';

/** Where the events of a pair flow while it is tested: a broker with the programs on it. */
export interface EventSession {
  /** The tester's own connection. */
  readonly broker: Broker;
  /** Whether all that is sent is heard, with its sender: then what stands in no contract is seen, too. */
  readonly hearsAll: boolean;
  /** Whether it is seen what becomes of each delivery. */
  readonly seesSettling: boolean;
  /**
   * Hears what is sent from now on. Own messages are among it.
   *
   * @param channels - addresses that are listened to where not all can be heard
   */
  hear(channels: readonly string[], onMessage: (heard: Heard) => void): Promise<Hearing>;
  /** Hears what becomes of deliveries from now on; never told where that is not seen. */
  watch(onSettled: (settled: Settled) => void): Hearing;
  /** Handshakes of WebSockets that were refused so far; `undefined` where none are seen. */
  readonly refusedHandshakes?: (() => readonly RefusedHandshake[]) | undefined;
  /** One of the two systems of the pair, or one that `events` of the pair names. */
  member(system: string): EventMember | undefined;
}

/** Somebody meant to open a WebSocket, and not as the contract says. */
export interface RefusedHandshake {
  /** Its address. */
  readonly channel: string;
  readonly problem: HandshakeProblem;
}

/** Until it is stopped. */
export interface Hearing {
  stop(): Promise<void>;
}

/** A message as it was sent. */
export interface Heard {
  /** `undefined` when nobody knows. */
  readonly sender: string | undefined;
  readonly message: BrokerMessage;
}

/** What became of one delivery. */
export interface Settled {
  readonly receiver: string;
  readonly message: BrokerMessage;
  readonly how: 'acked' | 'requeued' | 'dead-lettered';
}

/** `module`: a program in this process; `mock`: we stand in for it. */
export type MemberKind = 'url' | 'program' | 'module' | 'mock';

/** What became of a call. */
export type CallResult =
  | { readonly kind: 'answered'; readonly response: HttpResponse }
  | { readonly kind: 'failed' | 'unsendable'; readonly reason: string };

/** A system at the broker. */
export interface EventMember {
  readonly kind: MemberKind;
  /** Where it answers calls; `undefined` when it does so in this process, or not at all. */
  readonly url: string | undefined;
  /** What of a message its way to the broker carries beside the payload: what it does not nobody can be blamed for. */
  readonly carries: { readonly headers: boolean; readonly keys: boolean };
  /**
   * Makes a call to it.
   *
   * @returns `undefined` when it answers no calls
   */
  call(request: HttpRequest, signal: AbortSignal): Promise<CallResult | undefined>;
  /** Its own connection, to stand in for it; `undefined` when it stands for itself. */
  readonly broker: Broker | undefined;
  /** Why its program is no longer there; `undefined` while it is, or when it is none of ours. */
  trouble(): Promise<string | undefined>;
  /**
   * Ends it and brings it up again.
   *
   * @returns false when that is not ours to do
   */
  restart(): Promise<boolean>;
}
