import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { linesFromRunJournal } from '../journal/run-journal-lines.js';
import type { RunJournal } from '../journal/run-journal.js';
import { nowMs } from './clock.js';
import { openRecordFile } from './record-file.js';
import { idFromTime } from './run-record-file.js';

/**
 * Writes the journal of a run of a scenario, from which every verdict can be worked out again. Of those that have the default folder the newest
 * hundred stay.
 *
 * @param journal - of the run
 * @param name - of the scenario, and of the program that took a place in it
 * @param place - where the user stands, and the folder that he asked for
 * @returns the file
 * @throws HostError `E_FILE_WRITE` when it cannot be written
 */
export function writeScenarioJournal(
  journal: RunJournal,
  name: string,
  place: { readonly cwd: string; readonly folder: string | undefined },
): string {
  const folder = resolve(place.cwd, place.folder ?? '.mortise/runs');
  const plainName = name.replace(/[^A-Za-z0-9._-]+/g, '-');
  const file = openRecordFile(join(folder, `${idFromTime(nowMs())}.${plainName}.journal`));
  try {
    for (const line of linesFromRunJournal(journal)) file.write(line);
  } finally {
    file.close();
  }
  if (place.folder === undefined) prune(folder);
  return file.file;
}

/** Runs that go on side by side remove the same ones. */
function prune(folder: string): void {
  const names = readdirSync(folder).filter((name) => JOURNAL_NAME.test(name));
  for (const name of names.sort().slice(0, -KEPT_COUNT)) rmSync(join(folder, name), { force: true });
}

const KEPT_COUNT = 100;
const JOURNAL_NAME = /^\d{8}-\d{6}-\d{3}\..+\.journal$/;
