import type { Broker } from '../broker/broker.js';

/**
 * What a program in process is given instead of the world: on a simulated clock an hour passes in milliseconds. A module that exports
 * `createConsumer` (or `createProvider`) can be run this way; the same module behind a small server is the real program.
 */
export interface SimulatedParts {
  /** Reaches the other systems at the addresses in `env`; faults are in between. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  readonly clock: SimulatedClock;
  /** In [0, 1), decided by the seed. */
  readonly random: () => number;
  /** A connection to where the events of a system flow, by its name; `undefined` where no events are part of the run. */
  readonly broker?: ((system: string) => Broker) | undefined;
  /** `MORTISE_URL_<SYSTEM>` and the system's own `env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface SimulatedClock {
  /** Ms since 1970. */
  readonly nowMs: () => number;
  /** Resolves once the time has passed; rejects with the signal's reason when it is aborted before. */
  readonly sleep: (durationMs: number, options?: { readonly signal?: AbortSignal }) => Promise<void>;
  readonly setTimeout: (callback: () => void, delayMs: number) => unknown;
  readonly clearTimeout: (timer: unknown) => void;
}

/** A program that answers requests: web standard on both sides. */
export interface SimulatedProgram {
  handle(request: Request): Promise<Response>;
  /** Called at the end of a run; also when the program is restarted. */
  stop?(): void | Promise<void>;
}

export type CreateSimulatedProgram = (parts: SimulatedParts) => SimulatedProgram | Promise<SimulatedProgram>;
