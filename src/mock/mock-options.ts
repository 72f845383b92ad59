import type { CorsMode } from './cors.js';
import type { Rules } from './rules.js';
import type { Seeds } from './state/memory.js';
import { DEFAULT_RULES } from './rules.js';
import { DEFAULT_STREAM_OPTIONS, type StreamOptions } from './stream/stream-options.js';

/** How a mock behaves where neither the contract nor the request decides. */
export interface MockOptions {
  readonly rules: Rules;
  /** Vary the values of every answer, whether or not a request asks for it. */
  readonly dynamic: boolean;
  readonly cors: CorsMode;
  /** Answer only below the base paths of the contract's servers. */
  readonly requireBasePath: boolean;
  readonly streams: StreamOptions;
  /** What a mock that remembers begins with; absent: what the examples of its contract show. */
  readonly seeds?: Seeds | undefined;
}

export const DEFAULT_MOCK_OPTIONS: MockOptions = {
  rules: DEFAULT_RULES,
  dynamic: false,
  cors: 'open',
  requireBasePath: false,
  streams: DEFAULT_STREAM_OPTIONS,
};
