import type { AcceptanceTerms } from '../finding/acceptance-terms.js';
import type { Finding } from '../finding/finding.js';
import type { CompatRunCode } from '../finding/finding-code.js';
import { versionFromText } from './version-set.js';

/** An entry of the file of acceptances. */
export interface Acceptance extends AcceptanceTerms {
  /** Where it stands in its file. */
  readonly pointer: string;
}

export interface AcceptanceFile {
  /** As the user named it. */
  readonly file: string;
  /** Each `id` once. */
  readonly entries: readonly Acceptance[];
}

/** One contract that was compared with an older version of itself. */
export interface JudgedComparison {
  readonly provider: string;
  /** What the newer one calls itself; `undefined` when it is gone. */
  readonly version: string | undefined;
  /** Of both versions, by id. */
  readonly operations: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

export interface AcceptanceContext {
  /** `2026-11-21`. */
  readonly today: string;
  /** Whether all contracts that the file may speak of were compared. */
  readonly isWholeRun: boolean;
  /** Ids of the entries that the base has too: what they accept was merged with them. */
  readonly settledIds: ReadonlySet<string>;
}

export interface AcceptedFinding {
  readonly finding: Finding;
  readonly acceptance: Acceptance;
}

/** What became of the findings of one comparison. */
export interface AcceptedComparison {
  readonly counted: readonly Finding[];
  readonly accepted: readonly AcceptedFinding[];
}

/**
 * Lays acceptances over findings. An entry accepts the finding of its id while its time lasts; an entry whose time is over, that accepts
 * nothing, or that speaks of nothing that is there, is a finding itself.
 *
 * @param comparisons - of one run
 * @param file - what is accepted
 * @param context - the day, and what else is known of the run
 * @returns for each comparison what counts and what does not, in order; and the findings about the entries, in the order of the file
 */
export function applyAcceptances(
  comparisons: readonly JudgedComparison[],
  file: AcceptanceFile,
  context: AcceptanceContext,
): { readonly comparisons: readonly AcceptedComparison[]; readonly findings: readonly Finding[] } {
  const byId = new Map(file.entries.map((entry) => [entry.id, entry] as const));
  const acceptanceOf = (finding: Finding, comparison: JudgedComparison): Acceptance | undefined => {
    const entry = finding.id === undefined ? undefined : byId.get(finding.id);
    return entry !== undefined && isOf(entry, comparison) && isInForce(entry, comparison, context.today) ? entry : undefined;
  };
  return {
    comparisons: comparisons.map((comparison) => ({
      counted: comparison.findings.filter((finding) => acceptanceOf(finding, comparison) === undefined),
      accepted: comparison.findings.flatMap((finding) => {
        const acceptance = acceptanceOf(finding, comparison);
        return acceptance === undefined ? [] : [{ finding, acceptance }];
      }),
    })),
    findings: file.entries.flatMap((entry) => {
      const found = judgeEntry(entry, comparisons, context);
      return found === undefined ? [] : [{ ...found, place: { file: file.file, pointer: entry.pointer } }];
    }),
  };
}

/** Contracts of several systems may say the same by the same names. */
function isOf({ contract }: Acceptance, { provider }: JudgedComparison): boolean {
  return contract === undefined || contract === provider;
}

function isInForce({ until, untilMajor }: Acceptance, { version }: JudgedComparison, today: string): boolean {
  return !(until !== undefined && until < today) && !isMajorReached(untilMajor, version);
}

/**
 * Whether a contract has come to the major version that ends an acceptance.
 *
 * @param untilMajor - `undefined` when no version ends it
 * @param version - of the contract; what is no version ends nothing
 */
export function isMajorReached(untilMajor: number | undefined, version: string | undefined): boolean {
  const major = versionFromText(version ?? '')?.numbers[0];
  return untilMajor !== undefined && major !== undefined && major >= untilMajor;
}

function judgeEntry(entry: Acceptance, comparisons: readonly JudgedComparison[], context: AcceptanceContext): Finding | undefined {
  const { today, isWholeRun, settledIds } = context;
  const own = comparisons.filter((comparison) => isOf(entry, comparison));
  const matched = own.filter(({ findings }) => findings.some(({ id }) => id === entry.id));
  if (matched.length > 0) {
    const isOver = matched.some((comparison) => !isInForce(entry, comparison, today));
    return isOver ? findingFrom('compat/acceptance-expired', entry) : undefined;
  }
  if (own.length === 0 || (entry.contract === undefined && !isWholeRun)) {
    return isWholeRun ? findingFrom('compat/acceptance-unmatched', entry, { missing: `the contract ${entry.contract ?? ''}` }) : undefined;
  }
  const isSettled = settledIds.has(entry.id) && own.every((comparison) => isInForce(entry, comparison, today));
  if (isSettled) return findingFrom('compat/acceptance-settled', entry);
  const { operation } = entry;
  const isUnknown = operation !== undefined && own.every(({ operations }) => !operations.has(operation));
  if (isUnknown) return findingFrom('compat/acceptance-unmatched', entry, { missing: `the operation ${operation}` });
  return findingFrom('compat/acceptance-stale', entry);
}

function findingFrom(
  code: Extract<CompatRunCode, `compat/acceptance-${string}`>,
  { id, what, reason, until, untilMajor }: Acceptance,
  args: Finding['args'] = {},
): Finding {
  const severity = code === 'compat/acceptance-settled' ? 'info' : 'error';
  return { code, severity, args: { id, what, reason, until, untilMajor, ...args } };
}
