import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { repositoryFolder } from './support/run-mortise.js';

it('the entry for Mock Service Worker leads to nothing that only Node has: pages load it as it is', () => {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g)) {
      if (specifier.startsWith('.')) visit(resolve(dirname(file), specifier));
      else packages.add(specifier);
    }
  };
  visit(join(repositoryFolder, 'dist/msw.js'));
  expect(seen.size).toBeGreaterThan(100);
  expect([...packages].filter((name) => name.startsWith('node:'))).toEqual([]);
});
