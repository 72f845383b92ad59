import { headerValue } from '../wire/http-message.js';
import type { HttpRequest, HttpResponse } from '../wire/http-message.js';
import { contentHash } from './content-hash.js';

/** Tells apart what a provider did from what it only answered again. */
export interface EffectTracker {
  /**
   * @param request - whole
   * @param wasApplied - whether the provider was asked at all
   * @param response - of the provider, whatever became of it on the way; `undefined` when it gave none
   * @returns the id of what was done: the same when it was done before; `undefined` when nothing was done, or nobody knows
   */
  effectOf(request: HttpRequest, wasApplied: boolean, response: HttpResponse | undefined): string | undefined;
}

/**
 * A tracker that goes by what the methods mean: a provider is believed to keep an `Idempotency-Key`, and to do the same PUT or DELETE only once;
 * each POST or PATCH without a key is done anew. A provider that tells by the header `Mortise-Effect` knows better.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
 */
export function createEffectTracker(): EffectTracker {
  const known = new Map<string, string>();
  let count = 0;
  const fresh = (): string => {
    count += 1;
    return `e${count}`;
  };
  const once = (key: string): string => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const effect = fresh();
    if (known.size >= MAX_KEY_COUNT) {
      const [oldest] = known.keys();
      if (oldest !== undefined) known.delete(oldest);
    }
    known.set(key, effect);
    return effect;
  };
  return {
    effectOf: (request, wasApplied, response) => {
      if (!wasApplied || response === undefined || response.status < 200 || response.status > 299) return undefined;
      const told = headerValue(response.headers, 'mortise-effect');
      if (told !== undefined && told !== '') return told;
      if (SAFE_METHODS.has(request.method)) return undefined;
      const key = headerValue(request.headers, 'idempotency-key');
      if (key === undefined && !IDEMPOTENT_METHODS.has(request.method)) return fresh();
      return once([key ?? '', request.method, request.target, contentHash(request.body)].join('\u0000'));
    },
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1 (QUERY is safe, too) */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY']);
const IDEMPOTENT_METHODS: ReadonlySet<string> = new Set(['PUT', 'DELETE']);
const MAX_KEY_COUNT = 100_000;
