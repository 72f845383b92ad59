import { resolve } from 'node:path';
import { HostError } from '../base/errors.js';
import type { RunHeader } from '../check/run-record.js';
import { argsWithoutSecrets, lineFromHeader } from '../check/run-record.js';
import type { TestingOptions } from '../check/testing-options.js';
import type { Pair, Workspace } from '../workspace/workspace.js';
import type { RecordFile } from './record-file.js';
import { openRecordFile, pruneRecords } from './record-file.js';
import type { EarlierRun, RunWriter } from './run-writer.js';
import { createRunWriter } from './run-writer.js';

/** What a run is, as its record says in its first line. */
export interface RecordedRun extends RunPlace {
  readonly command: 'check' | 'test';
  /** Of Mortise. */
  readonly version: string;
  /** As typed; secrets are left out. */
  readonly args: readonly string[];
  readonly workspace: Workspace;
  readonly pairs: readonly Pair[];
  readonly options: TestingOptions;
  /** `2/5`. */
  readonly shard?: string | undefined;
}

/** Where and when a run begins. */
export interface RunPlace {
  readonly cwd: string;
  /** Where the record goes; `undefined` for a new file below `.mortise/runs/`, named by the time; `false` for nowhere. */
  readonly file?: string | false | undefined;
  readonly startedAtMs: number;
  /** The run whose findings are not new. */
  readonly since?: EarlierRun | undefined;
}

/**
 * Begins a run that tests pairs, and its record. Of the records that have no name of their own, the newest fifty stay.
 *
 * @param run - that begins
 * @throws HostError `E_FILE_WRITE` when it cannot be written
 */
export function openTestRun(run: RecordedRun): RunWriter {
  return openRun(run, headerOf(run));
}

/**
 * Begins any run, and its record, as {@link openTestRun} does.
 *
 * @param place - where the record goes, and when the run begins
 * @param header - of the run
 * @throws HostError `E_FILE_WRITE` when the record cannot be written
 */
export function openRun({ cwd, file, startedAtMs, since }: RunPlace, header: Omit<RunHeader, 'id' | 'startedAtMs' | 'since'>): RunWriter {
  const { record, id } =
    file === undefined
      ? openNew(resolve(cwd, '.mortise/runs'), startedAtMs)
      : { id: idFromTime(startedAtMs), record: file === false ? undefined : openRecordFile(resolve(cwd, file)) };
  if (file === undefined) pruneRecords(resolve(cwd, '.mortise/runs'));
  const earlier = since === undefined ? {} : { since: { id: since.id, startedAtMs: since.startedAtMs } };
  const whole = { ...header, id, startedAtMs, ...earlier };
  record?.write(lineFromHeader(whole));
  return createRunWriter(whole, record, since);
}

/** Runs that begin in the same millisecond, side by side, each get a file of their own. */
function openNew(folder: string, startedAtMs: number): { readonly record: RecordFile; readonly id: string } {
  for (let atMs = startedAtMs; ; atMs += 1) {
    const id = idFromTime(atMs);
    try {
      return { id, record: openRecordFile(resolve(folder, `${id}.jsonl`), { isNew: true }) };
    } catch (error) {
      if (!(error instanceof HostError && isTaken(error.cause)) || atMs > startedAtMs + MOST_NEIGHBOURS) throw error;
    }
  }
}

function isTaken(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
}

function headerOf({
  command,
  version,
  args,
  workspace,
  pairs,
  options,
  shard,
}: RecordedRun): Omit<RunHeader, 'id' | 'startedAtMs' | 'since'> {
  const { seed, phases, caseCount, workers, maxResponseTimeMs } = options;
  // A contract that is tested alone has no text of a workspace.
  const alone = workspace.text === '' ? [...workspace.systems.values()][0] : undefined;
  return {
    command,
    version,
    seed,
    args: argsWithoutSecrets(args),
    workspace: workspace.file,
    url: alone?.url === undefined ? undefined : argsWithoutSecrets([alone.url])[0],
    pairs: pairs.map(({ consumer, provider }) => `${consumer}:${provider}`),
    options: { phases, caseCount, workers, shard, maxResponseTimeMs },
  };
}

/**
 * The id of a run: `20261121-054512-123`. It sorts by time, and is a name on every file system.
 *
 * @param atMs - since 1970, when it began
 */
export function idFromTime(atMs: number): string {
  return new Date(atMs).toISOString().replace(/[-:]/g, '').replace(/[T.]/g, '-').replace('Z', '');
}

const MOST_NEIGHBOURS = 1_000;
