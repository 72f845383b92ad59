import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/errors.js';
import type { Hooks } from '../../src/check/hooks/hooks.js';
import { loadHooks } from '../../src/host/load-hooks.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortise-hooks-'));
  return () => rm(folder, { recursive: true, force: true });
});

const CONTEXT = { consumer: 'a', provider: 'b', baseUrl: 'http://b', signal: new AbortController().signal };

describe('a module of hooks', () => {
  it.each<[file: string, text: string]>([
    ['hooks.js', 'export const beforeAll = (context) => { context.seen.push(context.provider); };'],
    ['hooks.mjs', 'export function beforeAll(context) { context.seen.push(context.provider); }'],
    ['hooks.cjs', 'exports.beforeAll = (context) => { context.seen.push(context.provider); };'],
    ['hooks.cjs', 'module.exports = { beforeAll(context) { context.seen.push(context.provider); } };'],
    ['hooks.mjs', 'export default { beforeAll: (context) => { context.seen.push(context.provider); } };'],
    [
      'hooks.ts',
      'interface C { provider: string; seen: string[] }\nexport const beforeAll = ({ seen, provider }: C): void => { seen.push(provider); };',
    ],
    [
      'hooks.mts',
      'type C = { provider: string; seen: string[] };\nexport async function beforeAll(context: C): Promise<void> { context.seen.push(context.provider); }',
    ],
    [
      'hooks.ts',
      "import { name } from './other.ts';\nexport const beforeAll = (context: { seen: string[] }) => { context.seen.push(name as string); };",
    ],
  ])('is read from %s: %s', async (file, text) => {
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder, 'other.ts'), "export const name: string = 'b';");
    await writeFile(join(folder, file), text);
    const hooks: Hooks = await loadHooks(join(folder, file));
    const context = { ...CONTEXT, seen: [] as string[] };
    await hooks.beforeAll?.(context);
    expect(context.seen).toEqual(['b']);
    expect(Object.keys(hooks)).toEqual(['beforeAll']);
  });

  it.each<[text: string, problem: string, suggestion: string | undefined]>([
    ['export const beforeAl = () => {};', 'there is no hook "beforeAl"', 'beforeAll'],
    [
      'export const sign = () => {};',
      'there is no hook "sign"; there are beforeAll, afterAll, beforeCall, afterCall, filterCase',
      undefined,
    ],
    ['export const beforeCall = 1;', '"beforeCall" must be a function, not a value of type number', undefined],
    ['export const beforeCall = null;', '"beforeCall" must be a function, not null', undefined],
    ['export {};', 'the module exports none of beforeAll, afterAll, beforeCall, afterCall, filterCase', undefined],
    ['export default () => {};', 'there is no hook "default"; there are beforeAll, afterAll, beforeCall, afterCall, filterCase', undefined],
    ['throw new Error("no licence");', 'the module cannot be loaded: no licence', undefined],
  ])('is refused when it says %s', async (text, problem, suggestion) => {
    const file = join(folder, 'hooks.mjs');
    await writeFile(file, text);
    const { code, at, args } = await failureOf(file);
    expect([code, at, args['problem'], args['suggestion']]).toEqual(['E_HOOKS_INVALID', { file }, problem, suggestion]);
  });

  it('is refused when it cannot be read as what its name says', async () => {
    for (const name of ['hooks.mjs', 'hooks.mts']) {
      await writeFile(join(folder, name), 'export const = ;');
      expect(await failureOf(join(folder, name))).toMatchObject({ code: 'E_HOOKS_INVALID' });
    }
  });

  it('is missed when it is not there', async () => {
    expect(await failureOf(join(folder, 'nothing.ts'))).toMatchObject({ code: 'E_FILE_NOT_FOUND' });
    expect(await failureOf(folder)).toMatchObject({ code: 'E_FILE_KIND' });
  });
});

async function failureOf(file: string): Promise<InputError> {
  const outcome: unknown = await loadHooks(file).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(InputError);
  return outcome as InputError;
}
