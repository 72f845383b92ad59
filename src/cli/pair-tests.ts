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
import { reportedWorkspace } from '../host/reported-workspace.js';
import { openTestRun } from '../host/run-record-file.js';
import type { RunWriter } from '../host/run-writer.js';
import { testingOptions } from '../check/testing-options.js';
import { newFirst } from '../report/run/new-first.js';
import type { ReportFinding } from '../report/run/report-finding.js';
import type { TestWorkspaceOptions, WorkspaceTestResult } from '../host/workspace-test.js';
import type { Pair, Workspace } from '../workspace/workspace.js';
import { textFromPair } from '../workspace/workspace.js';
import type { BaselineFile } from './baseline-file.js';
import { readBaseline } from './baseline-file.js';
import type { CommandInput } from './command.js';
import { assertKnownFilters } from './known-filters.js';
import { textOption } from './option-values.js';
import { openProgress } from './progress.js';
import type { TestedPairs } from './tested-pairs.js';
import type { Telling } from './telling.js';
import { wordsOf } from './telling.js';
import type { TestSettings } from './testing-options.js';
import { asksForAll, testSettingsFrom } from './testing-options.js';
import { todayOf } from './today.js';
import { baselineTermsFrom, writeBaseline } from './write-baseline.js';
import { traceRun } from '../host/traces/trace-run.js';
import { tracesFrom } from './trace-option.js';
import { VERSION } from './version.js';

/** What is tested, and how it is read. */
export interface PairTests {
  readonly workspace: Workspace;
  readonly pairs: readonly Pair[];
  readonly documents: DocumentPort;
  /** Whether `pairs` are all that the workspace has. */
  readonly isAllPairs: boolean;
}

/** A run that has begun, and how its pairs are tested. */
export interface BegunTests {
  readonly run: RunWriter;
  readonly settings: TestSettings;
  readonly seed: string;
  readonly baseline: BaselineFile | undefined;
  /** Of the pairs' providers, by the names of their systems. */
  readonly contracts: ReadonlyMap<string, Contract>;
  /** The same, of events. */
  readonly eventContracts: ReadonlyMap<string, Contract>;
}

/**
 * Begins a run that tests pairs, once all that it is asked for is known to be right.
 *
 * @param tests - which
 * @param input - of a command that has `TESTING_OPTIONS` and `TELLING_OPTIONS`
 * @param begun - by which command, and how it is told
 * @throws InputError when an option, a filter, a contract or the baseline is wrong; HostError `E_FILE_WRITE` when the record cannot be written
 */
export async function beginTests(
  tests: PairTests,
  input: CommandInput,
  { command, telling }: { readonly command: 'check' | 'test'; readonly telling: Telling },
): Promise<BegunTests> {
  const { workspace, pairs } = tests;
  const settings = testSettingsFrom(input.options);
  baselineTermsFrom(input.options);
  const seed = settings.seed ?? freshSeed();
  const { shard } = settings;
  const baselineName = textOption(input.options, 'baseline');
  const baseline = baselineName === undefined ? undefined : await readBaseline(baselineName, tests.documents);
  const contracts = await contractsOf(tests, 'openapi');
  const eventContracts = await contractsOf(tests, 'asyncapi');
  assertKnownFilters(settings.filters, [...contracts.values(), ...eventContracts.values()]);
  const run = openTestRun({
    command,
    cwd: input.io.cwd,
    file: textOption(input.options, 'record'),
    version: VERSION,
    args: wordsOf(input),
    workspace,
    pairs,
    options: testingOptions({ ...settings, seed }),
    shard: shard === undefined ? undefined : `${shard.index}/${shard.count}`,
    startedAtMs: telling.startedAtMs,
    since: telling.since,
  });
  return { run, settings, seed, baseline, contracts, eventContracts };
}

/**
 * Tests pairs as the options of a command say, tells how far it is, and lays the baseline over what was found.
 *
 * @param tests - which
 * @param input - of a command that has `TESTING_OPTIONS`
 * @param begun - the run that takes what comes of it
 * @throws InputError before anything is sent when a pair names what is not there
 */
export async function testPairs(tests: PairTests, input: CommandInput, begun: BegunTests): Promise<TestedPairs> {
  const { run, settings, seed, baseline, contracts, eventContracts } = begun;
  const { options, io } = input;
  const terms = baselineTermsFrom(options);
  // Another command has told who there is.
  if (run.report().run.command === 'test')
    run.add({ type: 'workspace', ...reportedWorkspace(tests.workspace, { contracts, eventContracts }) });
  const traces = await tracesFrom(input);
  const trace = traces === undefined ? undefined : traceRun(traces, `mortise ${run.report().run.command}`);
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
      seed,
      run,
      version: VERSION,
      trace,
      ...listener,
    }).finally(() => {
      trace?.end();
      return traces?.close();
    }),
  );
  const isWholeRun = tests.isAllPairs && asksForAll(settings) && wentThrough(result);
  if (baseline !== undefined) layBaseline(run, baseline, { findings: result.findings, isWholeRun });
  if (terms !== undefined) {
    const written = writeBaseline(terms, { findings: findingsOf(run), baseline, cwd: io.cwd });
    run.accept(new Set(written.accepted.flatMap(({ id }) => id ?? [])));
  }
  return { result, findings: findingsOf(run) };
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

/** What the baseline accepts, and what is wrong with it, located. */
function layBaseline(
  run: RunWriter,
  { baseline, text }: BaselineFile,
  { findings, isWholeRun }: { readonly findings: readonly Finding[]; readonly isWholeRun: boolean },
): void {
  const applied = applyBaseline(findings, baseline, { today: todayOf(nowMs()), isWholeRun });
  run.accept(new Set(applied.accepted.flatMap(({ id }) => id ?? [])));
  const ofBaseline = applied.counted.filter((finding) => !findings.includes(finding));
  for (const finding of locateFindings(ofBaseline, new Map([[baseline.file, text]]))) run.finding(finding, { part: 'test' });
}

/** Those of the tests: what counts, new ones first, and what is accepted. */
function findingsOf(run: RunWriter): BaselinedFindings<ReportFinding> {
  const own = newFirst(run.report().findings.filter(({ part }) => part === 'test'));
  return { counted: own.filter(({ isAccepted }) => !isAccepted), accepted: own.filter(({ isAccepted }) => isAccepted) };
}
