import type { Exchange } from '../journal/exchange.js';
import type { Ask, RunJournal } from '../journal/run-journal.js';
import type { AskMarks } from './ask-marks.js';
import { askMarks } from './ask-marks.js';
import { traceIdOf } from './request-content.js';

/**
 * For each call what the consumer was asked when it made it: the only ask that was open, or the one of the same trace or with the same
 * mark.
 *
 * @param firsts - the first attempts of the calls, in order
 * @param asks - of the consumer, in order
 * @param journal - where the asks that are exchanges have their headers
 * @returns one for each call; `undefined` where it cannot be told
 */
export function asksOfCalls(firsts: readonly Exchange[], asks: readonly Ask[], journal: RunJournal): readonly (Ask | undefined)[] {
  const traceOfAsk = new Map<string, string | undefined>();
  for (const { side, id, request } of journal.exchanges) if (side === 'ingress') traceOfAsk.set(id, traceIdOf(request.headers));
  let open: readonly Ask[] = [];
  let nextIndex = 0;
  let marks: AskMarks | undefined;
  return firsts.map((first) => {
    const atMs = first.receivedFirstAtMs;
    const begun: Ask[] = [];
    for (let ask = asks[nextIndex]; ask !== undefined && ask.askedAtMs <= atMs; ask = asks[nextIndex]) {
      begun.push(ask);
      nextIndex += 1;
    }
    open = [...open, ...begun].filter((ask) => isOpenAt(ask, atMs));
    if (open.length <= 1) return open[0];
    const traceId = traceIdOf(first.request.headers);
    const traced = open.filter(({ id }) => traceId !== undefined && traceOfAsk.get(id) === traceId);
    if (traced.length > 0) return traced.length === 1 ? traced[0] : undefined;
    marks ??= askMarks(asks, journal);
    const marked = marks.askOf(first);
    return marked !== undefined && open.includes(marked) ? marked : undefined;
  });
}

function isOpenAt({ answeredAtMs }: Ask, atMs: number): boolean {
  return atMs <= (answeredAtMs ?? Number.POSITIVE_INFINITY);
}
