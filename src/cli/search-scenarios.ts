import { basename, dirname, relative, resolve } from 'node:path';
import type { ProcessIo } from '../host/process-io.js';
import type { RunScenariosOptions } from '../host/run-scenarios.js';
import { loadSimulation } from '../host/simulated-world.js';
import { writeScenarioJournal } from '../host/scenario-journal.js';
import { writeWholeFile } from '../host/whole-file.js';
import { judgementLines } from '../report/judgement-text.js';
import { readScenario } from '../scenario/read-scenario.js';
import type { Scenario } from '../scenario/scenario.js';
import { scenarioTextFromSchedule } from '../scenario/search/scenario-text-from-schedule.js';
import type { SearchResult } from '../scenario/search/search-schedules.js';
import { searchSchedules } from '../scenario/search/search-schedules.js';
import type { ExitCode } from './command.js';
import { openProgress } from './progress.js';

export interface SearchSettings {
  readonly scheduleCount: number;
  readonly io: ProcessIo;
  readonly isJson: boolean;
}

/**
 * Searches each scenario for a schedule of faults under which a claim is refuted, and writes the smallest of each under `.mortise/found`, where no
 * glob of the workspace picks it up.
 *
 * @param run - which scenarios, and where
 * @param settings - how long to search, and where to tell
 * @returns 1 when a schedule was found
 */
export async function searchScenarios(run: RunScenariosOptions, settings: SearchSettings): Promise<ExitCode> {
  const { io, isJson } = settings;
  const searched: Searched[] = [];
  for (const file of run.files) {
    if (run.signal.aborted) return 3;
    const scenario = await readScenario(file, run.documents, run.workspace);
    const result = await searchOne(scenario, run, settings);
    const found = { scenario, result, ...writtenOf(scenario, result, run) };
    searched.push(found);
    if (!isJson) io.stdout(textFromSearched(found, run.seed, io));
  }
  if (isJson) io.stdout(`${JSON.stringify({ seed: run.seed, searches: searched.map(plainSearched) })}\n`);
  return searched.some(({ result }) => result.kind === 'refuted') ? 1 : 0;
}

interface Searched {
  readonly scenario: Scenario;
  readonly result: SearchResult;
  /** The scenario that was written. */
  readonly file: string | undefined;
  /** The command that runs it. */
  readonly again: string | undefined;
  readonly journalFile: string | undefined;
}

async function searchOne(
  scenario: Scenario,
  run: RunScenariosOptions,
  { scheduleCount, io, isJson }: SearchSettings,
): Promise<SearchResult> {
  const { workspace, documents, overrides, seed, signal } = run;
  const simulation = await loadSimulation(scenario, workspace, { documents, overrides });
  const openWorld = (ownSeed: string): ReturnType<typeof simulation.open> => simulation.open({ seed: ownSeed, signal });
  const progress = openProgress(io, isJson);
  const onTried = (count: number, shrinkCount: number): void =>
    progress.tell(
      shrinkCount === 0
        ? { title: `search ${scenario.name}`, doneCount: count, totalCount: scheduleCount, made: { noun: 'schedule', count } }
        : { title: `search ${scenario.name}: found, making it smaller`, made: { noun: 'run', count: shrinkCount } },
    );
  try {
    return await searchSchedules({ scenario, openWorld, scheduleCount, seed, signal, onTried });
  } finally {
    progress.end();
  }
}

/** Under `.mortise/found`, where no glob of the workspace picks it up. */
function writtenOf(scenario: Scenario, result: SearchResult, run: RunScenariosOptions): Pick<Searched, 'file' | 'again' | 'journalFile'> {
  if (result.kind === 'held') return { file: undefined, again: undefined, journalFile: undefined };
  const plainSeed = result.seed.replace(/[^A-Za-z0-9._-]+/g, '-');
  const file = `${FOUND_FOLDER}/${basename(scenario.name)}-found-${plainSeed}.arazzo.yaml`;
  const options = againOptions(scenario, run);
  const claims = [...new Set(result.judgements.map(({ claim }) => claim))];
  writeWholeFile(
    resolve(run.cwd, file),
    scenarioTextFromSchedule(scenario.text, {
      schedule: result.schedule,
      seed: result.seed,
      claims,
      file,
      options,
      wayBack: relative(resolve(run.cwd, FOUND_FOLDER), resolve(run.cwd, dirname(scenario.file))),
    }),
  );
  const { journalFolder, cwd } = run;
  const name = `${scenario.name}-found`;
  const journalFile = journalFolder === false ? undefined : writeScenarioJournal(result.journal, name, { cwd, folder: journalFolder });
  const again = `mortise scenario ${file}${options === '' ? '' : ` ${options}`} --simulate --seed ${result.seed}`;
  return { file, again, journalFile };
}

const FOUND_FOLDER = '.mortise/found';

/** What has to be said again for the same systems to take part. */
function againOptions({ file, workflows }: Scenario, { workspace, overrides }: RunScenariosOptions): string {
  const systems = [...(overrides ?? [])].flatMap(([name, { module }]) => (module === undefined ? [] : [`--system ${name}=${module}`]));
  // Another document is read only from below the folder of the one that refers to it.
  const hasOthers = [...workflows.keys()].some((key) => key.includes('.'));
  return [
    ...(workspace.file === 'mortise.yaml' ? [] : [`--workspace ${workspace.file}`]),
    ...(hasOthers ? [`--allow-files ${dirname(file)}`] : []),
    ...systems,
  ].join(' ');
}

function textFromSearched({ scenario, result, file, again, journalFile }: Searched, seed: string, io: ProcessIo): string {
  const head = `${scenario.name}: ${scenario.title}`;
  if (result.kind === 'held') return `${head}. held under ${result.scheduleCount} schedules of faults\nseed: ${seed}\n`;
  const count = result.schedule.length;
  const told = count === 0 ? 'refuted without any fault' : `refuted with ${count} fault${count === 1 ? '' : 's'}`;
  return [
    `${head}. ${told}, found after ${result.scheduleCount} schedules and made smaller in ${result.shrinkCount} runs\n`,
    judgementLines(result.judgements, result.journal, { columnCount: io.columnCount, colour: io.colour }),
    `written: ${file ?? ''}\n${again === undefined ? '' : `again: ${again}\n`}${journalFile === undefined ? '' : `journal: ${journalFile}\n`}seed: ${result.seed}\n`,
  ].join('');
}

function plainSearched({ scenario, result, file, again, journalFile }: Searched): Readonly<Record<string, unknown>> {
  const { name } = scenario;
  if (result.kind === 'held') return { name, outcome: 'held', schedules: result.scheduleCount };
  const { schedule, judgements, scheduleCount, shrinkCount } = result;
  return {
    name,
    outcome: 'refuted',
    schedules: scheduleCount,
    shrinks: shrinkCount,
    schedule,
    judgements,
    file,
    again,
    journal: journalFile,
  };
}
