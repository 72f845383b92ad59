import type { ProcessIo } from '../host/process-io.js';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import { lintContract } from '../contract/lint-contract.js';
import type { Finding } from '../finding/finding.js';
import { nowMs } from '../host/clock.js';
import { createDocumentPort } from '../host/document-port.js';
import { contractsOfSystems, reportedWorkspace } from '../host/reported-workspace.js';
import type { ScenarioOutcome } from '../host/run-scenarios.js';
import type { RunWriter } from '../host/run-writer.js';
import { scenarioFilesOf } from '../host/scenario-files.js';
import { plainCompat } from '../report/compat/compat-json.js';
import { textFromCompat } from '../report/compat/compat-text.js';
import { plainFinding } from '../report/finding-json.js';
import { countsOf, summaryText, textFromFindings } from '../report/finding-text.js';
import { newFirst } from '../report/run/new-first.js';
import type { ReportPartName } from '../report/run/report-finding.js';
import type { RunReport } from '../report/run/run-report.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Command, CommandInput, ExitCode } from './command.js';
import { BASE_OPTIONS } from './comparing-options.js';
import { compareWithBase } from './compare-with-base.js';
import { WORKSPACE_NAME } from './compat-sources.js';
import { textOption } from './option-values.js';
import { beginTests, testPairs } from './pair-tests.js';
import { plainScenarios } from './plain-scenarios.js';
import { plainTests } from './plain-tests.js';
import { contractReader, lintModels } from './lint-models.js';
import { openProgress } from './progress.js';
import { READING_OPTIONS, readingOptions } from './reading-options.js';
import { reportCompat } from './reported-compat.js';
import { endScenarios, reportScenario } from './reported-scenario.js';
import { acceptancesFileOf } from './run-comparison.js';
import { runScenariosTold } from './scenario-progress.js';
import { textFromScenarios } from './scenarios-text.js';
import { during, endRun, TELLING_OPTIONS, tellingFrom } from './telling.js';
import { TESTING_OPTIONS } from './testing-options.js';
import { todayOf } from './today.js';
import { textFromTests } from './tests-text.js';

/** `mortise check`. */
export const checkCommand: Command = {
  name: 'check',
  summary: 'Lint every contract of a workspace, compare it with its base, test every pair, run every scenario: the command for CI.',
  usage: 'check [mortise.yaml] [options]',
  options: [...BASE_OPTIONS, ...TESTING_OPTIONS, ...TELLING_OPTIONS, ...READING_OPTIONS],
  examples: [
    'mortise check fixtures/workspaces/orders.yaml --base main',
    'mortise check contracts/mortise.yaml --phase examples',
    'mortise check fixtures/workspaces/orders.yaml --max-time 1m --json --record run.jsonl',
  ],
  run: (input) => runCheck(input, todayOf(nowMs())),
};

/**
 * Runs the command as on a given day.
 *
 * @param today - `2026-11-21`: what is accepted in contracts ends by it
 */
export async function runCheck(input: CommandInput, today: string): Promise<ExitCode> {
  const { options, io, positionals } = input;
  const [file = WORKSPACE_NAME] = positionals;
  const documents = createDocumentPort(readingOptions(input));
  const workspace = await readWorkspace(file, documents, io.env);
  const telling = tellingFrom(input);
  const { env, cwd, signal } = io;
  const withBase = { ...input, options: withAccepted(input, workspace) };
  const tests = { workspace, pairs: workspace.integrations, documents, isAllPairs: true };
  const begun = await beginTests(tests, withBase, { command: 'check', telling });
  const { run, seed } = begun;
  return during(run, async () => {
    const contractCount = await lintWorkspace(run, workspace, { documents, input });
    const comparedAtMs = nowMs();
    const compat = await compareWithBase(input, { names: [file], documents, today });
    if (compat !== undefined) reportCompat(run, compat.report, Math.round(nowMs() - comparedAtMs));
    const tested = await testPairs(tests, input, begun);
    const files = await scenarioFilesOf(workspace, cwd);
    const scenariosAtMs = nowMs();
    // Where simulated time does, nobody waits.
    const onEnd = (outcome: ScenarioOutcome): void => reportScenario(run, outcome);
    const scenarios = await runScenariosTold(
      { workspace, files, documents, env, cwd, signal, seed, simulate: 'auto', onEnd },
      { io, isJson: options['json'] === true },
    );
    endScenarios(run, scenarios, { startedAtMs: scenariosAtMs, signal });
    const lint = newFirst(run.report().findings.filter(({ part }) => part === 'lint'));
    if (options['json'] === true) {
      const lintData = { contracts: contractCount, findings: lint.map(plainFinding), summary: countsOf(lint) };
      const compatData = compat === undefined ? {} : { compat: plainCompat(compat.report) };
      const parts = { lint: lintData, ...compatData, test: plainTests(tested), scenarios: plainScenarios(scenarios, seed) };
      io.stdout(`${JSON.stringify(parts)}\n`);
    } else {
      const told = scenarios.length === 0 ? '' : `${textFromScenarios(scenarios, seed, io)}\n`;
      const compared = compat === undefined ? '' : `${textFromCompat(compat.report, { columnCount: io.columnCount, colour: io.colour })}\n`;
      io.stdout(`${textFromTests(tested, io)}\n${told}${compared}${lintText(contractCount, lint, io)}`);
    }
    const stopped = signal.aborted ? 'interrupt' : tested.result.summary.stopped;
    const code = await endRun(run, telling, { stopped, input, summary: tested.result.summary });
    if (options['json'] !== true) io.stdout(endText(code, run.report()));
    return code;
  });
}

/** Who accepts a finding of this run later writes where its acceptances stand. */
function withAccepted({ options }: CommandInput, { folder }: Workspace): CommandInput['options'] {
  if (options['base'] === undefined) return options;
  return { ...options, accepted: acceptancesFileOf({ accepted: textOption(options, 'accepted') }, folder) };
}

/** What each step came to, at the very end: whoever reads nothing else reads this. */
function endText(code: ExitCode, { findings, run, scenarios }: RunReport): string {
  const ended = { 0: 'passed', 1: 'failed', 2: 'failed', 3: 'did not end' }[code];
  const parts = PARTS.filter(([part]) => part === 'lint' || part === 'test' || run.parts.some((one) => one.part === part));
  const told = parts
    .filter(([part]) => part !== 'scenario' || scenarios.length > 0)
    .map(([part, title]) => `${title} ${summaryText(countsOf(findings.filter((one) => one.part === part && !one.isAccepted)))}`);
  const newCount = findings.filter(({ isNew, isAccepted }) => isNew === true && !isAccepted).length;
  const since = run.since === undefined ? '' : `; ${newCount} new since ${run.since.id}`;
  return `\ncheck ${ended}: ${told.join('; ')}${since}\n`;
}

interface LintWorld {
  readonly documents: DocumentPort;
  /** Of the command. */
  readonly input: CommandInput;
}

/** Tells the run who there is, too: every contract is read here. */
async function lintWorkspace(run: RunWriter, workspace: Workspace, { documents, input: { io, options } }: LintWorld): Promise<number> {
  const { signal } = io;
  const startedAtMs = nowMs();
  const files = [...new Set([...workspace.systems.values()].flatMap(({ openapi, asyncapi }) => [openapi ?? [], asyncapi ?? []].flat()))];
  const read = contractReader(documents);
  const contracts = new Map<string, Contract>();
  let findingCount = 0;
  const progress = openProgress(io, options['json'] === true);
  try {
    for (const [index, file] of files.entries()) {
      if (signal.aborted) break;
      progress.tell({ title: `lint ${file}`, doneCount: index, totalCount: files.length, findingCount });
      const contract = await read(file);
      contracts.set(file, contract);
      const findings = await lintContract(contract);
      findingCount += findings.length;
      for (const finding of findings) run.finding(finding, { part: 'lint' });
    }
  } finally {
    progress.end();
  }
  run.add({ type: 'workspace', ...reportedWorkspace(workspace, contractsOfSystems(workspace, contracts)) });
  if (signal.aborted) return files.length;
  for (const finding of await lintModels(workspace, read)) run.finding(finding, { part: 'lint' });
  run.add({ type: 'part', part: 'lint', durationMs: Math.round(nowMs() - startedAtMs), subjectCount: files.length });
  return files.length;
}

/** All that lint has to say; what is only advice is counted, `mortise lint` shows it. */
function lintText(contractCount: number, findings: readonly Finding[], io: ProcessIo): string {
  const summary = `lint: ${contractCount} contract${contractCount === 1 ? '' : 's'}, ${summaryText(countsOf(findings))}\n`;
  const shown = findings.filter((finding) => finding.severity !== 'info');
  return shown.length === 0 ? summary : `${summary}\n${textFromFindings(shown, { columnCount: io.columnCount, colour: io.colour })}`;
}

const PARTS: readonly (readonly [part: ReportPartName, title: string])[] = [
  ['lint', 'lint'],
  ['compat', 'compat'],
  ['test', 'tests'],
  ['scenario', 'scenarios'],
];
