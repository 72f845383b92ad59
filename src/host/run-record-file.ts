import { resolve } from 'node:path';
import { HostError } from '../base/errors.js';
import type { RunHeader } from '../check/run-record.js';
import { argsWithoutSecrets, lineFromHeader } from '../check/run-record.js';
import type { TestingOptions } from '../check/testing-options.js';
import type { Pair, Workspace } from '../workspace/workspace.js';
import type { RecordFile } from './record-file.js';
import { openRecordFile, pruneRecords } from './record-file.js';

/** What a run is, as its record says in its first line. */
export interface RecordedRun {
  readonly cwd: string;
  /** Where the record goes; `undefined` for a new file below `.mortise/runs/`, named by the time. */
  readonly file?: string | undefined;
  /** Of Mortise. */
  readonly version: string;
  /** As typed; secrets are left out. */
  readonly args: readonly string[];
  readonly workspace: Workspace;
  readonly pairs: readonly Pair[];
  readonly options: TestingOptions;
  /** `2/5`. */
  readonly shard?: string | undefined;
  readonly startedAtMs: number;
}

/**
 * Opens the record of a run and writes its header. Of the records that have no name of their own, the newest fifty stay.
 *
 * @param run - that begins
 * @throws HostError `E_FILE_WRITE` when it cannot be written
 */
export function openRunRecord(run: RecordedRun): RecordFile {
  return openRecordOf(run, (id) => headerOf(run, id));
}

/**
 * Opens the record of any run and writes its header, as {@link openRunRecord} does.
 *
 * @param run - where the record goes, and when it begins
 * @param headerFrom - gives the header of the run with that id
 * @throws HostError `E_FILE_WRITE` when it cannot be written
 */
export function openRecordOf(
  { cwd, file, startedAtMs }: Pick<RecordedRun, 'cwd' | 'file' | 'startedAtMs'>,
  headerFrom: (id: string) => RunHeader,
): RecordFile {
  if (file !== undefined) {
    const record = openRecordFile(resolve(cwd, file));
    record.write(lineFromHeader(headerFrom(idFromTime(startedAtMs))));
    return record;
  }
  const folder = resolve(cwd, '.mortise/runs');
  const { record, id } = openNew(folder, startedAtMs);
  pruneRecords(folder);
  record.write(lineFromHeader(headerFrom(id)));
  return record;
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

function headerOf({ version, args, workspace, pairs, options, shard, startedAtMs }: RecordedRun, id: string): RunHeader {
  const { seed, phases, caseCount, workers, maxResponseTimeMs } = options;
  // A contract that is tested alone has no text of a workspace.
  const alone = workspace.text === '' ? [...workspace.systems.values()][0] : undefined;
  return {
    id,
    version,
    seed,
    args: argsWithoutSecrets(args),
    workspace: workspace.file,
    url: alone?.url === undefined ? undefined : argsWithoutSecrets([alone.url])[0],
    pairs: pairs.map(({ consumer, provider }) => `${consumer}:${provider}`),
    options: { phases, caseCount, workers, shard, maxResponseTimeMs },
    startedAtMs,
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
