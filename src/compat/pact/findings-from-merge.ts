import type { Finding } from '../../finding/finding.js';
import type { MergeRow, SystemVersion } from './judge-merge.js';
import { isOpen } from './judge-merge.js';

/**
 * Who blocks a merge, and what is not known: one finding for each pair that is not known to work, behind those of its comparison that say why.
 *
 * @param rows - of one candidate, in all environments
 * @param candidate - its name
 */
export function findingsFromMerge(rows: readonly MergeRow[], candidate: string): readonly Finding[] {
  const told = new Set<string>();
  return rows.flatMap((row) => {
    // The same pact and contract in two environments is one cause.
    const causes = row.findings.filter((finding) => isCause(row, finding) && !told.has(keyOf(finding)));
    for (const finding of causes) told.add(keyOf(finding));
    return row.verdict === 'works' ? [] : [...causes, findingFromRow(row, candidate)];
  });
}

function isCause({ verdict }: MergeRow, finding: Finding): boolean {
  return verdict === 'breaks' ? finding.severity === 'error' : verdict === 'unknown' && isOpen(finding);
}

function keyOf({ code, place, args }: Finding): string {
  return JSON.stringify([code, place, args]);
}

/** What nobody can know from here blocks as well; what is only not decided is a warning. */
function findingFromRow(row: MergeRow, candidate: string): Finding {
  const { consumer, provider, verdict, reason, environment } = row;
  const [subject, other] = consumer.name === candidate ? [consumer, provider] : [provider, consumer];
  return {
    code: verdict === 'breaks' ? 'pact/merge-blocked' : 'pact/merge-unknown',
    severity: reason === 'undecided' ? 'warning' : 'error',
    pair: { consumer: consumer.name, provider: provider.name },
    args: {
      subject: textOf(subject),
      blocker: textOf(other),
      environment,
      reason,
      role: consumer.name === candidate ? 'provider' : 'consumer',
    },
  };
}

function textOf({ name, version }: SystemVersion): string {
  return version === undefined ? name : `${name} ${version}`;
}
