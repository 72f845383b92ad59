import { join } from 'node:path';
import { InputError } from '../base/errors.js';
import type { AcceptedComparison, JudgedComparison } from '../compat/acceptance.js';
import { applyAcceptances } from '../compat/acceptance.js';
import type { DocumentPort } from '../contract/document-port.js';
import { locateFindings } from '../contract/locate.js';
import type { Finding } from '../finding/finding.js';
import { fingerprintOf } from '../finding/fingerprint.js';
import type { CompatReport, ReportedContract } from '../report/compat/compat-report.js';
import type { AcceptancesRead } from './acceptance-file.js';
import { ACCEPTANCES_NAME, readAcceptances } from './acceptance-file.js';
import type { SnapshotComparison } from './compare-snapshots.js';
import { compareSnapshots } from './compare-snapshots.js';
import type { ComparedContract } from './compared-contract.js';
import type { ComparingSettings } from './comparing-options.js';
import type { CompatSources } from './compat-sources.js';
import type { UsageFile } from './usage-folder.js';
import { readUsage, unmatchedUsage, USAGE_FOLDER, usageOfProvider, watchedConsumers } from './usage-folder.js';

/** One run of the comparison. */
export interface ComparisonInput {
  readonly sources: CompatSources;
  readonly settings: ComparingSettings;
  /** Reads usage and acceptances. */
  readonly documents: DocumentPort;
  /** `2026-11-21`. */
  readonly today: string;
  readonly signal: AbortSignal;
  readonly onContract?: SnapshotComparison['onContract'];
  /** What is done with the findings before acceptances are laid over them. */
  onFound?(found: FoundDifferences, acceptances: AcceptancesRead): Promise<void> | void;
}

/** What a run found. */
export interface FoundDifferences {
  /** All of them, those of no single contract at the end. */
  readonly findings: readonly Finding[];
  readonly comparisons: readonly JudgedComparison[];
}

/** What a run came to. */
export interface ComparisonRun {
  /** Located. */
  readonly report: CompatReport;
  /** All that was found, accepted or not. */
  readonly findings: readonly Finding[];
  /** Where acceptances stand. */
  readonly acceptancesFile: string;
}

/**
 * Compares all that is to be compared, weighs it by what is known of the consumers, and lays the acceptances over it.
 *
 * @param input - what, and how
 * @throws InputError when a contract, a usage file or the file of acceptances cannot be read
 */
export async function runComparison(input: ComparisonInput): Promise<ComparisonRun> {
  const { sources, settings, documents, signal } = input;
  const folder = sources.workspace?.folder ?? '.';
  const acceptancesFile = acceptancesFileOf(settings, folder);
  // Whoever accepts something may be the first one to.
  const isThere = settings.accepted !== undefined && input.onFound === undefined;
  const readAccepted = (): Promise<AcceptancesRead> => readAcceptances(acceptancesFile, documents, isThere);
  // What is wrong with them is told before anything takes its time.
  const before = await readAccepted();
  const usages = await readUsage(settings.usage ?? join(folder, USAGE_FOLDER), documents, settings.usage !== undefined);
  const isOnly = settings.usage !== undefined && sources.newer.contracts.length === 1;
  const compared = await compareSnapshots(sources, {
    ...settings,
    usageOf: (provider, contract) => usageOfProvider(usages, { names: [provider, contract.title], contract, isOnly }),
    today: input.today,
    signal,
    onContract: input.onContract,
  });
  const ofRun = [...sources.findings, ...unusedUsage(usages, compared, { sources, isNamed: settings.usage !== undefined, isOnly })];
  const findings = [...compared.flatMap((one) => one.findings), ...ofRun];
  const judged = compared.map((one) => ({ ...one, version: one.newer?.version }));
  await input.onFound?.({ findings, comparisons: judged }, before);
  const { acceptances, text } = input.onFound === undefined ? before : await readAccepted();
  const applied = applyAcceptances(judged, acceptances, {
    today: input.today,
    isWholeRun: sources.workspace !== undefined && !signal.aborted,
    settledIds: await settledIds(sources, acceptancesFile),
  });
  const ofEntries = locateFindings(applied.findings.map(identified), new Map([[acceptancesFile, text]]));
  const report = {
    contracts: compared.map((one, index) => reported(one, applied.comparisons[index], unwatched(one, sources, usages))),
    findings: [...ofRun, ...ofEntries],
  };
  return { report, findings: [...findings, ...ofEntries], acceptancesFile };
}

/**
 * Where the acceptances of a comparison stand.
 *
 * @param settings - may name them
 * @param folder - of the workspace
 */
export function acceptancesFileOf({ accepted }: Pick<ComparingSettings, 'accepted'>, folder: string): string {
  return accepted ?? join(folder, ACCEPTANCES_NAME);
}

interface UsageScope {
  readonly sources: CompatSources;
  /** Whether the user named it. */
  readonly isNamed: boolean;
  readonly isOnly: boolean;
}

/** Where all contracts were compared each file is for one of them; where some were, one that was named is for some of them. */
function unusedUsage(usages: readonly UsageFile[], compared: readonly ComparedContract[], scope: UsageScope): readonly Finding[] {
  const { sources, isNamed, isOnly } = scope;
  const isWhole = sources.workspace !== undefined;
  if (!isWhole && !isNamed) return [];
  const ofOne = new Set(usages.map(({ provider }) => provider)).size === 1;
  if (isOnly && ofOne) return [];
  const refs = [sources.newer, ...sources.olders].flatMap(({ contracts }) => contracts.map(({ provider }) => [provider]));
  const unmatched = unmatchedUsage(usages, [...compared.map(({ provider, title }) => [provider, title]), ...refs]);
  return isWhole || unmatched.length === usages.length ? unmatched.map(identifiedByFile) : [];
}

function identifiedByFile(finding: Finding): Finding {
  return { ...finding, id: fingerprintOf(finding) };
}

/** What the base had accepted already was merged into it, most likely with the change that it accepts. */
async function settledIds({ olders: [older] }: CompatSources, file: string): Promise<ReadonlySet<string>> {
  if (older === undefined || older.prefix === '') return new Set();
  try {
    const { acceptances } = await readAcceptances(file, older.documents, false);
    return new Set(acceptances.entries.map(({ id }) => id));
  } catch (error) {
    // A file that could not be read then has accepted nothing.
    if (error instanceof InputError) return new Set();
    throw error;
  }
}

function identified(finding: Finding): Finding {
  const { place: _, ...cause } = finding;
  return { ...finding, id: fingerprintOf({ ...cause, args: { location: [String(finding.args['id'])] } }) };
}

/** Consumers that the workspace knows and nobody watched: of them nothing can be said. */
function unwatched({ provider }: ComparedContract, { workspace }: CompatSources, usages: readonly UsageFile[]): readonly string[] {
  const watched = watchedConsumers(usages, provider);
  const known = (workspace?.integrations ?? []).filter((pair) => pair.provider === provider).map(({ consumer }) => consumer);
  return [...new Set(known)].filter((consumer) => !watched.has(consumer)).sort();
}

function reported(
  { operations: _, title: __, ...one }: ComparedContract,
  applied: AcceptedComparison | undefined,
  unwatchedConsumers: readonly string[],
): ReportedContract {
  const accepted = (applied?.accepted ?? []).map(({ finding, acceptance: { reason, owner, until, untilMajor } }) => ({
    finding,
    reason,
    owner,
    until,
    untilMajor,
  }));
  return { ...one, findings: applied?.counted ?? one.findings, accepted, unwatched: unwatchedConsumers };
}
