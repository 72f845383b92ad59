import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HostError } from '../base/errors.js';
import { linesFromRunJournal } from '../journal/run-journal-lines.js';
import type { ProbeRun } from '../recovery/probe/probe-run.js';

/**
 * Writes the journal of every run of a probe, each a file that `mortise judge` reads.
 *
 * @param folder - made when it is not there
 * @throws HostError `E_FILE_WRITE` when it cannot be written
 */
export async function writeProbeJournals(runs: readonly ProbeRun[], folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const [index, { experiment, journal }] of runs.entries()) {
      const name = `${String(index + 1).padStart(3, '0')}-${experiment.name.replaceAll(' ', '-')}.jsonl`;
      await writeFile(join(folder, name), `${[...linesFromRunJournal(journal)].join('\n')}\n`);
    }
  } catch (cause) {
    throw new HostError({ code: 'E_FILE_WRITE', args: { path: folder, reason: (cause as Error).message }, cause });
  }
}
