import { nowMs } from '../host/clock.js';
import { createDocumentPort } from '../host/document-port.js';
import type { ScenarioOutcome } from '../host/run-scenarios.js';
import { scenarioFilesOf } from '../host/scenario-files.js';
import { plainCompat } from '../report/compat/compat-json.js';
import { textFromCompat } from '../report/compat/compat-text.js';
import { plainFinding } from '../report/finding-json.js';
import { countsOf } from '../report/finding-text.js';
import { newFirst } from '../report/run/new-first.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import type { Workspace } from '../workspace/workspace.js';
import type { CommandInput, ExitCode } from './command.js';
import { endText, lintText } from './check-text.js';
import { compareWithBase } from './compare-with-base.js';
import { WORKSPACE_NAME } from './compat-sources.js';
import { lintWorkspace } from './lint-workspace.js';
import { textOption } from './option-values.js';
import { beginTests } from './begin-tests.js';
import { testPairs } from './pair-tests.js';
import { plainScenarios } from './plain-scenarios.js';
import { plainTests } from './plain-tests.js';
import { readingOptions } from './reading-options.js';
import { reportCompat } from './reported-compat.js';
import { endScenarios, reportScenario } from './reported-scenario.js';
import { acceptancesFileOf } from './run-comparison.js';
import { runScenariosTold } from './scenario-progress.js';
import { textFromScenarios } from './scenarios-text.js';
import { during, endRun, tellingFrom } from './telling.js';
import { tracesFrom } from './trace-option.js';
import { todayOf } from './today.js';
import { textFromTests } from './tests-text.js';

/**
 * `mortise check`, as on a given day.
 *
 * @param today - `2026-11-21`, of now by default: what is accepted in contracts ends by it
 */
export async function runCheck(input: CommandInput, today = todayOf(nowMs())): Promise<ExitCode> {
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
    const onEnd = (outcome: ScenarioOutcome): void => reportScenario(run, outcome, cwd);
    const traces = files.length === 0 ? undefined : await tracesFrom(input);
    const scenarios = await runScenariosTold(
      { workspace, files, documents, env, cwd, signal, seed, simulate: 'auto', traces, onEnd },
      { io, isJson: options['json'] === true },
    ).finally(() => traces?.close());
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
