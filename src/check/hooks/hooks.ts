import type { Exchange } from '../../journal/exchange.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { TestCase } from '../test-case.js';

/**
 * Functions of the user's own that are called around the test of a pair. Each may be asynchronous, and one that throws ends the run: what it
 * meant to set up is not there.
 */
export interface Hooks {
  /** Called once the provider answers, before the first request. */
  readonly beforeAll?: ((context: HookContext) => void | Promise<void>) | undefined;
  /** Called after the last request, also when the test was cut short. */
  readonly afterAll?: ((context: HookContext) => void | Promise<void>) | undefined;
  /**
   * Called with a request as it would be sent, credentials included; gives the one that is sent instead, to sign it for instance, or nothing.
   * Not called for cases that try to get in without good credentials: a hook that signs them would let them in.
   */
  readonly beforeCall?:
    | ((request: HttpRequest, context: CallContext) => HttpRequest | undefined | Promise<HttpRequest | undefined>)
    | undefined;
  /** Called with what was sent and answered, before it is judged. */
  readonly afterCall?: ((exchange: Exchange, context: CallContext) => void | Promise<void>) | undefined;
  /** Called with a case before it is sent; `false` leaves it out. */
  readonly filterCase?: ((testCase: TestCase, context: HookContext) => boolean | Promise<boolean>) | undefined;
}

/** Where a hook is called. */
export interface HookContext {
  readonly consumer: string;
  readonly provider: string;
  /** Where the provider answers: scheme and authority, and a path when it lives below one; no trailing slash. */
  readonly baseUrl: string;
  /** Aborted when the run is to end. */
  readonly signal: AbortSignal;
}

/** For which case a call is made. */
export interface CallContext extends HookContext {
  readonly testCase: TestCase;
}

/** The names of the hooks there are. */
export const HOOK_NAMES = ['beforeAll', 'afterAll', 'beforeCall', 'afterCall', 'filterCase'] as const satisfies readonly (keyof Hooks)[];
