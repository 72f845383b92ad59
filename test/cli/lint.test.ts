import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandInput, ExitCode } from '../../src/cli/command.js';
import { runLint } from '../../src/cli/lint.js';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortise-lint-'));
  const good = {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: { '/a': { get: { responses: { 200: { description: 'ok' } } } } },
  };
  const warned = { ...good, paths: { '/a': { get: {} } } };
  const wrong = { ...good, paths: { '/a': { get: { responses: { 200: { $ref: '#/no' } } } } } };
  await writeFile(join(folder, 'good.json'), JSON.stringify(good));
  await writeFile(join(folder, 'warned.json'), JSON.stringify(warned));
  await writeFile(join(folder, 'wrong.yaml'), `${JSON.stringify(wrong, null, 2)}\n`);
  await writeFile(
    join(folder, 'mortise.yaml'),
    'systems:\n  a:\n    openapi: good.json\n  b:\n    openapi: wrong.yaml\n  c:\n    openapi: good.json\n',
  );
});

afterAll(() => rm(folder, { recursive: true }));

async function lint(
  positionals: readonly string[],
  options: CommandInput['options'] = {},
  stdin = '',
): Promise<{ exitCode: ExitCode; text: string }> {
  const said: string[] = [];
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(stdin);
  }
  const io = {
    stdout: (text: string) => void said.push(text),
    stderr: () => undefined,
    stdin: bytes(),
    env: {},
    cwd: folder,
    isTerminal: false,
    colour: false,
    status: () => undefined,
    columnCount: 100,
    signal: new AbortController().signal,
  };
  const exitCode = await runLint({ positionals, options, io });
  return { exitCode, text: said.join('') };
}

it('ends with 0 and says so when nothing is wrong', async () => {
  expect(await lint(['good.json'])).toEqual({ exitCode: 0, text: 'no problems\n' });
});

it('ends with 1 on an error, which it shows with its line', async () => {
  const { exitCode, text } = await lint(['wrong.yaml']);
  expect(exitCode).toBe(1);
  expect(text).toContain('wrong.yaml\n');
  expect(text).toMatch(/ {2}11:11 +error +\$ref "#\/no" leads nowhere/);
});

it('fails on a warning only when asked to', async () => {
  expect((await lint(['warned.json'])).exitCode).toBe(0);
  expect((await lint(['warned.json'], { 'fail-on': 'warning' })).exitCode).toBe(1);
});

it('prints one JSON object', async () => {
  const { text } = await lint(['wrong.yaml'], { json: true });
  expect(text.trim().split('\n').length).toBe(1);
  const { findings, summary } = JSON.parse(text) as { findings: readonly Record<string, unknown>[]; summary: unknown };
  expect(findings[0]).toMatchObject({
    severity: 'error',
    file: 'wrong.yaml',
    line: expect.any(Number),
    column: expect.any(Number),
    pointer: expect.any(String),
    message: expect.any(String),
  });
  expect(summary).toEqual({ error: 2, warning: 0, info: 0 });
});

it('reads every contract of a workspace, each once', async () => {
  const { exitCode, text } = await lint(['mortise.yaml'], { json: true });
  expect(exitCode).toBe(1);
  const { findings } = JSON.parse(text) as { findings: readonly { readonly file: string }[] };
  expect(new Set(findings.map((finding) => finding.file)).size).toBe(1);
});

it('reads standard input', async () => {
  expect((await lint(['-'], {}, 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\npaths: {}\n')).exitCode).toBe(0);
});

it('refuses what is no contract, and nothing at all', async () => {
  await expect(lint(['-'], {}, 'arazzo: 1.0.1')).rejects.toMatchObject({ code: 'E_DOCUMENT_KIND' });
  await expect(lint(['gone.yaml'])).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' });
  await expect(lint([])).rejects.toMatchObject({ code: 'E_ARGUMENT_MISSING' });
});

describe('a workspace whose contracts share models', () => {
  const drift = join(import.meta.dirname, '../../fixtures/workspaces/drift/mortise.yaml');

  it('is told where one drifted, and not where one is only written otherwise', async () => {
    const { exitCode, text } = await lint([drift], { json: true });
    expect(exitCode).toBe(1);
    const { findings, summary } = JSON.parse(text) as { findings: readonly Record<string, unknown>[]; summary: unknown };
    expect(summary).toEqual({ error: 1, warning: 0, info: 0 });
    expect(findings).toMatchObject([
      {
        code: 'models/drift',
        line: 17,
        args: { model: 'User', accepting: 'accounts', refusing: 'shop', keyword: 'enum', at: '/role', otherLine: 17 },
      },
    ]);
  });

  it('names the place in the workspace where a model was to be and is not', async () => {
    const workspace = 'systems:\n  a:\n    openapi: good.json\nmodels:\n  User: [a#/components/schemas/User]\n';
    await writeFile(join(folder, 'lost-model.yaml'), workspace);
    await expect(lint(['lost-model.yaml'])).rejects.toMatchObject({
      code: 'E_WORKSPACE_INVALID',
      at: { line: 5 },
      args: { problem: 'a has no schema at /components/schemas/User' },
    });
  });

  it('names the system that a model was to be in and is not', async () => {
    await writeFile(join(folder, 'lost-system.yaml'), 'systems:\n  auth:\n    openapi: good.json\nmodels:\n  User: [auht#/a]\n');
    await expect(lint(['lost-system.yaml'])).rejects.toMatchObject({ args: { problem: 'unknown system "auht"', suggestion: 'auth' } });
  });
});
