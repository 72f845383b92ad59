import { locateFindings } from '../contract/locate.js';
import type { BaselinedFindings } from '../finding/baseline.js';
import { applyBaseline } from '../finding/baseline.js';
import type { Finding } from '../finding/finding.js';
import { nowMs } from '../host/clock.js';
import { reportedWorkspace } from '../host/reported-workspace.js';
import type { RunWriter } from '../host/run-writer.js';
import { testWorkspace } from '../host/test-workspace.js';
import { traceRun } from '../host/traces/trace-run.js';
import type { WorkspaceTestResult } from '../host/workspace-test.js';
import { newFirst } from '../report/run/new-first.js';
import type { ReportFinding } from '../report/run/report-finding.js';
import type { BaselineFile } from './baseline-file.js';
import type { BegunTests, PairTests } from './begin-tests.js';
import type { CommandInput } from './command.js';
import type { TestedPairs } from './tested-pairs.js';
import { asksForAll } from './testing-options.js';
import { whileTold } from './tests-progress.js';
import { todayOf } from './today.js';
import { tracesFrom } from './trace-option.js';
import { VERSION } from './version.js';
import { baselineTermsFrom, writeBaseline } from './write-baseline.js';

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
  const result = await whileTold(tests, { settings, input }, (listener) =>
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
