import type { Finding } from '../finding/finding.js';
import type { Exchange, ExchangeOutcome } from '../journal/exchange.js';
import type { Secrets } from '../journal/secrets.js';
import type { HttpRequest, HttpResponse } from '../wire/http-message.js';
import type { Pair } from '../workspace/workspace.js';
import type { EventSession } from './events/event-session.js';
import type { Pace, Sleep } from './pace.js';
import type { Lane } from './plan-lanes.js';
import type { TestCase } from './test-case.js';

/** The world of a run. */
export interface CheckPorts {
  readonly send: Send;
  readonly nowMs: () => number;
  /** An id that no exchange of the record has yet. */
  readonly nextId: () => string;
  readonly providers: ProviderHost;
  readonly sleep: Sleep;
  /** The pace of all who call a provider, by its name. */
  readonly paceOf: (provider: string) => Pace;
  /** Told of every call as it ends, and of the case it was made for; what must not be shown is said beside it. */
  readonly onExchange?: ((exchange: Exchange, secrets: Secrets, testCase: TestCase | undefined) => void) | undefined;
  /** Told of the first finding of each cause. */
  readonly onFinding?: ((finding: Finding) => void) | undefined;
  /** Told of each lane as it ends. */
  readonly onLaneEnd?: ((pair: Pair, lane: Lane) => void) | undefined;
}

/** What became of a request. Instants are of the port's own clock. */
export type SendResult =
  | {
      readonly kind: 'answered';
      readonly response: HttpResponse;
      /** How many bytes of the body were not read. */
      readonly truncatedBytes: number | undefined;
      readonly respondedFirstAtMs: number;
      readonly respondedLastAtMs: number;
    }
  | { readonly kind: 'failed'; readonly outcome: Exclude<ExchangeOutcome, 'answered'>; readonly reason: string }
  /** The client cannot put the request on the wire, so it says nothing about the provider. */
  | { readonly kind: 'unsendable'; readonly reason: string };

/**
 * Makes one call.
 *
 * @param request - whole
 * @param baseUrl - scheme and authority, and a path when the provider lives below one; no trailing slash
 * @param signal - ends the call; the promise is then rejected with its reason
 */
export type Send = (request: HttpRequest, baseUrl: string, signal: AbortSignal) => Promise<SendResult>;

/** Gets the provider of a pair to answer: the real one, its program, or the mock. */
export interface ProviderHost {
  /**
   * @param pair - whose provider is wanted
   * @param signal - ends the wait
   * @throws HostError `E_PROCESS_START` when a program does not come up
   */
  open(pair: Pair, signal: AbortSignal): Promise<ProviderSession>;
}

export type ProviderKind = 'url' | 'program' | 'mock';

/** A provider that answers, until it is stopped. */
export interface ProviderSession {
  readonly kind: ProviderKind;
  /** Where its events flow; `undefined` when it has no contract of events. */
  readonly events?: EventSession | undefined;
  readonly baseUrl: string;
  /** Where another system of the session answers, if it was needed. */
  urlOf(system: string): string | undefined;
  /** Why its program is no longer there, with the end of what it said; `undefined` while it runs. A program that is just ending is given the time to end. */
  trouble(): Promise<string | undefined>;
  stop(): Promise<void>;
}
