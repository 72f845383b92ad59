import type { Exchange } from '../journal/exchange.js';
import type { HeaderPairs } from '../wire/http-message.js';

/** An exchange of a server while it happens. */
export type OpenExchange = { -readonly [Member in keyof Exchange]: Exchange[Member] } & {
  /** What was taken off the path for the scope's sake. */
  scopePrefix?: string;
  request: { readonly method: string; readonly target: string; readonly headers: HeaderPairs; body: Uint8Array | undefined };
};
