import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { repositoryFolder } from '../support/run-mortise.js';
import type { Fault } from '../support/shop.js';
import { SHOP_CONTRACT, startShop } from '../support/shop.js';

/** Below the repository, so that `import … from 'mortise/vitest'` finds the package as users have it; git ignores it. */
const scratch = join(repositoryFolder, '.mortise/stories');
const LIMIT = { timeout: 120_000 };

let folder = '';
beforeEach(async () => {
  mkdirSync(scratch, { recursive: true });
  folder = mkdtempSync(join(scratch, 'suite-'));
  await writeFile(join(folder, 'shop.yaml'), SHOP_CONTRACT);
  return () => rmSync(folder, { recursive: true, force: true });
});

const PASSING = [
  'web → shop listOrders · examples',
  'web → shop createOrder · examples',
  'web → shop getOrder · examples',
  'web → shop deleteOrder · examples',
];

describe('contractSuite', () => {
  it('registers a case for each operation and phase of a pair, named as a person reads it', LIMIT, async () => {
    await workspace('shop: { openapi: shop.yaml }');
    const { cases, exitCode, output } = await run("await contractSuite('mortise.yaml', { pair: 'web:shop', cases: 5 });");
    expect(exitCode, output).toBe(0);
    expect(new Set(cases.map(({ fullName }) => fullName.replace(/ · \w+$/, '')))).toEqual(
      new Set(PASSING.map((name) => name.replace(/ · \w+$/, ''))),
    );
    for (const phase of ['examples', 'stateful', 'coverage', 'fuzzing'])
      expect(cases.some(({ title }) => title.endsWith(`· ${phase}`))).toBe(true);
    expect(cases.every(({ status }) => status === 'passed')).toBe(true);
  });

  it('fails the case that shows a defect, with the text of the finding, and no other', LIMIT, async () => {
    const url = await shopWith((request, response) => {
      if (request.method !== 'POST') return undefined;
      response.writeHead(500).end();
      return true;
    });
    await workspace(`shop: { openapi: shop.yaml, url: '${url}' }`);
    const { cases, exitCode } = await run("await contractSuite('mortise.yaml', { phases: ['examples'] });");
    expect(exitCode).toBe(1);
    const failed = cases.filter(({ status }) => status === 'failed');
    expect(failed.map(({ fullName }) => fullName)).toEqual(['web → shop createOrder · examples']);
    const message = failed[0]?.failureMessages.join('\n') ?? '';
    expect(message).toMatch(/createOrder: the provider failed.*check\/not-a-server-error/);
    expect(message).toMatch(/clause +shop\.yaml:\d+:\d+/);
    expect(message).toContain(`again     curl -sS -i -X POST ${url}/orders`);
    expect(message).toMatch(/replay +mortise replay m-[0-9a-z]{10}/);
    expect(message).not.toMatch(/dist\/vitest|node_modules/);
    expect(cases.filter(({ status }) => status === 'passed')).toHaveLength(3);
  });

  it('runs only what -t asks for', LIMIT, async () => {
    await workspace('shop: { openapi: shop.yaml }');
    const { cases, exitCode } = await run("await contractSuite('mortise.yaml', { cases: 5 });", '-t', 'getOrder · examples');
    expect(exitCode).toBe(0);
    expect(cases.filter(({ status }) => status === 'passed').map(({ title }) => title)).toEqual(['getOrder · examples']);
    expect(cases.filter(({ status }) => status !== 'passed').length).toBeGreaterThan(4);
  });

  it('tests a contract alone, at an address', LIMIT, async () => {
    const url = await shopWith();
    const code = `await contractSuite({ spec: 'shop.yaml', url: '${url}' }, { operations: ['getOrder'], phases: ['examples'] });`;
    const { cases, exitCode } = await run(code);
    expect(exitCode).toBe(0);
    expect(cases.map(({ fullName, status }) => `${fullName}: ${status}`)).toEqual(['client → shop getOrder · examples: passed']);
  });

  it('accepts what a baseline accepts', LIMIT, async () => {
    const url = await shopWith((request, response) => {
      if (request.method !== 'POST') return undefined;
      response.writeHead(500).end();
      return true;
    });
    await workspace(`shop: { openapi: shop.yaml, url: '${url}' }`);
    const code = "await contractSuite('mortise.yaml', { phases: ['examples'], operations: ['createOrder'] });";
    const before = await run(code);
    const [, id] = /mortise replay (m-[0-9a-z]{10})/.exec(before.cases[0]?.failureMessages.join('\n') ?? '') ?? [];
    await writeFile(join(folder, 'baseline.yaml'), `- { id: ${id}, until: 2999-12-31, reason: it is being rewritten }\n`);
    const after = await run(code.replace('{ phases', "{ baseline: 'baseline.yaml', phases"));
    expect([before.exitCode, after.exitCode]).toEqual([1, 0]);
  });

  it('fails the whole file with one clear line when the workspace is wrong', LIMIT, async () => {
    await workspace('shop: { openapi: shop.yaml }');
    const { exitCode, output } = await run("await contractSuite('mortise.yaml', { pair: 'web:shp' });");
    expect(exitCode).toBe(1);
    expect(output).toContain('pair cannot be "web:shp"');
    expect(output).toContain('"web:shop"');
  });

  it('says that the provider does not come up, and tests nothing', LIMIT, async () => {
    await workspace('shop: { openapi: shop.yaml, start: "echo no licence; exit 1" }');
    const { exitCode, output, cases } = await run("await contractSuite('mortise.yaml', { phases: ['examples'] });");
    expect(exitCode).toBe(1);
    expect(output).toContain('no licence');
    expect(cases.filter(({ status }) => status === 'passed')).toEqual([]);
  });
});

async function shopWith(fault?: Fault): Promise<string> {
  const shop = await startShop(fault);
  onTestFinished(() => shop.close());
  return shop.url;
}

async function workspace(system: string): Promise<void> {
  await writeFile(join(folder, 'mortise.yaml'), `systems:\n  ${system}\n  web:\nintegrations:\n  - { consumer: web, provider: shop }\n`);
}

interface CaseReport {
  readonly fullName: string;
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

interface SuiteRun {
  readonly exitCode: number;
  readonly output: string;
  readonly cases: readonly CaseReport[];
}

/** A file of tests that holds just this code, run by a Vitest of its own as a user would. */
async function run(code: string, ...words: readonly string[]): Promise<SuiteRun> {
  await writeFile(join(folder, 'contract.test.ts'), `import { contractSuite } from 'mortise/vitest';\n\n${code}\n`);
  const vitest = join(repositoryFolder, 'node_modules/vitest/vitest.mjs');
  const options = ['run', '--root', folder, '--reporter=default', '--reporter=json', '--outputFile.json=report.json', ...words];
  const env = { ...process.env, NO_COLOR: '1', VITEST: undefined };
  const { exitCode, output } = await new Promise<{ exitCode: number; output: string }>((done) => {
    execFile(process.execPath, [vitest, ...options], { cwd: folder, env }, (error, stdout, stderr) =>
      done({ exitCode: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    );
  });
  const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as {
    testResults: readonly { assertionResults: readonly CaseReport[] }[];
  };
  return { exitCode, output, cases: report.testResults.flatMap(({ assertionResults }) => assertionResults) };
}
