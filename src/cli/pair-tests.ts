import { resolve } from 'node:path';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import { locateFindings } from '../contract/locate.js';
import { readContract } from '../contract/read-contract.js';
import type { BaselinedFindings } from '../finding/baseline.js';
import { applyBaseline } from '../finding/baseline.js';
import type { Finding } from '../finding/finding.js';
import { nowMs } from '../host/clock.js';
import { freshSeed } from '../host/entropy.js';
import { testWorkspace } from '../host/test-workspace.js';
import type { TestWorkspaceOptions, WorkspaceTestResult } from '../host/workspace-test.js';
import type { Pair, Workspace } from '../workspace/workspace.js';
import { textFromPair } from '../workspace/workspace.js';
import type { BaselineFile } from './baseline-file.js';
import { readBaseline } from './baseline-file.js';
import type { JUnitSuite } from '../report/junit.js';
import type { CommandInput, ExitCode } from './command.js';
import { assertKnownFilters } from './known-filters.js';
import { textOption } from './option-values.js';
import { openProgress } from './progress.js';
import type { TestedPairs } from './tested-pairs.js';
import type { TestSettings } from './testing-options.js';
import { asksForAll, testSettingsFrom } from './testing-options.js';
import { todayOf } from './today.js';
import { baselineTermsFrom, writeBaseline } from './write-baseline.js';
import { writeJUnit } from './write-junit.js';
import { VERSION } from './version.js';

/** What is tested, and how it is read. */
export interface PairTests {
  readonly workspace: Workspace;
  readonly pairs: readonly Pair[];
  readonly documents: DocumentPort;
  /** Whether `pairs` are all that the workspace has. */
  readonly isAllPairs: boolean;
  /** What else the JUnit report tells, after the pairs. */
  readonly otherSuites?: readonly JUnitSuite[] | undefined;
}

/**
 * Tests pairs as the options of a command say, tells how far it is, lays the baseline over what was found, and writes the reports that were
 * asked for.
 *
 * @param tests - which
 * @param input - of a command that has `TESTING_OPTIONS`
 * @throws InputError before anything is sent when an option, a filter or the baseline is wrong
 */
export async function testPairs(tests: PairTests, input: CommandInput): Promise<TestedPairs> {
  const { options, io } = input;
  const settings = testSettingsFrom(options);
  const terms = baselineTermsFrom(options);
  const baselineName = textOption(options, 'baseline');
  const baseline = baselineName === undefined ? undefined : await readBaseline(baselineName, tests.documents);
  const contracts = await contractsOf(tests, 'openapi');
  const eventContracts = await contractsOf(tests, 'asyncapi');
  assertKnownFilters(settings.filters, [...contracts.values(), ...eventContracts.values()]);
  const result = await whileTold(tests, settings, input, (listener) =>
    testWorkspace({
      ...settings,
      workspace: tests.workspace,
      pairs: tests.pairs,
      documents: tests.documents,
      contracts,
      eventContracts,
      env: io.env,
      cwd: io.cwd,
      signal: io.signal,
      seed: settings.seed ?? freshSeed(),
      recordFile: textOption(options, 'record'),
      version: VERSION,
      args: [...input.positionals, ...Object.entries(options).map(([name, value]) => `--${name}=${String(value)}`)],
      ...listener,
    }),
  );
  const isWholeRun = tests.isAllPairs && asksForAll(settings) && wentThrough(result);
  const findings = judgedFindings(result, { baseline, isWholeRun, workspace: tests.workspace });
  const tested = { result, settings, findings };
  const junit = textOption(options, 'junit');
  if (junit !== undefined) writeJUnit(resolve(io.cwd, junit), tested, tests);
  return terms === undefined ? tested : { ...tested, findings: writeBaseline(terms, { findings, baseline, cwd: io.cwd }) };
}

/** What is being tested is told from the start of its first pair on. */
async function whileTold(
  { pairs }: PairTests,
  { maxTimeMs }: Pick<TestSettings, 'maxTimeMs'>,
  { options, io }: CommandInput,
  run: (listener: Pick<TestWorkspaceOptions, 'onPairStart' | 'onProgress'>) => Promise<WorkspaceTestResult>,
): Promise<WorkspaceTestResult> {
  const progress = openProgress(io, options['json'] === true);
  let title = 'tests';
  try {
    return await run({
      onPairStart: (pair, index) => {
        title = `[${index + 1}/${pairs.length}] ${textFromPair(pair)}`;
        progress.tell({ title, maxTimeMs });
      },
      onProgress: ({ laneCount, lanesDone, requestCount, findingCount }) =>
        progress.tell({
          title,
          doneCount: lanesDone,
          totalCount: laneCount,
          made: { noun: 'request', count: requestCount },
          findingCount,
          maxTimeMs,
        }),
    });
  } finally {
    progress.end();
  }
}

/**
 * 1 when a law was broken, else 3 when the world kept a pair from being tested or the run was interrupted, else 0. That its time was up is
 * no error: it was asked for.
 *
 * @param findings - all that count
 */
export function exitCodeOf(findings: readonly Finding[], { summary }: WorkspaceTestResult): ExitCode {
  if (findings.some((finding) => finding.severity === 'error')) return 1;
  return summary.failedPairCount > 0 || summary.stopped === 'interrupt' ? 3 : 0;
}

/** The contracts of the pairs' providers, read once: for the filters, and for the tests. */
async function contractsOf(
  { workspace, pairs, documents }: PairTests,
  kind: 'openapi' | 'asyncapi',
): Promise<ReadonlyMap<string, Contract>> {
  const contracts = new Map<string, Contract>();
  for (const name of new Set(pairs.map((pair) => pair.provider))) {
    const file = workspace.systems.get(name)?.[kind];
    if (file !== undefined) contracts.set(name, await readContract(file, documents));
  }
  return contracts;
}

function wentThrough({ summary, outcomes }: WorkspaceTestResult): boolean {
  return summary.stopped === false && summary.laneDoneCount === summary.laneCount && outcomes.every((outcome) => outcome.kind !== 'failed');
}

interface JudgedRun {
  readonly baseline: BaselineFile | undefined;
  readonly isWholeRun: boolean;
  readonly workspace: Workspace;
}

function judgedFindings(
  { findings, contracts, eventContracts }: WorkspaceTestResult,
  { baseline, isWholeRun, workspace }: JudgedRun,
): BaselinedFindings {
  // Contracts of several files share no names, so all their texts together are one map.
  const texts = new Map([...contracts.values(), ...eventContracts.values()].flatMap((contract) => [...contract.texts]));
  if (workspace.text !== '') texts.set(workspace.file, workspace.text);
  if (baseline === undefined) return { counted: locateFindings(findings, texts), accepted: [] };
  texts.set(baseline.baseline.file, baseline.text);
  const applied = applyBaseline(findings, baseline.baseline, { today: todayOf(nowMs()), isWholeRun });
  return { counted: locateFindings(applied.counted, texts), accepted: locateFindings(applied.accepted, texts) };
}
