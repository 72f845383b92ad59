import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryFolder } from '../support/run-mortise.js';

/** A device on which nothing can be written, as on a full disk. */
const FULL = '/dev/full';

describe.skipIf(!existsSync(FULL))('what cannot be written', () => {
  it.each([
    ['the findings of a contract', ['lint', 'fixtures/specs/petstore.yaml']],
    ['one JSON object', ['lint', 'fixtures/specs/petstore.yaml', '--json']],
    ['a help text', ['--help']],
  ])('ends with one line and code 3, where it is %s', (_what, words) => {
    const full = openSync(FULL, 'w');
    try {
      const { status, stderr } = spawnSync(process.execPath, [join(repositoryFolder, 'bin/mortise.js'), ...words], {
        cwd: repositoryFolder,
        stdio: ['ignore', full, 'pipe'],
        encoding: 'utf8',
      });
      expect(stderr).toMatch(/^mortise: cannot write standard output: ENOSPC[^\n]*Make room there, or write elsewhere\n$/);
      expect(status).toBe(3);
    } finally {
      closeSync(full);
    }
  });
});
