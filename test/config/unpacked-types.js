// Keeps out of the package what nobody can import: declarations that no entry of it leads to, the reference made of them, and what the compiler remembers. Writes `dist/.npmignore`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const DIST = resolve(import.meta.dirname, '../../dist');
const ENTRIES = ['index.d.ts', 'msw.d.ts', 'vitest.d.ts'];
/** How `tsc` writes the modules that a declaration leads to. */
const LEADS_TO = /\b(?:from|import\()\s*["'](\.[^"']+)\.js["']/g;

/** @type {Set<string>} */
const wanted = new Set();
const open = ENTRIES.map((name) => join(DIST, name));
for (let file = open.pop(); file !== undefined; file = open.pop()) {
  if (wanted.has(file)) continue;
  wanted.add(file);
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(LEADS_TO)) open.push(resolve(dirname(file), `${path}.d.ts`));
}
const built = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.d.ts'));
const unwanted = built.filter((name) => !wanted.has(join(DIST, name))).map((name) => `/${relative('', name)}`);
writeFileSync(join(DIST, '.npmignore'), `/.*.tsbuildinfo\n/api-reference\n${unwanted.sort().join('\n')}\n`);
