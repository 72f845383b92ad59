import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryFolder } from './support/run-mortise.js';

/** One line of code each, and a word of the message that refuses it. */
const WORLD: readonly (readonly [code: string, message: RegExp])[] = [
  ['export const a = Date.now();', /read the clock/],
  ['export const a = new Date();', /read the clock/],
  ['export const a = globalThis.Date.now();', /globalThis/],
  ['export const a = performance.now();', /read the clock/],
  ['export const a = Math.random();', /draw by chance/],
  ['export const a = crypto.randomUUID();', /draw by chance/],
  ["import { randomUUID } from 'node:crypto';\nexport const a = randomUUID();", /take a port/],
  ['export const a = setTimeout(() => 1, 5);', /setTimeout/],
  ['export const a = setInterval(() => 1, 5);', /setInterval/],
  ['export const a = setImmediate(() => 1);', /setImmediate/],
  ["export const a = process.env['HOME'];", /process/],
  ['export const a = process.cwd();', /process/],
  ["export const a = fetch('http://127.0.0.1');", /fetch/],
  ...[
    'fs',
    'fs/promises',
    'net',
    'http',
    'https',
    'http2',
    'tls',
    'dgram',
    'dns',
    'child_process',
    'timers/promises',
    'os',
    'worker_threads',
  ].map((name) => [`import * as a from 'node:${name}';\nexport const b = a;`, /take a port/] as const),
  ["export const a = () => import('node:net');", /take a port/],
  ["import { request } from 'undici';\nexport const a = request;", /take a port/],
];

/** Refused in every file of `src/`. */
const EVERYWHERE: readonly (readonly [code: string, rule: RegExp])[] = [
  ['export default 1;', /noDefaultExport/],
  ["export * from './b.js';", /noReExportAll|noBarrelFile/],
  ['export const a: any = 1;', /noExplicitAny/],
  ["export const a = ['b'][0]!;", /noNonNullAssertion/],
  ['export enum A {}', /noEnum/],
  ["import { A } from './b.js';\nexport type B = A;", /useImportType/],
  ['export function f(a: number) {\n  a = 2;\n  return a;\n}', /noParameterAssign/],
  ["export const a = () => console.info('b');", /noConsole/],
  ["export const a = () => eval('1');", /noGlobalEval/],
  ["export const a = () => new Function('return 1');", /noRestrictedGlobals|noGlobalEval|noImpliedEval/],
  ['async function work(): Promise<void> {\n  await null;\n}\nexport function f(): void {\n  work();\n}', /noFloatingPromises/],
];

interface Diagnostic {
  readonly category: string;
  readonly severity: string;
  readonly message: string;
  readonly location: { readonly path: string };
}

describe('the lint of src/', () => {
  let folder = '';
  let diagnostics: readonly Diagnostic[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mortise-lint-'));
    await cp(join(repositoryFolder, 'test/config'), join(folder, 'test/config'), { recursive: true });
    await cp(join(repositoryFolder, 'package.json'), join(folder, 'package.json'));
    for (const [index, [code]] of WORLD.entries()) {
      await plant(folder, `src/mock/world-${index}.ts`, code);
      await plant(folder, `src/host/world-${index}.ts`, code);
    }
    for (const [index, [code]] of EVERYWHERE.entries()) await plant(folder, `src/host/everywhere-${index}.ts`, code);
    await plant(folder, 'src/mock/fine.ts', 'export const a = (atMs: number): string => new Date(atMs).toISOString();');
    diagnostics = await lint(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(WORLD.map(([code, message], index) => [code, message, index] as const))(
    'refuses outside src/host/: %s',
    (_code, message, index) => {
      expect(textOf(diagnostics, `src/mock/world-${index}.ts`)).toMatch(message);
      expect(textOf(diagnostics, `src/host/world-${index}.ts`)).toBe('');
    },
  );

  it.each(EVERYWHERE.map(([code, rule], index) => [code, rule, index] as const))('refuses everywhere: %s', (_code, rule, index) => {
    expect(textOf(diagnostics, `src/host/everywhere-${index}.ts`)).toMatch(rule);
  });

  it('lets an instant given as a number be written as a date', () => {
    expect(textOf(diagnostics, 'src/mock/fine.ts')).toBe('');
  });
});

async function plant(folder: string, path: string, code: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), `${code}\n`);
}

async function lint(folder: string): Promise<readonly Diagnostic[]> {
  const biome = join(repositoryFolder, 'node_modules/.bin/biome');
  const args = ['lint', '--config-path', 'test/config', '--reporter', 'json', '--max-diagnostics', '1000', 'src'];
  // Biome ends with 1 when it finds something, which is what is asked here.
  const { stdout } = await promisify(execFile)(biome, args, { cwd: folder, maxBuffer: 2 ** 26 }).catch(
    (error: { stdout: string }) => error,
  );
  return (JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] }).diagnostics;
}

/** The errors of one file, a line each; empty when lint finds none. */
function textOf(diagnostics: readonly Diagnostic[], path: string): string {
  return diagnostics
    .filter((diagnostic) => diagnostic.severity === 'error' && diagnostic.location.path === path)
    .map((diagnostic) => `${diagnostic.category}: ${diagnostic.message}`)
    .join('\n');
}
