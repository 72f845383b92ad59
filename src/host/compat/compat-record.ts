import { argsWithoutSecrets, lineFromFinding } from '../../check/run-record.js';
import type { Finding } from '../../finding/finding.js';
import { openRecordOf } from '../run-record-file.js';

/** A comparison of versions that is over. */
export interface ComparedRun {
  readonly cwd: string;
  /** Where the record goes; `undefined` for a new file below `.mortise/runs/`. */
  readonly file: string | undefined;
  /** Of Mortise. */
  readonly version: string;
  /** As typed. */
  readonly args: readonly string[];
  /** The workspace file, or the first file that was named. */
  readonly workspace: string;
  /** Located. */
  readonly findings: readonly Finding[];
  readonly startedAtMs: number;
}

/**
 * Writes the record of a comparison, so that its findings can be explained and accepted by their ids.
 *
 * @param run - that is over
 * @throws HostError `E_FILE_WRITE`
 */
export function writeCompatRecord({ findings, version, args, workspace, ...run }: ComparedRun): void {
  const options = { phases: ['compat'], caseCount: 0, workers: 1, shard: undefined };
  const header = { version, seed: '0', args: argsWithoutSecrets(args), workspace, url: undefined, pairs: [], options };
  const record = openRecordOf(run, (id) => ({ ...header, id, startedAtMs: run.startedAtMs }));
  try {
    for (const finding of findings) record.write(lineFromFinding(finding));
  } finally {
    record.close();
  }
}
