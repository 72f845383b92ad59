import type { Finding } from './finding.js';

/** A finding that a team lives with until a day. */
export interface BaselineEntry {
  readonly id: string;
  /** The last day on which it is accepted: `2026-03-31`. */
  readonly until: string;
  readonly reason: string;
  /** For people; nothing is decided by it. */
  readonly what: string | undefined;
  /** Where it stands in the file. */
  readonly pointer: string;
}

export interface Baseline {
  /** As the user named it. */
  readonly file: string;
  /** Each `id` once. */
  readonly entries: readonly BaselineEntry[];
}

/** What a run made of findings when a baseline is laid over them. */
export interface BaselinedFindings<Judged extends Finding = Finding> {
  /** Those that count: what no entry accepts, and what is wrong with the baseline itself. */
  readonly counted: readonly Judged[];
  /** Those that an entry accepts. */
  readonly accepted: readonly Judged[];
}

/** The day, and how much of the workspace the run has seen. */
export interface BaselineContext {
  /** `2026-01-15`. */
  readonly today: string;
  /** Whether everything was run, to its end: only then does a finding that was not seen mean that it is gone. */
  readonly isWholeRun: boolean;
}

/**
 * Lays a baseline over findings. An entry accepts the finding of its id up to and including its day; after it the finding counts again,
 * and beside it an error says that the time is over.
 *
 * @param findings - each with its `id`; those without one always count
 */
export function applyBaseline(findings: readonly Finding[], baseline: Baseline, context: BaselineContext): BaselinedFindings {
  const { today, isWholeRun } = context;
  const valid = new Set(baseline.entries.filter((entry) => entry.until >= today).map((entry) => entry.id));
  const isAccepted = ({ id }: Finding): boolean => id !== undefined && valid.has(id);
  const seen = new Set(findings.map((finding) => finding.id));
  const ofBaseline = baseline.entries.flatMap((entry) => {
    if (seen.has(entry.id)) return valid.has(entry.id) ? [] : [findingFromEntry('check/baseline-expired', entry, baseline)];
    return isWholeRun ? [findingFromEntry('check/baseline-unmatched', entry, baseline)] : [];
  });
  return { counted: [...findings.filter((finding) => !isAccepted(finding)), ...ofBaseline], accepted: findings.filter(isAccepted) };
}

/**
 * The entries that accept findings, each cause once.
 *
 * @param findings - those without an `id` cannot be accepted and are left out
 * @param terms - until which day, why, and how each is told in one line
 */
export function entriesFromFindings(
  findings: readonly Finding[],
  terms: { readonly until: string; readonly reason: string; readonly textOf: (finding: Finding) => string },
): readonly Omit<BaselineEntry, 'pointer'>[] {
  const byId = new Map(findings.flatMap((finding) => (finding.id === undefined ? [] : [[finding.id, finding] as const])));
  return [...byId].map(([id, finding]) => ({ id, until: terms.until, reason: terms.reason, what: terms.textOf(finding) }));
}

function findingFromEntry(code: 'check/baseline-expired' | 'check/baseline-unmatched', entry: BaselineEntry, { file }: Baseline): Finding {
  const { id, until, reason, what, pointer } = entry;
  return {
    code,
    severity: code === 'check/baseline-expired' ? 'error' : 'warning',
    place: { file, pointer },
    args: { id, until, reason, what },
  };
}
