import type { AffectedConsumer, Finding } from '../finding/finding.js';
import type { Comparing } from './comparing.js';
import type { ConsumerVerdict } from './contract-comparison.js';
import type { FoldedChange } from './fold-changes.js';
import { judgeConsumers } from './usage/consumer-verdict.js';
import type { Usage } from './usage/usage.js';

/** Who was watched, and the means to judge. */
export interface WatchedConsumers {
  readonly comparing: Comparing;
  readonly usage: readonly Usage[];
}

/**
 * What a cause does to each consumer that was watched: the worst of all that it shows in.
 *
 * @param folded - changes of one cause
 * @param watched - the consumers
 * @returns by name
 */
export function consumersOf({ all }: FoldedChange, { comparing, usage }: WatchedConsumers): readonly AffectedConsumer[] {
  if (usage.length === 0) return [];
  const worst = new Map<string, AffectedConsumer>();
  for (const change of all) {
    for (const affected of judgeConsumers({ change, comparing }, usage)) {
      const known = worst.get(affected.consumer);
      if (known === undefined || RANKS.indexOf(affected.verdict) < RANKS.indexOf(known.verdict)) worst.set(affected.consumer, affected);
    }
  }
  return [...worst.values()].toSorted((left, right) => (left.consumer < right.consumer ? -1 : 1));
}

/**
 * What two versions mean for each consumer that was watched.
 *
 * @param findings - with their consumers, in order
 * @param usage - of each
 * @returns by name
 */
export function consumerVerdicts(findings: readonly Finding[], usage: readonly Usage[]): readonly ConsumerVerdict[] {
  const names = [...new Set(usage.map(({ consumer }) => consumer))].toSorted();
  return names.map((consumer) => verdictOf(consumer, findings, usage));
}

function verdictOf(consumer: string, findings: readonly Finding[], usage: readonly Usage[]): ConsumerVerdict {
  const touching = findings.flatMap((finding) => {
    const affected = finding.compat?.consumers.find((one) => one.consumer === consumer);
    return affected === undefined || affected.verdict === 'safe' || finding.severity === 'info' ? [] : [{ id: finding.id ?? '', affected }];
  });
  const own = usage.filter((one) => one.consumer === consumer);
  const days = own.flatMap(({ operations, messages }) => [...operations, ...messages].flatMap(({ lastSeenOn }) => lastSeenOn ?? []));
  const calls = own.flatMap(({ operations }) => operations.map(({ interactionCount }) => interactionCount));
  const passages = own.flatMap(({ messages }) => messages.map(({ count }) => count));
  return {
    consumer,
    verdict: RANKS.find((verdict) => touching.some(({ affected }) => affected.verdict === verdict)) ?? 'safe',
    interactionCount: [...calls, ...passages].reduce((sum, count) => sum + count, 0),
    lastSeenOn: days.toSorted().at(-1),
    findings: touching.map(({ id }) => id),
  };
}

const RANKS: readonly AffectedConsumer['verdict'][] = ['breaks', 'unknown', 'safe'];
