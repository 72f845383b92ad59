import type { Exchange } from './exchange.js';
import type { MessageRecord } from './message-record.js';

/**
 * All that was seen in one run, whole: what the recovery oracles judge. Every list is in the order of its first instant. All instants are
 * of one clock, the consumer's: of a run whose time is compressed they are already stretched.
 */
export interface RunJournal {
  /** Calls of consumers to providers (`egress`) and of the driver to consumers (`ingress`). */
  readonly exchanges: readonly Exchange[];
  /** Passages of messages between programs and brokers. */
  readonly messages: readonly MessageRecord[];
  /** When consumers were asked to do something by other means than an exchange: a command that was run. */
  readonly asks: readonly Ask[];
  readonly connections: readonly Connection[];
  readonly faults: readonly FaultSpan[];
  /** What a control client with fixed timers saw in the same run; empty when none ran. */
  readonly canary: readonly CanaryTick[];
  /** How much faster than the machine's the consumer's time ran: 1, 20. An error of 1 ms of the machine is so many ms here. */
  readonly timeScale: number;
  /** Until when it was looked; `undefined`: until the last instant that stands in it. */
  readonly endedAtMs?: number | undefined;
  /** Why records may be missing: it was `full`, or its file ends within a line. What is judged by absence is then not judged at all. */
  readonly incomplete?: 'full' | 'cut-off' | undefined;
}

/** One thing that a consumer was asked to do. */
export interface Ask {
  readonly id: string;
  readonly consumer: string;
  /** `POST /checkout`, `node client.js`. */
  readonly text: string;
  readonly askedAtMs: number;
  /** `undefined` while it is pending. */
  readonly answeredAtMs: number | undefined;
  readonly outcome: AskOutcome;
  /** Of HTTP, or the exit code of a command. */
  readonly status: number | undefined;
  /** What was answered, or printed; bounded. */
  readonly answer: string | undefined;
}

/** `pending`: not answered when the run ended, or when it was given up on. */
export type AskOutcome = 'succeeded' | 'failed' | 'pending';

/** One connection to where a provider is expected. */
export interface Connection {
  readonly id: string;
  readonly consumer: string | undefined;
  readonly provider: string;
  readonly openedAtMs: number;
  readonly closedAtMs: number | undefined;
  /** Who ended it: `refused` before it began. */
  readonly end: 'open' | 'consumer' | 'provider' | 'fault' | 'refused';
  /** From the consumer, and to it. */
  readonly receivedBytes: number;
  readonly sentBytes: number;
  /** The label of the fault that was in force when it was opened or ended. */
  readonly fault: string | undefined;
}

/** When a fault was switched on, and off. */
export interface FaultSpan {
  readonly label: string;
  /** The kind of fault: `status`, `outage`. */
  readonly fault: string;
  readonly provider: string;
  readonly fromMs: number;
  /** `undefined`: to the end of the run, or until the fault itself had enough. */
  readonly toMs: number | undefined;
  /** Whether nobody listened meanwhile, so that attempts left no trace here; left out for kinds that never are like that. */
  readonly refusesConnections?: boolean | undefined;
}

/** A fixed timer of the control client: how long it was set for, and the bounds of how long it took as seen from the wire. */
export interface CanaryTick {
  readonly setMs: number;
  readonly observedMs: number;
}
