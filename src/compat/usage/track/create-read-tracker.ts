import type { JsonValue } from '../../../base/json.js';
import type { Contract, OperationEntry } from '../../../contract/contract.js';
import { createRouter } from '../../../mock/router.js';
import { essenceOf } from '../essence-of.js';
import { mergeUsage } from '../merge-usage.js';
import type { Usage } from '../usage.js';
import { createUsageTally } from '../usage-from-journal.js';
import type { UsageOptions } from '../usage-options.js';
import type { AnswerNotes, PendingReads } from './read-log.js';
import { openReads } from './read-log.js';
import { readsOfNotes } from './reads-of-notes.js';
import type { Fetch } from './fetch-exchange.js';
import { exchangeOf, recordedRequest, targetReader } from './fetch-exchange.js';
import { trackedResponse } from './tracked-response.js';
import { trackedValue } from './tracked-value.js';

/** Which call an answer belongs to. */
export interface TrackedCall {
  readonly method: string;
  /** Absolute, or a path. */
  readonly url: string;
}

export interface ReadTrackerOptions extends UsageOptions {
  /** Where the provider is expected: `https://api.example.com/v1`. What is called elsewhere is let alone. Left out: any origin, below the contract's servers. */
  readonly baseUrl?: string;
  /** Gives days to what is seen: `Date.now`. Left out: no days. */
  readonly nowMs?: () => number;
}

/** Notes which members of answers a consumer reads, and what it survives. */
export interface ReadTracker {
  /**
   * The answer of a call, with a note of each look at it. An answer to no operation of the contract is given back as it is.
   *
   * @param answer - a `Response` that was not read yet, or the parsed body
   * @param call - that it is the answer to; `status` of a parsed body, default 200
   */
  trackReads<Answer>(answer: Answer, call: TrackedCall & { readonly status?: number }): Answer;
  /** A `fetch` whose requests are noted, and whose answers are tracked. Around the one that Mock Service Worker puts in place it sees what the mock answers. */
  fetch(inner: Fetch): Fetch;
  /**
   * Runs one interaction. What the consumer looked at in it and went on with without an error is survived; two that run at the same time
   * cannot be told apart, so then nothing is.
   */
  run<Result>(act: () => Promise<Result> | Result): Promise<Result>;
  /** For who cannot use `run`: all that was looked at since the last time was survived. */
  succeeded(): void;
  /** What is known so far. */
  usage(): Usage;
}

/**
 * A tracker that knows nothing yet.
 *
 * @param contract - of the provider: tells operations apart, and which values are new
 * @param options - whose reads they are
 */
export function createReadTracker(contract: Contract, options: ReadTrackerOptions): ReadTracker {
  const { consumer, provider, nowMs = () => 0 } = options;
  const router = createRouter(contract.operations, [...new Set(['', ...contract.basePaths])]);
  const targetOf = targetReader(options.baseUrl);
  const sent = createUsageTally(contract, options);
  const kinds = new Map<string, TrackedKind>();
  let pending: PendingReads[] = [];
  let runningCount = 0;
  let isMixed = false;

  const settle = (hasSucceeded: boolean): void => {
    for (const each of pending) each.settle(hasSucceeded);
    pending = [];
  };
  const open = (entry: OperationEntry, status: number, mediaType: string | undefined): PendingReads => {
    const key = [entry.method, entry.path, status, mediaType ?? ''].join(' ');
    const kind = kinds.get(key) ?? newKind(entry, status, mediaType);
    kinds.set(key, kind);
    kind.count += 1;
    const reads = openReads(kind.notes);
    if (pending.length < MAX_PENDING_COUNT) pending.push(reads);
    return reads;
  };
  const tracker: ReadTracker = {
    trackReads: (answer, { method, url, status = 200 }) => {
      const target = targetOf(url);
      const entry = target === undefined ? undefined : entryOf(router, method, target);
      if (entry === undefined) return answer;
      if (answer instanceof Response) {
        const mediaType = essenceOf(answer.headers.get('content-type') ?? undefined);
        return trackedResponse(answer, open(entry, answer.status, mediaType).log) as typeof answer;
      }
      return trackedValue(answer as JsonValue, open(entry, status, 'application/json').log) as typeof answer;
    },
    run: async (act) => {
      // What was looked at before belongs to nobody's success.
      if (runningCount === 0) settle(false);
      else isMixed = true;
      runningCount += 1;
      let hasSucceeded = false;
      try {
        const result = await act();
        hasSucceeded = true;
        return result;
      } finally {
        runningCount -= 1;
        if (runningCount === 0) {
          settle(hasSucceeded && !isMixed);
          isMixed = false;
        }
      }
    },
    succeeded: () => settle(true),
    fetch: (inner) => async (input, init) => {
      const request = new Request(input, init);
      const target = targetOf(request.url);
      if (target === undefined) return inner(request);
      const asked = await recordedRequest(request.clone(), target);
      const response = await inner(request);
      sent.exchange(exchangeOf(asked, response, { consumer, provider, atMs: nowMs() }));
      return tracker.trackReads(response, { method: request.method, url: request.url });
    },
    usage: () => mergeUsage(sent.usage(), usageOfKinds([...kinds.values()], options)),
  };
  return tracker;
}

interface TrackedKind {
  readonly entry: OperationEntry;
  readonly status: number;
  readonly mediaType: string | undefined;
  readonly notes: AnswerNotes;
  count: number;
}

function newKind(entry: OperationEntry, status: number, mediaType: string | undefined): TrackedKind {
  return { entry, status, mediaType, notes: { reads: new Map(), headers: new Set(), isTracked: true }, count: 0 };
}

function entryOf(router: ReturnType<typeof createRouter>, method: string, target: string): OperationEntry | undefined {
  const cut = target.indexOf('?');
  const [path, query] = cut === -1 ? [target, ''] : [target.slice(0, cut), target.slice(cut + 1)];
  const route = router.route(method.toUpperCase(), path, query);
  return route.kind === 'operation' ? route.entry : undefined;
}

function usageOfKinds(kinds: readonly TrackedKind[], { consumer, provider }: UsageOptions): Usage {
  const counts = new Map<OperationEntry, number>();
  for (const { entry, count } of kinds) counts.set(entry, (counts.get(entry) ?? 0) + count);
  const empty: Usage = { consumer, provider, sources: kinds.length === 0 ? [] : ['reads'], operations: [], messages: [] };
  const each = kinds.map(({ entry, status, mediaType, notes }): Usage => {
    const { reads, headers } = readsOfNotes(notes, { operation: entry.read(), status, mediaType });
    const call = { method: entry.method, path: entry.path, interactionCount: counts.get(entry) ?? 0, lastSeenOn: undefined, sent: [] };
    return { ...empty, operations: [{ ...call, received: [{ status, mediaType, reads, headers }] }] };
  });
  return each.reduce(mergeUsage, empty);
}

const MAX_PENDING_COUNT = 10_000;
