import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { ReportClaim, ReportLink } from '../run/report-scenario.js';
import type { DocPair } from './doc-pairs.js';
import { markdownCode, markdownTable, markdownText } from '../markdown.js';

/**
 * What the consumer claims to do when the link breaks, member by member, and what scenarios showed of it. Figures, which differ from run to run, are in
 * the evidence; only what is refuted says here what was seen.
 *
 * @param pair - with its links
 */
export function recoverySection({ declared, links }: DocPair): readonly string[] {
  const claims = links.flatMap((link) => link.claims.map((claim) => ({ ...claim, scenario: link.scenario })));
  const members = Object.entries(declared ?? {}).flatMap(([member, value]) => (value === undefined ? [] : [[member, value] as const]));
  const rows = members.map(([member, value]) => {
    const own = claims.filter(({ claim }) => CLAIMS_OF_MEMBER[member]?.includes(claim) === true);
    return [markdownCode(member), markdownText(valueText(value)), observedText(own)];
  });
  const named = new Set(members.flatMap(([member]) => CLAIMS_OF_MEMBER[member] ?? []));
  const others = [...new Set(claims.map(({ claim }) => claim).filter((claim) => !named.has(claim)))];
  const further = others.map((name) => {
    const own = claims.filter(({ claim }) => claim === name);
    return [markdownCode(name), `${markdownText(textIn(own[0], 'expected') ?? '')} (by a scenario)`.trim(), observedText(own)];
  });
  const isTold = rows.length + further.length > 0;
  return [
    ...habitLines(links),
    ...markdownTable(['policy', 'as declared', 'as judged'], [...rows, ...further], 'The consumer claims nothing.'),
    ...(isTold ? ['', 'Times and other figures of the last run are in the [evidence](../evidence.md).'] : []),
  ];
}

/** What the consumer was seen to do, all scenarios together, whatever it claims. */
function habitLines(links: DocPair['links']): readonly string[] {
  const seen = links.flatMap(({ observed, scenario }) => (observed === undefined ? [] : [{ ...observed, scenario }]));
  if (seen.length === 0) return ['Observed: no call of it failed in a scenario.', ''];
  const retried = unique(seen.flatMap(({ retriedAfter }) => retriedAfter));
  const left = unique(seen.flatMap(({ leftAfter }) => leftAfter)).filter((end) => !retried.includes(end));
  const laws = unique(seen.flatMap(({ waits }) => (waits === undefined ? [] : [waitsText(waits)])));
  const attempts = Math.max(...seen.map(({ attemptCount }) => attemptCount));
  const told = [
    attempts === 1 ? 'one attempt a call' : `up to ${attempts} attempts a call`,
    retried.length === 0 ? '' : `again after ${retried.map(markdownCode).join(', ')}`,
    left.length === 0 ? '' : `not again after ${left.map(markdownCode).join(', ')}`,
    laws.length === 1 ? `waits ${laws[0]}` : laws.length > 1 ? `waits by several laws: ${laws.join('; ')}` : '',
  ];
  const scenarios = unique(seen.map(({ scenario }) => scenario))
    .map(markdownCode)
    .join(', ');
  return [`Observed: ${told.filter((text) => text !== '').join('; ')} (${scenarios}).`, ''];
}

function waitsText({ backoff, baseMs, factor, capMs, jitter }: NonNullable<NonNullable<ReportLink['observed']>['waits']>): string {
  const parts = [
    backoff === 'none' ? 'not at all' : backoff,
    baseMs === undefined ? '' : `from ${baseMs} ms`,
    factor === undefined ? '' : `by ${factor}`,
    capMs === undefined ? '' : `up to ${capMs} ms`,
  ];
  const law = parts.filter((part) => part !== '').join(' ');
  return jitter === undefined || backoff === 'none' ? law : `${law}, ${jitter === 'none' ? 'no' : jitter} jitter`;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

/** A claim, and the scenario that judged it. */
type JudgedClaim = ReportClaim & { readonly scenario: string };

/** Of each claim the verdict that weighs most, what was seen, and who saw it. */
function observedText(claims: readonly JudgedClaim[]): string {
  const names = [...new Set(claims.map(({ claim }) => claim))];
  if (names.length === 0) return 'nothing has shown it yet';
  return names
    .map((name) =>
      observedOf(
        name,
        claims.filter(({ claim }) => claim === name),
      ),
    )
    .join('; ');
}

function observedOf(name: string, claims: readonly JudgedClaim[]): string {
  const [kind, word] = WORDS.find(([wanted]) => claims.some(({ verdict }) => verdict.kind === wanted)) ?? ['inconclusive', 'open'];
  const found = claims.filter(({ verdict }) => verdict.kind === kind);
  const scenarios = [...new Set(found.map(({ scenario }) => scenario))];
  const more = scenarios.length > MAX_SCENARIO_COUNT ? ` and ${scenarios.length - MAX_SCENARIO_COUNT} more` : '';
  const seen = textIn(found[0], 'seen');
  // What was seen of a refuted claim is the reason to read this; of the others a time says nothing but how this run went.
  const told = seen === undefined || (kind !== 'refuted' && FIGURE.test(seen)) ? '' : `, ${markdownText(seen)}`;
  return `${markdownCode(name)}: ${word}${told} (${scenarios.slice(0, MAX_SCENARIO_COUNT).map(markdownCode).join(', ')}${more})`;
}

function textIn(claim: JudgedClaim | undefined, name: 'expected' | 'seen'): string | undefined {
  const text = claim?.args[name];
  return typeof text === 'string' ? text : undefined;
}

function valueText(value: JsonValue): string {
  if (Array.isArray(value)) return value.map(valueText).join(' ');
  if (!isJsonObject(value)) return String(value);
  return Object.entries(value)
    .flatMap(([name, member]) => (member === undefined ? [] : [`${name} ${valueText(member)}`]))
    .join(', ');
}

/** In the order of what they weigh. Only what was proved has a tick. */
const WORDS: readonly (readonly [kind: ReportClaim['verdict']['kind'], word: string])[] = [
  ['refuted', '✗ refuted'],
  ['proved', '✓ proved'],
  ['consistent', 'nothing against it'],
  ['inconclusive', 'open'],
];
const CLAIMS_OF_MEMBER: Readonly<Record<string, readonly string[]>> = {
  timeout: ['timeout'],
  deadline: ['deadline'],
  retry: ['attempts', 'backoff', 'jitter', 'retryable', 'unsafe-retry', 'truncation'],
  retryAfter: ['retry-after'],
  rateLimit: ['rate-limit'],
  budget: ['budget', 'amplification'],
  breaker: ['breaker'],
  bulkhead: ['bulkhead'],
  hedge: ['hedge'],
  queue: ['flush', 'in-order', 'nothing-lost'],
  idempotency: ['idempotency-key', 'nothing-twice', 'same-outcome'],
  fallback: ['fallback'],
  reconnect: ['reconnect', 'resubscribe'],
};
const MAX_SCENARIO_COUNT = 3;
/** A time, a share or a rate. */
const FIGURE = /\d\s?(?:µs|ms|s|min|h|%|\/s)(?![a-z])/;
