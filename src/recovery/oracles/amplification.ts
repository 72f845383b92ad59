import type { Exchange } from '../../journal/exchange.js';
import { isOfSystem } from '../../journal/member-name.js';
import type { Ask } from '../../journal/run-journal.js';
import { hasFailed } from '../attempt-outcome.js';
import { asksOf } from '../asks.js';
import { asksOfCalls } from '../asks-of-calls.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import type { Judgement, Oracle, OracleInput } from '../oracle.js';
import { exchangesOfLink } from '../link.js';
import { contentOf } from '../request-content.js';

/**
 * Over the run a link carries at most so many attempts for each call; and so many for each thing that was asked at the head of the
 * chain, where retries of several consumers multiply. Exercised: something failed.
 */
export const amplification: Oracle = {
  claim: 'amplification',
  summary: 'Over the run there are at most so many attempts for each call, on the link and from end to end.',
  source: 'https://sre.google/sre-book/addressing-cascading-failures/ (retry amplification)',
  judge: (input) => {
    const limit = input.expectations.amplificationAtMost;
    if (limit === undefined) return [];
    const endToEnd = judgeEndToEnd(input, limit);
    return [judgeLink(input, limit), ...(endToEnd === undefined ? [] : [endToEnd])];
  },
};

function judgeLink({ calls }: OracleInput, limit: number): Judgement {
  const about = { claim: 'amplification', expected: `at most ${limit} attempts for each call` } as const;
  if (!calls.some(({ attempts }) => attempts.some(hasFailed))) return inconclusive(about, 'nothing failed, so nothing was amplified');
  const attemptCount = calls.reduce((sum, { attempts }) => sum + attempts.length, 0);
  const seen = `${attemptCount} attempts for ${calls.length} calls`;
  const isTooMuch = attemptCount > limit * calls.length;
  if (calls.some(({ isCertain }) => !isCertain))
    return inconclusive({ ...about, seen }, 'it is not certain which attempts belong to one call');
  const worst = calls.reduce((most, call) => (call.attempts.length > most.attempts.length ? call : most));
  const witness = worst.attempts.map(({ id }) => id);
  return isTooMuch ? refuted({ ...about, seen, witness }) : judgementOf({ kind: 'proved' }, { ...about, seen, witness });
}

/** Only asks of other consumers make a chain. What is asked while another ask is open belongs to either, so it is left out. */
function judgeEndToEnd(input: OracleInput, limit: number): Judgement | undefined {
  const { journal, consumer, provider } = input;
  if (consumer === undefined) return undefined;
  const heads = asksOf(journal, undefined).filter((ask) => !isOfSystem(ask.consumer, consumer) && !isOfSystem(ask.consumer, provider));
  if (heads.length === 0) return undefined;
  const exchanges = exchangesOfLink(journal, { consumer, provider });
  const owners = asksOfCalls(exchanges, heads, journal);
  const groups = new Map<string, { readonly ask: Ask; readonly attempts: Exchange[] }>();
  for (const [index, exchange] of exchanges.entries()) {
    const ask = owners[index];
    if (ask === undefined) continue;
    const key = `${ask.id}\n${contentOf(exchange)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { ask, attempts: [exchange] });
    else group.attempts.push(exchange);
  }
  return judgeGroups([...groups.values()], limit);
}

function judgeGroups(
  groups: readonly { readonly ask: Ask; readonly attempts: readonly Exchange[] }[],
  limit: number,
): Judgement | undefined {
  const about = {
    claim: 'amplification',
    subject: 'end to end',
    expected: `at most ${limit} attempts for each thing that was asked`,
  } as const;
  // The same request again after it was answered is wanted again, not retried.
  const failing = groups.filter(({ attempts }) => attempts.slice(0, -1).every(hasFailed) && attempts.some(hasFailed));
  const worst = failing.reduce<(typeof failing)[number] | undefined>(
    (most, group) => (most === undefined || group.attempts.length > most.attempts.length ? group : most),
    undefined,
  );
  if (worst === undefined) return undefined;
  const attemptCount = failing.reduce((sum, { attempts }) => sum + attempts.length, 0);
  const seen = `${attemptCount} attempts for ${failing.length} requests of asks that met a failure`;
  const witness = [worst.ask.id, ...worst.attempts.map(({ id }) => id)];
  // Over the run, those that met no failure count as well, once each.
  const isTooMuch = attemptCount + (groups.length - failing.length) > limit * groups.length;
  return isTooMuch
    ? refuted({ ...about, seen, witness })
    : judgementOf({ kind: 'consistent', caseCount: failing.length }, { ...about, seen, witness });
}
