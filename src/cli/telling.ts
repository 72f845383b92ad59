import type { RunSummary } from '../check/run-record.js';
import { nowMs } from '../host/clock.js';
import type { EarlierRun, RunWriter } from '../host/run-writer.js';
import type { RunReport } from '../report/run/run-report.js';
import type { CommandInput, ExitCode } from './command.js';
import { earlierRunFrom } from './earlier-run.js';
import type { FailOn } from './fail-on.js';
import { exitCodeOfReport, failOnFrom } from './fail-on.js';
import { newFindingsText } from './new-text.js';
import type { ReportOutput } from './report-outputs.js';
import { reportOutputsFrom, writeReports } from './report-outputs.js';

/** How a run is told. */
export interface Telling {
  readonly since: EarlierRun | undefined;
  readonly failOn: FailOn;
  readonly outputs: readonly ReportOutput[];
  readonly startedAtMs: number;
}

/**
 * How a run that begins now is told, as the options say.
 *
 * @param input - of a command that has `TELLING_OPTIONS`
 * @throws InputError before anything runs when one of them is wrong
 */
export function tellingFrom(input: CommandInput): Telling {
  const { options } = input;
  return { failOn: failOnFrom(options), since: earlierRunFrom(input), outputs: reportOutputsFrom(options), startedAtMs: nowMs() };
}

/** How a run ended. */
interface RunEnd {
  readonly stopped: RunReport['run']['stopped'];
  /** Of the command: which reports it asks for, and where it runs. */
  readonly input: CommandInput;
  /** Of its tests. */
  readonly summary?: RunSummary | undefined;
}

/**
 * Ends a run: its record is whole, the reports that were asked for are written, what is new is told.
 *
 * @param run - all of whose parts are over
 * @param telling - how it is told
 * @param end - how it ended
 * @throws HostError `E_FILE_WRITE` when a report cannot be written
 */
export async function endRun(run: RunWriter, telling: Telling, { stopped, input, summary }: RunEnd): Promise<ExitCode> {
  run.add({ type: 'summary', ...summary, durationMs: Math.round(nowMs() - telling.startedAtMs), stopped });
  run.close();
  const report = run.report();
  await writeReports(report, telling.outputs, input);
  if (input.options['json'] !== true) input.io.stdout(newFindingsText(report, input.io.colour));
  return exitCodeOfReport(report, telling.failOn);
}

/**
 * Does what a run is about: however that ends, its record is closed.
 *
 * @param run - that has begun
 * @param act - all of it
 */
export async function during<Result>(run: RunWriter, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } finally {
    run.close();
  }
}

/** As they were typed, for the record. */
export function wordsOf({ positionals, options }: CommandInput): readonly string[] {
  return [...positionals, ...Object.entries(options).map(([name, value]) => `--${name}=${String(value)}`)];
}
