import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { helpOfSubcommand } from '../../src/cli/help.js';
import { runCommand } from '../../src/cli/main.js';
import { PACT_HELP } from '../../src/cli/pact-help.js';
import { readContract } from '../../src/contract/read-contract.js';
import { startMockServer } from '../../src/host/mock-server.js';
import { createMemoryJournal } from '../../src/journal/memory-journal.js';
import { createMock } from '../../src/mock/mock.js';
import { repositoryFolder } from '../support/run-mortise.js';
import { textPort } from '../support/text-port.js';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortise-pact-'));
});

afterAll(() => rm(folder, { recursive: true }));

const SHELTER = 'fixtures/pacts/shelter';
const SPEC = ['--spec', 'fixtures/specs/petstore.yaml'];

describe('the help of mortise pact', () => {
  it('names the contract of the provider where it is looked at, and not where pacts are only handed on', () => {
    for (const name of ['write', 'compare', 'verify', 'can-merge'])
      expect(helpOfSubcommand(PACT_HELP, name, 100)).toMatch(/--workspace[\s\S]*--spec/);
    expect(helpOfSubcommand(PACT_HELP, 'publish', 100)).not.toMatch(/--workspace|--spec/);
  });
});

describe('mortise pact', () => {
  it('writes the pact that a journal shows, as it stands in the fixtures', async () => {
    const run = await mortise(
      'write',
      `${SHELTER}/journal.jsonl`,
      ...SPEC,
      '--consumer',
      'visitor',
      '--provider',
      'petstore',
      '--output',
      folder,
    );
    expect(run).toMatchObject({ exitCode: 0 });
    const written = await readFile(join(folder, 'visitor-petstore.json'), 'utf8');
    expect(written).toBe(await readFile(resolve(repositoryFolder, SHELTER, 'visitor-petstore.json'), 'utf8'));
  });

  it('says what a contract does not promise, with line and column of the pact', async () => {
    expect(await mortise('compare', `${SHELTER}/visitor-petstore.json`, ...SPEC, '--json')).toMatchObject({
      exitCode: 0,
      json: { findings: [] },
    });
    const spec = await changed('fixtures/specs/petstore.yaml', 'required: [id, name, species]', 'required: [id]');
    const run = await mortise('compare', `${SHELTER}/visitor-petstore.json`, '--spec', spec, '--json');
    expect(run).toMatchObject({ exitCode: 1, json: { summary: { error: 6 } } });
    expect(run.json['findings']).toMatchObject([
      {
        code: 'pact/answer-not-promised',
        id: expect.stringMatching(/^m-/),
        pair: { consumer: 'visitor', provider: 'petstore' },
        line: expect.any(Number),
      },
      {},
      {},
      {},
      {},
      {},
    ]);
    // Each demand is a cause of its own.
    expect(new Set((run.json['findings'] as readonly { readonly id: string }[]).map(({ id }) => id)).size).toBe(6);
  });

  it('says that a pact without an interaction was compared with nothing', async () => {
    const file = join(folder, 'empty.json');
    await writeFile(file, '{"consumer":{"name":"a"},"provider":{"name":"petstore"},"interactions":[]}');
    const run = await mortise('compare', file, ...SPEC);
    expect(run.exitCode).toBe(0);
    expect(run.text).toContain('no interaction is in it, so nothing was compared');
  });

  it('lets a consumer be merged whose providers promise all that its pact expects', async () => {
    const run = await mortise('can-merge', `${SHELTER}/visitor-petstore.json`, ...AS_VISITOR, '--version', '1.0.0', '--json');
    expect(run).toMatchObject({ exitCode: 0, json: { findings: [] } });
    expect(run.json['matrix']).toMatchObject([
      {
        environment: 'staging',
        consumer: { name: 'visitor', version: '1.0.0' },
        provider: { version: '1.1.0-rc.1' },
        verdict: 'works',
        by: 'comparison',
      },
      { environment: 'production', verdict: 'works', by: 'comparison' },
    ]);
  });

  it('trusts a verification of these two versions more than a comparison', async () => {
    const run = await mortise(
      'can-merge',
      `${SHELTER}/visitor-petstore.json`,
      ...AS_VISITOR,
      '--version',
      '0.9.0',
      '--to',
      'production',
      '--json',
    );
    expect(run.json['matrix']).toMatchObject([{ environment: 'production', verdict: 'works', by: 'verification' }]);
  });

  it('names the consumer that blocks a provider, and why', async () => {
    const spec = await changed('fixtures/specs/petstore.yaml', 'required: [id, name, species]', 'required: [id, name]');
    const environments = ['--environments', `${SHELTER}/environments.yaml`];
    const run = await mortise('can-merge', '--provider', 'petstore', '--version', '2.0.0', '--spec', spec, ...environments);
    expect(run.exitCode).toBe(1);
    expect(plain(run.text)).toContain('petstore 2.0.0 cannot go to production: visitor 0.9.0 expects what this version does not promise');
    expect(plain(run.text)).toContain("must have the property 'species'");
  });

  it('does not let pass what nobody can know', async () => {
    const text = 'environments:\n  production:\n    other: { version: "1" }\n';
    const file = join(folder, 'empty.yaml');
    await writeFile(file, text);
    const run = await mortise(
      'can-merge',
      `${SHELTER}/visitor-petstore.json`,
      '--consumer',
      'visitor',
      '--version',
      '1',
      '--environments',
      file,
      '--json',
    );
    expect(run).toMatchObject({ exitCode: 1, json: { findings: [{ code: 'pact/merge-unknown', args: { reason: 'not-deployed' } }] } });
  });

  it('lets no name pass that no pact is of: it would be compared with nothing', async () => {
    const version = ['--version', '1', '--environments', `${SHELTER}/environments.yaml`];
    const misspelt = await mortise('can-merge', `${SHELTER}/visitor-petstore.json`, '--consumer', 'visiter', ...version);
    expect(misspelt.exitCode).toBe(2);
    expect(misspelt.errors).toContain('--consumer cannot be "visiter". Did you mean "visitor"?');
    const run = await mortise('can-merge', '--provider', 'pets', '--spec', 'fixtures/specs/petstore.yaml', ...version);
    expect(run.exitCode).toBe(0);
    expect(run.text).toContain('nothing was compared: no consumer has a pact with pets (those deployed have some with petstore)');
  });

  it('reads what is deployed as it stood in its commit', async () => {
    const cwd = await mkdtemp(join(folder, 'repository-'));
    const git = (...words: readonly string[]): void => {
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', ...words], {
        cwd,
        stdio: 'ignore',
      });
    };
    const spec = await readFile(resolve(repositoryFolder, 'fixtures/specs/petstore.yaml'), 'utf8');
    const pact = resolve(repositoryFolder, SHELTER, 'visitor-petstore.json');
    await writeFile(join(cwd, 'petstore.yaml'), spec.replace('required: [id, name, species]', 'required: [id]'));
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'one');
    git('tag', 'v1');
    await writeFile(join(cwd, 'petstore.yaml'), spec);
    const environments = (system: string): string => `environments:\n  production:\n    petstore: ${system}\n`;
    await writeFile(join(cwd, 'now.yaml'), environments('{ version: "2", contracts: [petstore.yaml] }'));
    await writeFile(join(cwd, 'then.yaml'), environments('{ version: "1", ref: v1, contracts: [petstore.yaml] }'));
    const asked = (file: string) => ['can-merge', pact, '--consumer', 'visitor', '--version', '1', '--environments', file];
    expect((await mortiseIn(cwd, asked('now.yaml'))).exitCode).toBe(0);
    expect((await mortiseIn(cwd, asked('then.yaml'))).exitCode).toBe(1);
  });

  it('publishes to a broker, verifies what it has, and asks it what may be merged', async () => {
    const text = await readFile(resolve(repositoryFolder, 'contracts/pact-broker.openapi.yaml'), 'utf8');
    const contract = await readContract('broker.yaml', textPort({ 'broker.yaml': text }));
    const journal = createMemoryJournal();
    const server = await startMockServer({
      mock: createMock(contract),
      provider: 'pact-broker',
      seed: '1',
      journal,
      host: '127.0.0.1',
      port: 0,
    });
    onTestFinished(() => server.close());
    const broker = ['--broker', server.url];
    const env = { PACT_BROKER_USERNAME: 'team', PACT_BROKER_PASSWORD: 'hidden' };

    const published = await mortiseIn(
      repositoryFolder,
      ['publish', 'fixtures/pacts/v2.json', '--version', '1.4.0', '--tag', 'main', ...broker],
      env,
    );
    expect(published).toMatchObject({ exitCode: 0, errors: '' });
    expect(published.text).toContain('shop 1.4.0: 1 published');
    const advised = await mortiseIn(
      repositoryFolder,
      ['can-merge', '--consumer', 'shop', '--version', '1.4.0', '--to', 'production', ...broker],
      env,
    );
    expect(advised).toMatchObject({ exitCode: 0, text: 'no problems\n' });
    expect(journal.entries().map(({ operation, problems }) => [operation, problems])).toEqual([
      ['publishContracts', []],
      ['canIDeploy', []],
    ]);
    expect(
      await mortiseIn(repositoryFolder, ['can-merge', '--consumer', 'shop', '--version', '1', '--to', 'production', ...broker]),
    ).toMatchObject({
      exitCode: 3,
    });
  });

  it('says where a file of environments is wrong', async () => {
    const file = join(folder, 'wrong.yaml');
    await writeFile(file, 'environments:\n  production:\n    shop: { version: 1.4, pact: [x] }\n');
    const run = await mortise('can-merge', 'x.json', '--consumer', 'visitor', '--version', '1', '--environments', file, '--json');
    expect(run).toMatchObject({ exitCode: 2, json: { error: { code: 'E_ENVIRONMENT_INVALID', at: { line: 3 } } } });
    expect(run.errors).toContain('did you mean pacts?');
  });

  it.each([
    [['veryfy'], 'Did you mean "verify"?'],
    [[], 'write, compare, verify, publish, can-merge'],
    [['compare', ...SPEC], 'a pact, or a folder of pacts'],
    [['compare', 'fixtures/pacts/v1.json'], '--spec or --workspace'],
    [['compare', 'fixtures/specs/petstore.yaml', ...SPEC], 'not a pact'],
    [['publish', 'fixtures/pacts/v1.json', '--version', '1', '--broker', 'https://user:hidden@broker.example.com'], 'PACT_BROKER_TOKEN'],
    [['can-merge', '--version', '1', '--environments', 'x'], '--consumer or --provider'],
  ])('refuses %j', async (words, problem) => {
    const run = await mortise(...words);
    expect(run.exitCode).toBe(2);
    expect(run.errors).toContain(problem);
    expect(run.errors).not.toContain('hidden');
  });
});

const AS_VISITOR = ['--consumer', 'visitor', '--environments', `${SHELTER}/environments.yaml`];

async function changed(file: string, from: string, to: string): Promise<string> {
  const text = await readFile(resolve(repositoryFolder, file), 'utf8');
  const target = join(folder, 'changed.yaml');
  await writeFile(target, text.replaceAll(from, to));
  return target;
}

/** As one line, since messages are wrapped. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

interface Run {
  readonly exitCode: number;
  readonly text: string;
  readonly errors: string;
  readonly json: Readonly<Record<string, unknown>>;
}

function mortise(...words: readonly string[]): Promise<Run> {
  return mortiseIn(repositoryFolder, words);
}

async function mortiseIn(cwd: string, words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const said: string[] = [];
  const complained: string[] = [];
  const exitCode = await runCommand(['pact', ...words], {
    stdout: (text) => void said.push(text),
    stderr: (text) => void complained.push(text),
    stdin: Readable.from([]),
    env,
    cwd,
    isTerminal: false,
    colour: false,
    status: () => undefined,
    columnCount: 100,
    signal: new AbortController().signal,
  });
  const text = said.join('');
  return { exitCode, text, errors: complained.join(''), json: text.startsWith('{') ? (JSON.parse(text) as Run['json']) : {} };
}
