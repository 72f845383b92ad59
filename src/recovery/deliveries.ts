import type { Exchange } from '../journal/exchange.js';
import { systemOfMember } from '../journal/member-name.js';
import type { Ask } from '../journal/run-journal.js';
import { kindOfAsk } from './ask-kind.js';
import type { AskMarks } from './ask-marks.js';
import { asksForEffect, askMarks } from './ask-marks.js';
import type { OracleInput } from './oracle.js';
import { contentOf, endpointOf, SAFE_METHODS } from './request-content.js';

/** What became of all that a consumer accepted. */
export interface Deliveries {
  /** Accepted, and of a kind that has its effect at this provider. */
  readonly expected: readonly Ask[];
  /** Of these, those without an effect. */
  readonly missing: readonly Ask[];
  /** Of these, those that the provider refused for good: no delivery can help. */
  readonly refused: readonly Ask[];
  /** `false` when effects that bear no mark were taken for those of asks that have none. */
  readonly isSure: boolean;
}

/**
 * Puts effects to asks: by the marks that a request bears, and where it bears none by the call that was made while the ask was open.
 *
 * @param input - of an oracle
 */
export function deliveriesOf(input: OracleInput): Deliveries {
  const firstOf = firstsOfTheirContent(
    input.asks.filter((ask) => ask.outcome === 'succeeded' && asksForEffect(ask)),
    input,
  );
  const accepted = [...new Set(firstOf.values())];
  const marks = askMarks(accepted, input.journal);
  const known = { input, marks, firstOf };
  const { marked, called, spareCount } = effectsByAsk(known);
  const delivered = new Set([...marked, ...called]);
  const tried = triedAsks(known);
  const kinds = new Set([...delivered].map(({ text }) => kindOfAsk(text)));
  const expected = accepted.filter((ask) => kinds.has(kindOfAsk(ask.text)) || tried.has(ask));
  const without = expected.filter((ask) => !delivered.has(ask));
  const refused = without.filter((ask) => REFUSED_FOR_GOOD.has(tried.get(ask)?.response?.status ?? 0));
  const open = without.filter((ask) => !refused.includes(ask));
  // An effect that bears no mark may be that of any ask: as many are given the benefit of the doubt.
  return { expected, missing: open.slice(spareCount), refused, isSure: open.length === 0 || spareCount === 0 };
}

interface Known {
  readonly input: OracleInput;
  readonly marks: AskMarks;
  readonly firstOf: ReadonlyMap<Ask, Ask>;
}

/** Who asks again with the same words may mean the same thing, as a sender does that delivers twice: one effect is enough for both. */
function firstsOfTheirContent(asks: readonly Ask[], { journal }: OracleInput): ReadonlyMap<Ask, Ask> {
  const exchanges = new Map(journal.exchanges.flatMap((exchange) => (exchange.side === 'ingress' ? [[exchange.id, exchange]] : [])));
  const first = new Map<string, Ask>();
  return new Map(
    asks.map((ask) => {
      const exchange = exchanges.get(ask.id);
      const content = exchange === undefined ? ask.id : contentOf(exchange);
      const owner = first.get(content) ?? ask;
      first.set(content, owner);
      return [ask, owner];
    }),
  );
}

interface EffectsByAsk {
  readonly marked: ReadonlySet<Ask>;
  /** Those whose call had an effect, which bears no mark. */
  readonly called: ReadonlySet<Ask>;
  /** Effects without a mark that are more than the asks in whose time they came: what was kept goes out while something else is asked. */
  readonly spareCount: number;
}

function effectsByAsk({ input, marks, firstOf }: Known): EffectsByAsk {
  const marked = new Set<Ask>();
  const unmarked: { readonly attempt: Exchange; readonly effect: string; readonly ask: Ask | undefined }[] = [];
  for (const { ask, attempts } of input.calls) {
    for (const attempt of attempts) {
      if (attempt.effect === undefined) continue;
      const owners = marks.asksOf(attempt);
      for (const owner of owners) marked.add(owner);
      const isWhole = (attempt.request.truncatedBytes ?? 0) === 0;
      if (owners.length === 0 || !isWhole)
        unmarked.push({ attempt, effect: attempt.effect, ask: ask === undefined ? undefined : firstOf.get(ask) });
    }
  }
  const called = new Set(unmarked.flatMap(({ ask }) => (ask === undefined || marked.has(ask) ? [] : [ask])));
  const endpoints = new Set(unmarked.map(({ attempt }) => endpointOf(attempt)));
  const spareCounts = [...endpoints].map((endpoint) => {
    const ones = unmarked.filter(({ attempt }) => endpointOf(attempt) === endpoint);
    const effects = new Set(ones.map(({ attempt, effect }) => `${systemOfMember(attempt.consumer ?? '')}\u0000${effect}`));
    const askCount = new Set(ones.flatMap(({ ask }) => (ask === undefined || marked.has(ask) ? [] : [ask]))).size;
    return Math.max(0, effects.size - askCount);
  });
  return { marked, called, spareCount: spareCounts.reduce((sum, count) => sum + count, 0) };
}

/** The asks for which the consumer tried to change something at the provider, with the last attempt of each. */
function triedAsks({ input, marks, firstOf }: Known): ReadonlyMap<Ask, Exchange> {
  const tries = input.calls.flatMap(({ ask, attempts }) => {
    const own = ask === undefined ? undefined : firstOf.get(ask);
    return attempts
      .filter(({ request }) => !SAFE_METHODS.has(request.method))
      .flatMap((attempt) => ownersOf(attempt, own, marks).map((owner) => ({ owner, attempt })));
  });
  tries.sort((left, right) => left.attempt.receivedFirstAtMs - right.attempt.receivedFirstAtMs);
  return new Map(tries.map(({ owner, attempt }) => [owner, attempt]));
}

/** A mark says more than the time at which a call was made. */
function ownersOf(attempt: Exchange, own: Ask | undefined, marks: AskMarks): readonly Ask[] {
  const marked = marks.asksOf(attempt);
  return marked.length > 0 || own === undefined ? marked : [own];
}

/** The content itself is not wanted: to send it again is of no use. @see RFC 9110 §15.5 */
const REFUSED_FOR_GOOD: ReadonlySet<number> = new Set([400, 405, 410, 413, 414, 415, 422]);
