import { resolve } from 'node:path';
import { didYouMean } from '../base/did-you-mean.js';
import { msFromDuration } from '../base/duration.js';
import { InputError } from '../base/errors.js';
import { createDocumentPort } from '../host/document-port.js';
import { freshSeed } from '../host/entropy.js';
import type { RunScenariosOptions, ScenarioOutcome } from '../host/run-scenarios.js';
import { reportedWorkspace } from '../host/reported-workspace.js';
import { openRun } from '../host/run-record-file.js';
import { scenarioFilesOf } from '../host/scenario-files.js';
import type { ProgramOverride } from '../host/scenario-systems.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import type { Workspace } from '../workspace/workspace.js';
import type { CommandInput, ExitCode } from './command.js';
import { listScenarios } from './list-scenarios.js';
import { listOption, numberOption, textOption, unknownValue, wrongValue } from './option-values.js';
import { plainScenarios } from './plain-scenarios.js';
import { readingOptions } from './reading-options.js';
import { endScenarios, reportScenario } from './reported-scenario.js';
import { headerWithoutTests } from './run-header.js';
import { runScenariosTold } from './scenario-progress.js';
import { textFromScenarios } from './scenarios-text.js';
import { searchScenarios } from './search-scenarios.js';
import { during, endRun, tellingFrom } from './telling.js';
import { tracesFrom } from './trace-option.js';
import { writePlot } from './write-plot.js';

/** `mortise scenario`. */
export async function runScenario(input: CommandInput): Promise<ExitCode> {
  const { options, io } = input;
  const documents = createDocumentPort(readingOptions(input));
  const workspace = await readWorkspace(textOption(options, 'workspace') ?? 'mortise.yaml', documents, io.env);
  const files = await chosenFiles(workspace, input);
  const isJson = options['json'] === true;
  if (options['list'] === true) return listScenarios({ files, documents, workspace, io, isJson });
  const settings = settingsFrom(input, workspace);
  const maxTime = textOption(options, 'max-time');
  if (maxTime !== undefined && msFromDuration(maxTime) === undefined) throw wrongValue('--max-time', maxTime, 'a duration like 30s');
  if (options['plot'] !== undefined && files.length !== 1)
    throw wrongValue('--plot', textOption(options, 'plot') ?? '', 'one scenario beside it');
  const run: RunScenariosOptions = { ...settings, workspace, files, documents, env: io.env, cwd: io.cwd, signal: io.signal };
  const isSimulated = settings.simulate === true || options['search'] === true;
  if (isSimulated && options['trace'] !== undefined)
    throw wrongValue(
      '--trace',
      textOption(options, 'trace') ?? '',
      'no --simulate beside it: simulated time is none that a collector knows',
    );
  if (options['search'] === true) return searchScenarios(run, { scheduleCount: scheduleCountOf(input), io, isJson });
  const telling = tellingFrom(input);
  const recorded = openRun(
    { cwd: io.cwd, file: textOption(options, 'record'), startedAtMs: telling.startedAtMs, since: telling.since },
    headerWithoutTests('scenario', input, { workspace: workspace.file, seed: settings.seed }),
  );
  return during(recorded, async () => {
    recorded.add({ type: 'workspace', ...reportedWorkspace(workspace, NO_CONTRACTS) });
    const onEnd = (outcome: ScenarioOutcome): void => reportScenario(recorded, outcome, io.cwd);
    const traces = isSimulated ? undefined : await tracesFrom(input);
    const outcomes = await runScenariosTold({ ...run, traces, onEnd }, { io, isJson }).finally(() => traces?.close());
    // Known once they were read: reports tell what there is to call.
    const contracts = new Map(outcomes.flatMap((outcome) => [...outcome.scenario.contracts]));
    recorded.add({ type: 'workspace', ...reportedWorkspace(workspace, { ...NO_CONTRACTS, contracts }) });
    endScenarios(recorded, outcomes, { startedAtMs: telling.startedAtMs, signal: io.signal });
    const plot = textOption(options, 'plot');
    if (plot !== undefined) writePlot(resolve(io.cwd, plot), outcomes);
    io.stdout(isJson ? `${JSON.stringify(plainScenarios(outcomes, settings.seed))}\n` : textFromScenarios(outcomes, settings.seed, io));
    return endRun(recorded, telling, { stopped: io.signal.aborted ? 'interrupt' : false, input });
  });
}

function settingsFrom(
  { options, io }: CommandInput,
  workspace: Workspace,
): Pick<RunScenariosOptions, 'seed' | 'simulate' | 'scale' | 'withMutants' | 'keepsGoing' | 'overrides' | 'journalFolder'> {
  const simulate = options['simulate'] === true;
  const scale = numberOption(options, 'compress', { least: 1, most: 100 });
  if (simulate && scale !== undefined) throw wrongValue('--compress', String(scale), 'no --simulate beside it: simulated time takes none');
  const journal = textOption(options, 'journal');
  return {
    seed: textOption(options, 'seed') ?? freshSeed(),
    simulate,
    scale,
    withMutants: options['mutants'] === true,
    keepsGoing: options['keep-going'] === true,
    overrides: overridesFrom(listOption(options, 'system'), workspace),
    journalFolder: journal === undefined ? undefined : resolve(io.cwd, journal),
  };
}

function scheduleCountOf({ options }: CommandInput): number {
  return numberOption(options, 'schedules', { least: 1, most: 1_000_000 }) ?? 1_000;
}

/** By the names of their files, or by their paths; a path need not stand in the workspace. */
async function chosenFiles(workspace: Workspace, { positionals, io }: CommandInput): Promise<readonly string[]> {
  const files = await scenarioFilesOf(workspace, io.cwd);
  if (positionals.length === 0) return files;
  const names = new Map(files.map((file) => [nameOfFile(file), file]));
  return positionals.map((word) => {
    const known = names.get(word);
    if (known !== undefined) return known;
    if (/\.(?:ya?ml|json)$/i.test(word)) return word;
    const expected = names.size === 0 ? 'a file: the workspace names no scenarios' : `one of ${[...names.keys()].join(', ')}, or a file`;
    throw new InputError({
      code: 'E_ARGUMENT_VALUE',
      args: { option: 'scenario', seen: word, expected, suggestion: didYouMean(word, names.keys()) },
    });
  });
}

function nameOfFile(file: string): string {
  return (file.split('/').at(-1) ?? file).split('.')[0] ?? file;
}

function overridesFrom(texts: readonly string[], { systems }: Workspace): ReadonlyMap<string, ProgramOverride> {
  return new Map(
    texts.map((text) => {
      const equals = text.indexOf('=');
      const name = equals === -1 ? text : text.slice(0, equals);
      const program = equals === -1 ? '' : text.slice(equals + 1);
      if (program === '') throw wrongValue('--system', text, 'a system and its program, like shop=./wrong.js or shop="node wrong.js"');
      if (!systems.has(name)) throw unknownValue('--system', name, [...systems.keys()]);
      return [name, /^\S+\.[cm]?[jt]s$/.test(program) ? { module: program } : { start: program }] as const;
    }),
  );
}

/** Scenarios read the contracts that their steps name, each for itself. */
const NO_CONTRACTS = { contracts: new Map(), eventContracts: new Map() } as const;
