import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingFile } from '../../src/host/missing-file.js';
import { textFromError } from '../../src/report/wording/error-wording.js';

describe('missingFile', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'mortise-missing-'));
  beforeAll(() => {
    mkdirSync(join(cwd, 'contracts'));
    for (const name of ['orders.yaml', 'pets.yaml', 'notes.txt', '.hidden.yaml']) writeFileSync(join(cwd, 'contracts', name), '');
  });
  afterAll(() => rmSync(cwd, { recursive: true }));
  const told = (file: string): string => textFromError(missingFile({ file, path: join(cwd, file) }));

  it('suggests the name in the folder that was likely meant', () =>
    expect(told('contracts/ordres.yaml')).toBe('there is no file contracts/ordres.yaml. Did you mean "contracts/orders.yaml"?'));

  it('else tells the files of that kind which the folder has', () =>
    expect(told('contracts/shipping.yaml')).toBe('there is no file contracts/shipping.yaml. contracts has orders.yaml, pets.yaml'));

  it('tells all the folder has where none is of that kind', () =>
    expect(told('contracts/shipping.json')).toBe(
      'there is no file contracts/shipping.json. contracts has notes.txt, orders.yaml, pets.yaml',
    ));

  it('suggests the folder where that is missing, too', () => {
    expect(told('contract/orders.yaml')).toBe('there is no file contract/orders.yaml. Did you mean "contracts/orders.yaml"?');
    expect(told('elsewhere/orders.yaml')).toBe(
      'there is no file elsewhere/orders.yaml. The folder elsewhere is not there either: see whether the path is right, and begins where you stand',
    );
  });
});
