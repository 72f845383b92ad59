import type { Exchange } from '../../journal/exchange.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { TokenAnswer } from './token-answer.js';

/** Where a token comes from, and the one that is held. */
export interface TokenSource {
  /** The token that goes with the next request; `undefined` until one was fetched. */
  token(): string | undefined;
  /** Why there is no token that holds; `undefined` once there is one. At once, without a call, while one is held. */
  ready(): Promise<TokenFailure | undefined>;
  /** Told that an operation let a request in. */
  accepted(operation: string): void;
  /** Whether a request that an operation refused is worth another try: with a newer token than it carried, fetched for it when there is none. */
  renewFor(refused: Pick<HttpRequest, 'headers' | 'target'>, operation: string): Promise<boolean>;
}

/** Why there is no token, and the call that shows it. */
export interface TokenFailure {
  readonly reason: string;
  readonly exchange: Exchange | undefined;
}

/** What a call for a token came to. */
export interface TokenCall {
  readonly answer: TokenAnswer;
  readonly exchange: Exchange | undefined;
}

export interface TokenSourceInput {
  /** Makes one call. A refresh token is one that an earlier answer gave. */
  readonly fetch: (refreshToken: string | undefined) => Promise<TokenCall>;
  readonly nowMs: () => number;
}

/**
 * A source that has not asked yet. However many ask at once, one call is made for all of them.
 *
 * @param input - how to ask, and the clock
 */
export function createTokenSource({ fetch, nowMs }: TokenSourceInput): TokenSource {
  let held: HeldToken | undefined;
  let fetching: Promise<TokenFailure | undefined> | undefined;
  /** When a token was fetched for an operation that has let nobody in since. */
  const renewedAtMs = new Map<string, number>();
  let failure: TokenFailure | undefined;
  let failureCount = 0;
  /** Requests that are still under way may carry them. */
  const replaced: string[] = [];

  const replace = async (): Promise<TokenFailure | undefined> => {
    const call = await fetchFresh(fetch, held?.refreshToken);
    if (held !== undefined) replaced.push(held.token);
    if (replaced.length > MAX_REPLACED_COUNT) replaced.shift();
    held = call.answer.kind === 'token' ? heldFromAnswer(call.answer, held, nowMs()) : undefined;
    failure = call.answer.kind === 'token' ? undefined : { reason: call.answer.reason, exchange: call.exchange };
    failureCount = failure === undefined ? 0 : failureCount + 1;
    return failure;
  };
  const replaceOnce = (): Promise<TokenFailure | undefined> => {
    fetching ??= replace().finally(() => {
      fetching = undefined;
    });
    return fetching;
  };
  return {
    token: () => held?.token,
    ready: async () => {
      if (fetching === undefined && held !== undefined && nowMs() < held.staleAtMs) return undefined;
      // Whoever refuses twice is not asked before every call.
      return failureCount >= MAX_FAILURE_COUNT ? failure : replaceOnce();
    },
    accepted: (operation) => void renewedAtMs.delete(operation),
    renewFor: async (refused, operation) => {
      const isNewerHeld = held !== undefined && replaced.some((token) => carriesText(refused, token)) && !carriesText(refused, held.token);
      if (isNewerHeld) return true;
      if (held === undefined || !carriesText(refused, held.token)) return false;
      // Who refuses a token that was fetched because he refused the last one will refuse the next one too.
      const lastAtMs = renewedAtMs.get(operation) ?? Number.NEGATIVE_INFINITY;
      if (fetching === undefined && nowMs() - lastAtMs < MIN_FRUITLESS_INTERVAL_MS) return false;
      await replaceOnce();
      renewedAtMs.set(operation, nowMs());
      return failure === undefined;
    },
  };
}

interface HeldToken {
  readonly token: string;
  readonly refreshToken: string | undefined;
  /** From then on it is fetched anew before it is used. */
  readonly staleAtMs: number;
}

/** A refresh token may have been used up or revoked: then the way in is the first one again. */
async function fetchFresh(fetch: TokenSourceInput['fetch'], refreshToken: string | undefined): Promise<TokenCall> {
  if (refreshToken !== undefined) {
    const refreshed = await fetch(refreshToken);
    if (refreshed.answer.kind === 'token') return refreshed;
  }
  return fetch(undefined);
}

/** An answer without a refresh token leaves the old one in force (RFC 6749 §6). */
function heldFromAnswer(answer: Extract<TokenAnswer, { readonly kind: 'token' }>, before: HeldToken | undefined, nowMs: number): HeldToken {
  const { token, expiresInSeconds, refreshToken } = answer;
  const lifeMs = (expiresInSeconds ?? Number.POSITIVE_INFINITY) * 1_000;
  const marginMs = Math.min(MAX_MARGIN_MS, lifeMs / 10);
  return { token, refreshToken: refreshToken ?? before?.refreshToken, staleAtMs: nowMs + lifeMs - marginMs };
}

function carriesText({ headers, target }: Pick<HttpRequest, 'headers' | 'target'>, token: string): boolean {
  return headers.some((part) => part.includes(token)) || target.includes(encodeURIComponent(token));
}

const MAX_MARGIN_MS = 30_000;
const MIN_FRUITLESS_INTERVAL_MS = 10_000;
const MAX_REPLACED_COUNT = 16;
const MAX_FAILURE_COUNT = 2;
