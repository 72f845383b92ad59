import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { CHECKS } from '../../src/check/check-list.js';
import { mortiseIn } from '../support/mortise-in.js';
import type { Fault } from '../support/shop.js';
import { SHOP_CONTRACT, startShop } from '../support/shop.js';
import { parseXml } from '../support/xml.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortise-'));
  await writeFile(join(folder, 'shop.yaml'), SHOP_CONTRACT);
  return () => rm(folder, { recursive: true, force: true });
});

const mortise = (...words: string[]): ReturnType<typeof mortiseIn> => mortiseIn(folder, words);
const EXAMPLES = ['--phase', 'examples'];

describe('mortise test --list-checks', () => {
  it('lists every check with its severity and its law, and needs no workspace', async () => {
    const { code, stdout } = await mortise('test', '--list-checks');
    expect(code).toBe(0);
    for (const { name, severity, summary } of CHECKS)
      expect(stdout).toMatch(new RegExp(`^${name} +${severity} .*${summary.slice(0, 10)}`, 'm'));
    expect(stdout).not.toContain('…');
  });

  it('lists them for machines', async () => {
    const { stdout } = await mortise('test', '--list-checks', '--json');
    expect(JSON.parse(stdout)).toEqual({ checks: CHECKS });
  });
});

describe('what is asked for', () => {
  it('is tested, and nothing else', async () => {
    const { stdout } = await mortise('test', '--spec', 'shop.yaml', '--operation', 'getOrder', ...EXAMPLES, '--json');
    const { pairs } = JSON.parse(stdout) as { pairs: { coverage: { operations: { operation: string; requestCount: number }[] } }[] };
    expect(pairs[0]?.coverage.operations.map(({ operation }) => operation)).toEqual(['getOrder']);
  });

  it('is divided among shards, each part tested once', async () => {
    const counts = await Promise.all(
      ['1/3', '2/3', '3/3'].map(async (shard) => {
        const { stdout } = await mortise(
          'test',
          '--spec',
          'shop.yaml',
          ...EXAMPLES,
          '--shard',
          shard,
          '--json',
          '--record',
          `${shard[0]}.jsonl`,
        );
        return (JSON.parse(stdout) as { summary: { laneCount: number } }).summary.laneCount;
      }),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(Math.max(...counts)).toBe(2);
  });

  it('weighs as much as was said', async () => {
    const url = await shopWith(refusingPosts);
    const words = ['test', '--spec', 'shop.yaml', '--url', url, ...EXAMPLES, '--operation', 'createOrder'];
    expect((await mortise(...words)).code).toBe(1);
    expect((await mortise(...words, '--check', 'not-a-server-error=warning')).code).toBe(0);
    expect((await mortise(...words, '--check', 'not-a-server-error=off', '--json')).stdout).toContain('"findings":[]');
  });

  it.each<readonly [readonly string[], RegExp]>([
    [['--operation', 'getOrdr'], /--operation cannot be "getOrdr"\. Did you mean "getOrder"\?/],
    [['--phase', 'fuzz'], /--phase cannot be "fuzz"/],
    [['--check', 'no-such=off'], /--check cannot be "no-such"/],
    [['--until', '2026-01-01'], /--until needs --write-baseline/],
    [['--write-baseline', 'b.yaml'], /--write-baseline needs --until/],
    [['--write-baseline', 'b.yaml', '--until', 'soon', '--reason', 'x'], /--until cannot be "soon"/],
    [['--write-baseline', 'b.yaml', '--until', '2026-01-01'], /--write-baseline needs --reason/],
    [['--baseline', 'gone.yaml'], /there is no file gone\.yaml/],
  ])('is refused before anything is sent when it is wrong: %j', async (words, message) => {
    const { code, stderr } = await mortise('test', '--spec', 'shop.yaml', ...words);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(existsSync(join(folder, '.mortise'))).toBe(false);
  });

  it('ends in time, and that is no error in itself', { timeout: 30_000 }, async () => {
    const url = await shopWith();
    const startedAtMs = Date.now();
    const { code, stdout } = await mortise('test', '--spec', 'shop.yaml', '--url', url, '--cases', '1000000', '--max-time', '1s');
    expect(Date.now() - startedAtMs).toBeLessThan(20_000);
    expect(stdout).toMatch(/ended by --max-time, \d+ of \d+ parts not run/);
    expect(code).toBe(0);
  });
});

describe('a run on a terminal', () => {
  it('moves one line that says how far it is, and leaves none behind', async () => {
    const lines: string[] = [];
    const status = (line: string): void => void lines.push(line);
    const { stderr } = await mortiseIn(folder, ['test', '--spec', 'shop.yaml', ...EXAMPLES], { isTerminal: true, status });
    expect(lines[0]).toContain('[1/1] client → shop');
    expect(lines.at(-1)).toBe('');
    expect(stderr).toBe('');
  });
});

describe('mortise test --junit', () => {
  it('writes a suite for the pair, a case for each lane, and a failure for the one that failed', async () => {
    const url = await shopWith(refusingPosts);
    const { code } = await mortise('test', '--spec', 'shop.yaml', '--url', url, ...EXAMPLES, '--junit', 'out/report.xml');
    expect(code).toBe(1);
    const report = parseXml(await readFile(join(folder, 'out/report.xml'), 'utf8'));
    expect(report.attributes).toMatchObject({ tests: '4', failures: '1' });
    const [suite] = report.children;
    expect(suite?.attributes).toMatchObject({ name: 'client → shop' });
    const failed = suite?.children.filter((one) => one.children.some(({ name }) => name === 'failure'));
    expect(failed?.map(({ attributes }) => attributes['name'])).toEqual(['createOrder · examples']);
    expect(failed?.[0]?.children[0]?.text).toContain('curl -sS -i -X POST');
    expect(await readdir(join(folder, 'out'))).toEqual(['report.xml']);
  });

  it('has the cases of its own shard only', async () => {
    const names = await Promise.all(
      ['1/2', '2/2'].map(async (shard, index) => {
        await mortise(
          'test',
          '--spec',
          'shop.yaml',
          ...EXAMPLES,
          '--shard',
          shard,
          '--junit',
          `${index}.xml`,
          '--record',
          `${index}.jsonl`,
        );
        const report = parseXml(await readFile(join(folder, `${index}.xml`), 'utf8'));
        return report.children.flatMap((suite) => suite.children.map(({ attributes }) => attributes['name']));
      }),
    );
    expect(names.map((list) => list.length)).toEqual([2, 2]);
    expect(new Set(names.flat()).size).toBe(4);
  });

  it('says that it cannot write, and leaves what stood there', async () => {
    await mkdir(join(folder, 'report.xml'));
    const { code, stderr } = await mortise('test', '--spec', 'shop.yaml', ...EXAMPLES, '--junit', 'report.xml');
    expect(code).toBe(3);
    expect(stderr).toContain('cannot write');
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('a baseline', () => {
  const accept = ['--until', '2999-12-31', '--reason', 'it is being rewritten'];

  it('that was written accepts what was found, and only that', async () => {
    const url = await shopWith(refusingPosts);
    const words = ['test', '--spec', 'shop.yaml', '--url', url, ...EXAMPLES, '--seed', '1'];
    const written = await mortise(...words, '--write-baseline', 'baseline.yaml', ...accept);
    expect(written.code, written.stdout).toBe(0);
    expect(await readFile(join(folder, 'baseline.yaml'), 'utf8')).toMatch(
      /^- id: "m-[0-9a-z]{10}"\n {2}until: "2999-12-31"\n {2}reason: "it is being rewritten"\n {2}what: "createOrder: the provider failed/,
    );
    const again = await mortise(...words, '--baseline', 'baseline.yaml');
    expect(again.stdout).toMatch(/no problems in \d+ requests.*; 1 accepted by the baseline/);
    expect(again.stdout).toMatch(/client → shop .* 0 +accepted/);
    expect(again.code).toBe(0);
    const other = await mortise(...words, '--baseline', 'baseline.yaml', '--check', 'example-status=error');
    expect(other.code).toBe(0);
  });

  it('that has expired counts the finding again, and says so where the entry stands', async () => {
    const url = await shopWith(refusingPosts);
    const words = ['test', '--spec', 'shop.yaml', '--url', url, ...EXAMPLES];
    await mortise(...words, '--write-baseline', 'baseline.yaml', '--until', '2020-01-01', '--reason', 'old');
    const { code, stdout } = await mortise(...words, '--baseline', 'baseline.yaml');
    expect(code).toBe(1);
    expect(stdout).toMatch(/expired on 2020-01-01.*check\/baseline-expired\n +clause +baseline\.yaml:1:\d/);
    expect(stdout).toMatch(/2 errors in/);
  });

  it('whose findings are gone is told so by a whole run, but not by a part of one', { timeout: 60_000 }, async () => {
    await writeFile(join(folder, 'baseline.yaml'), '- { id: m-0123456789, until: 2999-12-31, reason: gone }\n');
    const part = await mortise('test', '--spec', 'shop.yaml', ...EXAMPLES, '--baseline', 'baseline.yaml');
    expect(part.stdout).toContain('no problems');
    const whole = await mortise('test', '--spec', 'shop.yaml', '--cases', '5', '--baseline', 'baseline.yaml');
    expect(whole.stdout).toContain('check/baseline-unmatched');
    expect(whole.code).toBe(0);
  });

  it('that is no baseline is refused at its line', async () => {
    await writeFile(join(folder, 'baseline.yaml'), '- id: m-0123456789\n  until: never\n  reason: x\n');
    const { code, stderr } = await mortise('test', '--spec', 'shop.yaml', '--baseline', 'baseline.yaml');
    expect(stderr).toContain('baseline.yaml:2:3: not a baseline: "never" is not a day like 2026-03-31');
    expect(code).toBe(2);
  });
});

const refusingPosts: Fault = (request, response) => {
  if (request.method !== 'POST') return undefined;
  response.writeHead(500).end();
  return true;
};

async function shopWith(fault?: Fault): Promise<string> {
  const shop = await startShop(fault);
  onTestFinished(() => shop.close());
  return shop.url;
}
