import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { repositoryFolder } from './programs.js';

/**
 * A real document of the corpus, or `undefined` (and a line that says so) when the corpus is not there.
 *
 * @param {string} name - `github.json`
 */
export function corpusDocument(name) {
  const folder = process.env['MORTISE_CORPUS'] ?? resolve(repositoryFolder, '../shared/corpus');
  const file = join(folder, 'openapi', name);
  if (existsSync(file)) return file;
  console.log(`  left out: no corpus at ${folder} (set MORTISE_CORPUS)`);
  return undefined;
}
