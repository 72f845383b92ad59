import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { repositoryFolder } from '../support/run-mortise.js';
import { SHOP_CONTRACT, startShop } from '../support/shop.js';

/** Below the repository, so that `import … from 'mortise/vitest'` finds the package as users have it; git ignores it. */
const scratch = join(repositoryFolder, '.mortise/stories');
const LIMIT = { timeout: 120_000 };

const PASSING = [
  'web → shop listOrders · examples',
  'web → shop createOrder · examples',
  'web → shop getOrder · examples',
  'web → shop deleteOrder · examples',
];

/** One Vitest runs them all, each in a folder of its own: to start it takes longer than most of them. */
describe('contractSuite', () => {
  let suites: Readonly<Record<string, SuiteReport>> = {};
  let output = '';
  let url = '';
  beforeAll(async () => {
    const broken = await startShop((request, response) => {
      if (request.method !== 'POST') return undefined;
      response.writeHead(500).end();
      return true;
    });
    const sound = await startShop();
    url = broken.url;
    const folder = suiteFolder();
    await writeSuite(folder, 'holds', 'shop: { openapi: shop.yaml }', "{ pair: 'web:shop', cases: 5 }");
    await writeSuite(folder, 'fails', `shop: { openapi: shop.yaml, url: '${url}' }`, "{ phases: ['examples'] }");
    await writeSuite(folder, 'wrong', 'shop: { openapi: shop.yaml }', "{ pair: 'web:shp' }");
    await writeSuite(folder, 'down', 'shop: { openapi: shop.yaml, start: "echo no licence; exit 1" }', "{ phases: ['examples'] }");
    await writeSuite(folder, 'alone', 'shop:', `{ operations: ['getOrder'], phases: ['examples'] }`, sound.url);
    await writeEvents(folder, 'heard', 'right');
    await writeEvents(folder, 'unheard', 'wrong-refuses-notes');
    ({ suites, output } = await run(folder));
    await Promise.all([broken.close(), sound.close()]);
    rmSync(folder, { recursive: true, force: true });
  }, LIMIT.timeout);

  it('registers a case for each operation and phase of a pair, named as a person reads it', () => {
    const { status, cases } = suites['holds'] ?? MISSING;
    expect(status, output).toBe('passed');
    expect(new Set(cases.map(({ fullName }) => fullName.replace(/ · \w+$/, '')))).toEqual(
      new Set(PASSING.map((name) => name.replace(/ · \w+$/, ''))),
    );
    for (const phase of ['examples', 'stateful', 'coverage', 'fuzzing'])
      expect(cases.some(({ title }) => title.endsWith(`· ${phase}`))).toBe(true);
    expect(cases.every((one) => one.status === 'passed')).toBe(true);
  });

  it('fails the case that shows a defect, with the text of the finding, and no other', () => {
    const { status, cases } = suites['fails'] ?? MISSING;
    expect(status, output).toBe('failed');
    const failed = cases.filter((one) => one.status === 'failed');
    expect(failed.map(({ fullName }) => fullName)).toEqual(['web → shop createOrder · examples']);
    const message = failed[0]?.failureMessages.join('\n') ?? '';
    expect(message).toMatch(/createOrder: the provider failed.*check\/not-a-server-error/);
    expect(message).toMatch(/clause +\S*shop\.yaml:\d+:\d+/);
    expect(message).toContain(`again     curl -sS -i -X POST ${url}/orders`);
    expect(message).toMatch(/replay +mortise replay m-[0-9a-z]{10}/);
    expect(message).not.toMatch(/dist\/vitest|node_modules/);
    expect(cases.filter((one) => one.status === 'passed')).toHaveLength(3);
  });

  it('has cases for the messages of a pair, and fails those that its receiver does not treat as it should', () => {
    const titles = (suites['heard'] ?? MISSING).cases.map(({ fullName, status }) => `${fullName}: ${status}`);
    expect(titles).toContain('billing → orders orderCreated · examples: passed');
    expect(titles.filter((title) => !title.endsWith(': passed'))).toEqual([]);
    const failed = (suites['unheard'] ?? MISSING).cases.filter(({ status }) => status === 'failed');
    expect(failed.map(({ title }) => title)).toContain('orderCreated · coverage');
    expect(failed.flatMap(({ failureMessages }) => failureMessages).join('\n')).toContain('check/valid-message-processed');
  });

  it('tests a contract alone, at an address', () => {
    const { cases } = suites['alone'] ?? MISSING;
    expect(cases.map(({ fullName, status }) => `${fullName}: ${status}`)).toEqual(['client → shop getOrder · examples: passed']);
  });

  it('fails the whole file with one clear line when the workspace is wrong', () => {
    expect(suites['wrong']?.status).toBe('failed');
    expect(output).toContain('pair cannot be "web:shp"');
    expect(output).toContain('"web:shop"');
  });

  it('says that the provider does not come up, and tests nothing', () => {
    const { status, cases } = suites['down'] ?? MISSING;
    expect(status).toBe('failed');
    expect(output).toContain('no licence');
    expect(cases.filter((one) => one.status === 'passed')).toEqual([]);
  });
});

describe('contractSuite, run again', () => {
  it('runs only what -t asks for, and accepts what a baseline accepts', LIMIT, async () => {
    const broken = await startShop((request, response) => {
      if (request.method !== 'POST') return undefined;
      response.writeHead(500).end();
      return true;
    });
    onTestFinished(() => broken.close());
    const folder = suiteFolder();
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const system = `shop: { openapi: shop.yaml, url: '${broken.url}' }`;
    await writeSuite(folder, 'shop', system, "{ phases: ['examples', 'coverage'] }");
    const before = (await run(folder, '-t', 'createOrder · examples')).suites['shop'] ?? MISSING;
    const failed = before.cases.filter(({ status }) => status === 'failed');
    expect(failed.map(({ title }) => title)).toEqual(['createOrder · examples']);
    expect(before.cases.filter(({ status }) => status !== 'failed').length).toBeGreaterThan(4);
    const [, id] = /mortise replay (m-[0-9a-z]{10})/.exec(failed[0]?.failureMessages.join('\n') ?? '') ?? [];
    await writeFile(join(folder, 'baseline.yaml'), `- { id: ${id}, until: 2999-12-31, reason: it is being rewritten }\n`);
    await writeSuite(folder, 'shop', system, "{ baseline: 'baseline.yaml', phases: ['examples'], operations: ['createOrder'] }");
    expect((await run(folder)).exitCode).toBe(0);
  });
});

interface CaseReport {
  readonly fullName: string;
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

/** What became of one file of tests. */
interface SuiteReport {
  readonly status: string;
  readonly cases: readonly CaseReport[];
}

interface SuiteRun {
  readonly exitCode: number;
  readonly output: string;
  /** By the name of their folder. */
  readonly suites: Readonly<Record<string, SuiteReport>>;
}

const MISSING: SuiteReport = { status: 'missing', cases: [] };

function suiteFolder(): string {
  mkdirSync(scratch, { recursive: true });
  return mkdtempSync(join(scratch, 'suite-'));
}

/** A file of tests that holds one suite: of a workspace with this system, or at an address of the contract alone. */
async function writeSuite(folder: string, name: string, system: string, options: string, url?: string): Promise<void> {
  mkdirSync(join(folder, name), { recursive: true });
  const workspace = `systems:\n  ${system}\n  web:\nintegrations:\n  - { consumer: web, provider: shop }\n`;
  const target = url === undefined ? `'${name}/mortise.yaml'` : `{ spec: '${name}/shop.yaml', url: '${url}' }`;
  await writeFile(join(folder, name, 'shop.yaml'), SHOP_CONTRACT);
  await writeFile(join(folder, name, 'mortise.yaml'), workspace);
  const code = `import { contractSuite } from 'mortise/vitest';\n\nawait contractSuite(${target}, ${options});\n`;
  await writeFile(join(folder, name, 'contract.test.ts'), code);
}

/** A file of tests that holds the suite of a pair with events: both programs are modules. */
async function writeEvents(folder: string, name: string, receiver: string): Promise<void> {
  mkdirSync(join(folder, name), { recursive: true });
  const text = await readFile(join(repositoryFolder, 'fixtures/workspaces/order-events.yaml'), 'utf8');
  const workspace = text.replace(/\$\{SENDER:-right\}/, 'right').replace(/\$\{RECEIVER:-right\}/, receiver);
  await writeFile(join(folder, name, 'mortise.yaml'), workspace.replaceAll('../', `${repositoryFolder}/fixtures/`));
  const code = `import { contractSuite } from 'mortise/vitest';\n\nawait contractSuite('${name}/mortise.yaml', { cases: 6 });\n`;
  await writeFile(join(folder, name, 'contract.test.ts'), code);
}

/** A Vitest of its own, as a user would run it. */
async function run(folder: string, ...words: readonly string[]): Promise<SuiteRun> {
  const vitest = join(repositoryFolder, 'node_modules/vitest/vitest.mjs');
  const options = ['run', '--root', folder, '--reporter=default', '--reporter=json', '--outputFile.json=report.json', ...words];
  const env = { ...process.env, NO_COLOR: '1', VITEST: undefined };
  const { exitCode, output } = await new Promise<{ exitCode: number; output: string }>((done) => {
    execFile(process.execPath, [vitest, ...options], { cwd: folder, env }, (error, stdout, stderr) =>
      done({ exitCode: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    );
  });
  const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as {
    testResults: readonly { name: string; status: string; assertionResults: readonly CaseReport[] }[];
  };
  const suites = report.testResults.map(
    ({ name, status, assertionResults }) => [basename(dirname(name)), { status, cases: assertionResults }] as const,
  );
  return { exitCode, output, suites: Object.fromEntries(suites) };
}
