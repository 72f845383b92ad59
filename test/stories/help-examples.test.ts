import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.js';
import { FIRST_STEPS } from '../../src/cli/help.js';
import { mortiseIn } from '../support/mortise-in.js';
import { ordersRepository } from '../support/orders-repository.js';
import { repositoryFolder, startMock, startMortise } from '../support/run-mortise.js';

const EXAMPLES = [
  ...FIRST_STEPS.map(([example]) => ({ name: example.split(' ')[1] ?? '', example })),
  ...(
    await Promise.all(
      [...COMMANDS].map(async ([name, { help }]) => {
        const { examples, subcommands = [] } = await help();
        return [...new Set([...examples, ...subcommands.flatMap((one) => one.examples)])].map((example) => ({ name, example }));
      }),
    )
  ).flat(),
];

/** How an example is run: until it is stopped, where the versions of contracts are, or simply to its end. */
function kindOf({ name, example }: (typeof EXAMPLES)[number]): 'mock' | 'stand' | 'init' | 'compare' | 'run' {
  if (name === 'init') return 'init';
  if (name === 'mock') return 'mock';
  if ((name === 'proxy' || name === 'record') && !/ --(?:list-faults|from)/.test(example)) return 'stand';
  return name === 'compat' || example.includes('--base ') ? 'compare' : 'run';
}

function examplesOf(kind: ReturnType<typeof kindOf>): readonly string[] {
  return EXAMPLES.filter((one) => kindOf(one) === kind).map(({ example }) => example);
}

describe('the examples of --help', () => {
  // What they write is written there; what they read is the repository's.
  const cwd = mkdtempSync(join(tmpdir(), 'mortise-help-'));
  for (const name of ['fixtures', 'contracts']) symlinkSync(join(repositoryFolder, name), join(cwd, name));
  // What they replay was found by an earlier run.
  mkdirSync(join(cwd, '.mortise/runs'), { recursive: true });
  for (const name of ['nightly.jsonl', 'main.jsonl', '.mortise/runs/20260101-000000-000.jsonl']) writeFileSync(join(cwd, name), RECORD);
  copyFileSync(join(repositoryFolder, 'fixtures/specs/petstore.yaml'), join(cwd, 'openapi.yaml'));
  const broker = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/hal+json' }).end('{"notices":[]}'));
  });
  beforeAll(() => new Promise<void>((done) => void broker.listen(0, '127.0.0.1', done)));
  afterAll(async () => {
    await new Promise((done) => broker.close(done));
    rmSync(cwd, { recursive: true, force: true });
  });

  it('are there for every command and subcommand', async () => {
    for (const [name, { help }] of COMMANDS) {
      const command = await help();
      for (const { examples } of [command, ...(command.subcommands ?? [])]) expect(examples.length, name).toBeGreaterThan(0);
    }
  });

  it.each(examplesOf('mock'))('serve until they are stopped: %s', async (example) => {
    const mock = await startMock(wordsOf(example).slice(1), { cwd });
    expect((await fetch(mock.url)).status).toBe(404);
    expect(await mock.stop()).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it.each(examplesOf('stand'))('stand before a provider, or in its place: %s', async (example) => {
    const standing = startMortise(wordsOf(example), { cwd });
    await standing.line(/https?:|tcp:|tls:/);
    expect(await standing.stop()).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it.each(examplesOf('run'))('hold: %s', { timeout: 240_000 }, async (example) => {
    const { port } = broker.address() as AddressInfo;
    const [command = ''] = example.replace(PACT_BROKER, `http://127.0.0.1:${port}`).split(' > ');
    const run = await mortiseIn(cwd, wordsOf(command));
    expect(run, run.stderr).toMatchObject({ code: 0 });
    if (example.includes('--json')) expect(JSON.parse(run.stdout)).toBeTypeOf('object');
  });

  it.each(examplesOf('init'))('look at a repository: %s', async (example) => {
    const repository = mkdtempSync(join(cwd, 'repository-'));
    // What is written into is a copy.
    if (!example.includes('fixtures')) cpSync(join(repositoryFolder, 'fixtures/repositories/shop'), repository, { recursive: true });
    const run = await mortiseIn(example.includes('fixtures') ? cwd : repository, wordsOf(example));
    expect(run, run.stderr).toMatchObject({ code: 0 });
    if (example.includes('--json')) expect(JSON.parse(run.stdout)).toBeTypeOf('object');
  });

  describe('that compare versions', () => {
    const repo = ordersRepository();
    symlinkSync(join(repositoryFolder, 'fixtures'), join(repo.folder, 'fixtures'));
    repo.write({ '.mortise/runs/20260101-000000-000.jsonl': RECORD });

    it.each(examplesOf('compare'))('hold: %s', async (example) => {
      const run = await mortiseIn(repo.folder, wordsOf(example));
      expect(run, run.stderr + run.stdout).toMatchObject({ code: 0 });
      if (example.includes('--json')) expect(JSON.parse(run.stdout)).toBeTypeOf('object');
    });
  });
});

/** Where a Pact Broker listens when nobody says otherwise. */
const PACT_BROKER = 'http://127.0.0.1:9292';

/** A finding of a mock that has been mended since. */
const RECORD = [
  {
    type: 'run',
    command: 'test',
    id: '20260101-000000-000',
    version: '0.1.0',
    seed: '1',
    args: [],
    workspace: 'fixtures/specs/petstore.yaml',
    pairs: ['client:petstore'],
    options: { phases: ['examples'], caseCount: 50, workers: 1 },
    startedAtMs: 0,
  },
  {
    type: 'finding',
    id: 'm-0123456789',
    code: 'check/status-declared',
    severity: 'error',
    part: 'test',
    isAccepted: false,
    pair: { consumer: 'client', provider: 'petstore' },
    operation: 'listPets',
    place: { file: 'fixtures/specs/petstore.yaml', pointer: '/paths/~1pets/get' },
    args: { expected: 'a declared status: 200', seen: '418', location: ['status'] },
    replay: {
      seed: '1',
      steps: [
        {
          operation: 'listPets',
          phase: 'examples',
          name: 'default',
          intent: 'valid',
          parameters: {},
          headers: {},
          credentials: 'pair',
          captures: {},
        },
      ],
    },
  },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');

/** As a shell parts them: blanks within quotation marks part nothing. */
function wordsOf(example: string): readonly string[] {
  return [...example.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '').slice(1);
}
