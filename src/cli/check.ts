import type { ProcessIo } from '../host/process-io.js';
import type { DocumentPort } from '../contract/document-port.js';
import { lintContract } from '../contract/lint-contract.js';
import { locateFindings } from '../contract/locate.js';
import type { Finding } from '../finding/finding.js';
import { nowMs } from '../host/clock.js';
import { createDocumentPort } from '../host/document-port.js';
import { scenarioFilesOf } from '../host/scenario-files.js';
import { plainCompat } from '../report/compat/compat-json.js';
import { suiteFromCompat } from '../report/compat/compat-junit.js';
import { countedFindings } from '../report/compat/compat-report.js';
import { textFromCompat } from '../report/compat/compat-text.js';
import { plainFinding } from '../report/finding-json.js';
import { countsOf, summaryText, textFromFindings } from '../report/finding-text.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Command, CommandInput, ExitCode } from './command.js';
import { BASE_OPTIONS } from './comparing-options.js';
import { compareWithBase } from './compare-with-base.js';
import { WORKSPACE_NAME } from './compat-sources.js';
import { exitCodeOf, testPairs } from './pair-tests.js';
import { plainScenarios } from './plain-scenarios.js';
import { plainTests } from './plain-tests.js';
import { contractReader, lintModels } from './lint-models.js';
import { openProgress } from './progress.js';
import { READING_OPTIONS, readingOptions } from './reading-options.js';
import { findingsOfScenarios } from './scenario-findings.js';
import { runScenariosTold } from './scenario-progress.js';
import { exitCodeOfScenarios, textFromScenarios } from './scenarios-text.js';
import { TESTING_OPTIONS } from './testing-options.js';
import { todayOf } from './today.js';
import { textFromTests } from './tests-text.js';

/** `mortise check`. */
export const checkCommand: Command = {
  name: 'check',
  summary: 'Lint every contract of a workspace, compare it with its base, test every pair, run every scenario: the command for CI.',
  usage: 'check [mortise.yaml] [options]',
  options: [...BASE_OPTIONS, ...TESTING_OPTIONS, ...READING_OPTIONS],
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
  const lint = await lintWorkspace(workspace, documents, input);
  const compat = await compareWithBase(input, { names: [file], documents, today });
  const otherSuites = compat === undefined ? [] : [suiteFromCompat(compat)];
  const tests = await testPairs({ workspace, pairs: workspace.integrations, documents, isAllPairs: true, otherSuites }, input);
  const { seed } = tests.result;
  const files = await scenarioFilesOf(workspace, io.cwd);
  const { env, cwd, signal } = io;
  // Where simulated time does, nobody waits.
  const scenarios = await runScenariosTold(
    { workspace, files, documents, env, cwd, signal, seed, simulate: 'auto' },
    { io, isJson: options['json'] === true },
  );
  if (options['json'] === true) {
    const lintData = { contracts: lint.contractCount, findings: lint.findings.map(plainFinding), summary: countsOf(lint.findings) };
    const compatData = compat === undefined ? {} : { compat: plainCompat(compat) };
    io.stdout(
      `${JSON.stringify({ lint: lintData, ...compatData, test: plainTests(tests), scenarios: plainScenarios(scenarios, seed) })}\n`,
    );
  } else {
    const told = scenarios.length === 0 ? '' : `${textFromScenarios(scenarios, seed, io)}\n`;
    const compared = compat === undefined ? '' : `${textFromCompat(compat, { columnCount: io.columnCount, colour: io.colour })}\n`;
    io.stdout(`${textFromTests(tests, io)}\n${told}${compared}${lintText(lint, io)}`);
  }
  const ofVersions = compat === undefined ? [] : countedFindings(compat);
  const ofTests = exitCodeOf([...lint.findings, ...ofVersions, ...tests.findings.counted], tests.result);
  const code = worse(ofTests, exitCodeOfScenarios(scenarios, signal));
  if (options['json'] !== true) {
    const parts = [
      ['lint', lint.findings],
      ...(compat === undefined ? [] : [['compat', ofVersions] as const]),
      ['tests', tests.findings.counted],
      ...(scenarios.length === 0 ? [] : [['scenarios', findingsOfScenarios(scenarios)] as const]),
    ] as const;
    io.stdout(endText(code, parts));
  }
  return code;
}

/** What each step came to, at the very end: whoever reads nothing else reads this. */
function endText(code: ExitCode, parts: readonly (readonly [step: string, findings: readonly Finding[]])[]): string {
  const ended = { 0: 'passed', 1: 'failed', 2: 'failed', 3: 'did not end' }[code];
  return `\ncheck ${ended}: ${parts.map(([step, findings]) => `${step} ${summaryText(countsOf(findings))}`).join('; ')}\n`;
}

/** A law that was broken weighs more than a world that failed. */
function worse(left: ExitCode, right: ExitCode): ExitCode {
  if (left === 1 || right === 1) return 1;
  return left === 0 ? right : left;
}

interface WorkspaceLint {
  readonly contractCount: number;
  /** Located. */
  readonly findings: readonly Finding[];
}

async function lintWorkspace(workspace: Workspace, documents: DocumentPort, { options, io }: CommandInput): Promise<WorkspaceLint> {
  const files = [...new Set([...workspace.systems.values()].flatMap(({ openapi, asyncapi }) => [openapi ?? [], asyncapi ?? []].flat()))];
  const { signal } = io;
  const findings: Finding[] = [];
  const read = contractReader(documents);
  const progress = openProgress(io, options['json'] === true);
  try {
    for (const [index, file] of files.entries()) {
      if (signal.aborted) break;
      progress.tell({ title: `lint ${file}`, doneCount: index, totalCount: files.length, findingCount: findings.length });
      const contract = await read(file);
      findings.push(...locateFindings(await lintContract(contract), contract.texts));
    }
    if (!signal.aborted) findings.push(...(await lintModels(workspace, read)));
  } finally {
    progress.end();
  }
  return { contractCount: files.length, findings };
}

/** All that lint has to say; what is only advice is counted, `mortise lint` shows it. */
function lintText({ contractCount, findings }: WorkspaceLint, io: ProcessIo): string {
  const summary = `lint: ${contractCount} contract${contractCount === 1 ? '' : 's'}, ${summaryText(countsOf(findings))}\n`;
  const shown = findings.filter((finding) => finding.severity !== 'info');
  return shown.length === 0 ? summary : `${summary}\n${textFromFindings(shown, { columnCount: io.columnCount, colour: io.colour })}`;
}
