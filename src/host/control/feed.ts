import type { JsonObject } from '../../base/json.js';
import { headerValue } from '../../wire/http-message.js';
import { briefCall } from './brief-call.js';
import type { LiveAnswer } from './control-answer.js';
import { impossible, json } from './control-answer.js';
import type { ControlCall, ControlResource } from './control-call.js';
import type { ControlledFeed } from './controlled-system.js';

/** The calls of all systems, each in a line, from where somebody has been: nothing is told one by one, so nobody is too slow for it. */
export const feed: ControlResource = {
  name: 'feed',
  methods: {
    GET: (call) => {
      const own = call.systems.find((system) => system.journal.feed !== undefined)?.journal.feed;
      if (own === undefined) return impossible('The calls are recorded apart here: read the journal.');
      const after = call.query.get('after') ?? headerValue(call.request.headers, 'last-event-id') ?? '0';
      if (!/^\d{1,15}$/.test(after)) return impossible('?after= takes the number that the last answer gave.');
      const accept = headerValue(call.request.headers, 'accept') ?? '';
      if (accept.includes('text/event-stream')) return live(call, own, Number(after));
      return json(200, pageOf(call, own, Number(after)));
    },
  },
};

/** What came since then. A number that is not reached yet is that of a process before this one. */
function pageOf({ systems, scope, query }: ControlCall, own: ControlledFeed, after: number): JsonObject & { readonly next: number } {
  const from = after > own.writtenCount ? 0 : after;
  const { exchanges, lostCount } = own.read(from);
  const isWhole = query.get('system') === '*';
  const names = new Set(systems.map(({ name }) => name));
  const meant = exchanges.filter(
    ({ provider, consumer, ...one }) =>
      (isWhole || names.has(provider) || names.has(consumer ?? '')) && (scope === undefined || (one.scope ?? '') === scope),
  );
  return { calls: meant.map(briefCall), lostCount, droppedCount: own.droppedCount, next: own.writtenCount, isAnew: from !== after };
}

/** In batches: whoever shows them has time for one picture after the other, not for each call. @see https://html.spec.whatwg.org/multipage/server-sent-events.html */
function live(call: ControlCall, own: ControlledFeed, after: number): LiveAnswer {
  const [{ clock } = { clock: undefined }] = call.systems;
  return {
    status: 200,
    headers: ['content-type', 'text/event-stream', 'cache-control', 'no-store'],
    follow: (write) => {
      const over = new AbortController();
      let at = after;
      let isPlanned = false;
      const tell = (): void => {
        isPlanned = false;
        if (over.signal.aborted) return;
        const page = pageOf(call, own, at);
        at = page.next;
        write(`id: ${at}\ndata: ${JSON.stringify(page)}\n\n`);
      };
      const plan = (): void => {
        if (isPlanned) return;
        isPlanned = true;
        void clock?.sleep(BATCH_MS, over.signal).then(tell);
      };
      const beat = async (): Promise<void> => {
        while (!over.signal.aborted) {
          await clock?.sleep(BEAT_MS, over.signal);
          if (!over.signal.aborted) write(': still here\n\n');
        }
      };
      tell();
      const end = own.onAppend(plan);
      if (clock !== undefined) void beat();
      return () => {
        end();
        over.abort();
      };
    },
  };
}

const BATCH_MS = 100;
/** So that an intermediary, or a page, sees that the connection is alive. */
const BEAT_MS = 15_000;
