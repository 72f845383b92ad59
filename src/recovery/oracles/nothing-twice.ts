import type { Exchange } from '../../journal/exchange.js';
import { headerValue } from '../../wire/http-message.js';
import { asksForEffect, askMarks } from '../ask-marks.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import { exchangesOfLink } from '../link.js';
import type { Oracle, OracleInput } from '../oracle.js';
import { contentOf, endpointOf } from '../request-content.js';

/**
 * Nothing has its effect twice: not one call by its attempts, not one idempotency key, and not one ask by the same request sent again, nor one
 * that was delivered twice, when a value that was made for it says that it is the same.
 * Methods that are idempotent by definition cannot. Exercised: something was delivered twice and had one effect.
 */
export const nothingTwice: Oracle = {
  claim: 'nothing-twice',
  summary: 'Nothing has its effect twice, however often it is delivered.',
  source: 'https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2',
  judge: (input) => {
    if (input.expectations.nothingTwice !== true) return [];
    const about = { claim: 'nothing-twice', expected: 'one effect of each' } as const;
    const attempts = exchangesOfLink(input.journal, input).filter(({ request }) => !IDEMPOTENT_METHODS.has(request.method));
    if (!attempts.some(({ effect }) => effect !== undefined)) return [inconclusive(about, 'nobody recorded what the provider did')];
    const groups = groupsOf(attempts, input);
    const doubled = groups.find((group) => effectsIn(group).length > 1);
    if (doubled !== undefined) {
      const effects = effectsIn(doubled);
      const witness = doubled.filter(({ effect }) => effect !== undefined).map(({ id }) => id);
      const [first] = doubled;
      return [refuted({ ...about, seen: `${effects.length} effects of ${first === undefined ? 'one call' : endpointOf(first)}`, witness })];
    }
    const repeated = groups.find((group) => group.length > 1 && effectsIn(group).length === 1);
    const seen = repeated === undefined ? 'nothing was delivered twice' : `${repeated.length} deliveries, one effect`;
    const witness = (repeated ?? []).map(({ id }) => id);
    const wasDeliveredAgain = repeated !== undefined && repeated.filter(({ effect }) => effect !== undefined).length > 1;
    return [
      judgementOf(wasDeliveredAgain ? { kind: 'proved' } : { kind: 'consistent', caseCount: groups.length }, { ...about, seen, witness }),
    ];
  },
};

/** The same attempt may stand in several groups: each of them says for itself that it is one thing. */
function groupsOf(attempts: readonly Exchange[], input: OracleInput): readonly (readonly Exchange[])[] {
  const { calls, asks, journal } = input;
  const relevant = new Set(attempts);
  const groups = calls.filter(({ isCertain }) => isCertain).map((call) => call.attempts.filter((attempt) => relevant.has(attempt)));
  const marks = askMarks(asks.filter(asksForEffect), journal);
  const redeliveredIn = redeliveredValues(input);
  const shared: Exchange[][] = [];
  // Contents are long, and mostly shared: what stands beside them is looked up within each.
  const byContent = new Map<string, Map<string, Exchange[]>>();
  const put = (known: Map<string, Exchange[]>, key: string, attempt: Exchange): void => {
    const group = known.get(key);
    if (group !== undefined) {
      group.push(attempt);
      return;
    }
    const begun = [attempt];
    known.set(key, begun);
    shared.push(begun);
  };
  for (const attempt of attempts) {
    const content = contentOf(attempt);
    const known = byContent.get(content) ?? new Map<string, Exchange[]>();
    byContent.set(content, known);
    const key = headerValue(attempt.request.headers, 'idempotency-key');
    // Another content under the same key is another mistake: `idempotency-key` judges that.
    if (key !== undefined) put(known, `key ${key}`, attempt);
    const ask = marks.askOf(attempt);
    if (ask !== undefined) put(known, `ask ${ask.id}`, attempt);
    const value = redeliveredIn(attempt);
    if (value !== undefined) put(known, `value ${value}`, attempt);
  }
  return [...groups, ...shared].filter((group) => group.length > 0);
}

/** The unique values by which whatever was asked for was the same: asked for in other words it may be another thing about the same object. */
function redeliveredValues({ uniqueValues = [], asks, journal }: OracleInput): (exchange: Exchange) => string | undefined {
  const valuesIn = valueFinder(uniqueValues);
  const ids = new Set(asks.filter(asksForEffect).map(({ id }) => id));
  const contents = new Map<string, Set<string>>();
  for (const exchange of journal.exchanges) {
    if (exchange.side !== 'ingress' || !ids.has(exchange.id)) continue;
    for (const value of valuesIn(exchange)) contents.set(value, (contents.get(value) ?? new Set()).add(contentOf(exchange)));
  }
  return (exchange) => {
    const [value, ...others] = valuesIn(exchange);
    return value !== undefined && others.length === 0 && contents.get(value)?.size === 1 ? value : undefined;
  };
}

/** The attempts of a call mostly have one content. */
function valueFinder(uniqueValues: readonly string[]): (exchange: Exchange) => readonly string[] {
  const values = new Set(uniqueValues);
  const known = new Map<string, readonly string[]>();
  return (exchange) => {
    if (values.size === 0) return [];
    const content = contentOf(exchange);
    const found = known.get(content) ?? [...new Set((content.match(WORDS) ?? []).filter((word) => values.has(word)))];
    known.set(content, found);
    return found;
  };
}

function effectsIn(group: readonly Exchange[]): readonly string[] {
  return [...new Set(group.flatMap(({ effect }) => (effect === undefined ? [] : [effect])))];
}

const WORDS = /[\w-]+/g;
/** @see RFC 9110 §9.2.2 */
const IDEMPOTENT_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);
