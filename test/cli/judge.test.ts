import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lineFromExchange } from '../../src/journal/journal-line.js';
import { exchangeWith } from '../support/exchange-arbitrary.js';
import { mortiseIn } from '../support/mortise-in.js';
import { repositoryFolder } from '../support/run-mortise.js';

const journals = join(repositoryFolder, 'fixtures/journals');

describe('mortise judge', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mortise-judge-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('shows each claim with its verdict, and the slice that refutes one', async () => {
    const { code, stdout } = await mortiseIn(journals, ['judge', 'attempts-wrong.jsonl', '--policy', 'attempts.yaml']);
    expect(code).toBe(1);
    expect(stdout).toContain('shop → payments');
    expect(stdout).toMatch(/attempts +refuted +at most 2/);
    expect(stdout).toMatch(/\+\d+ ms {2}shop → payments {2}GET \/payments\/1 {2}503 {2}\[outage\] {2}\(waited 100 ms\)/);
  });

  it('takes claims as they are typed', async () => {
    const words = ['judge', 'attempts-wrong.jsonl', '--policy', 'retry: { attempts: 3 }', '--expect', '{ attemptsAtMost: 3 }'];
    expect(await mortiseIn(journals, words)).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([
    ['retry: { atempts: 3 }', '--policy:1:10: '],
    ['- a: 1', '--policy:1:1: not valid YAML'],
    [
      'breaker: { failures: 3, open: 10 seconds }',
      '--policy:1:25: not a recovery policy: /breaker/open must be a number and its unit: 100ms, 2s',
    ],
    ['', '--policy cannot be ""'],
  ])('says where a policy is wrong: %s', async (policy, start) => {
    const { code, stderr } = await mortiseIn(journals, ['judge', 'attempts-wrong.jsonl', '--policy', policy]);
    expect(code).toBe(2);
    expect(stderr).toContain(`mortise: ${start}`);
  });

  it('says which line is none', async () => {
    writeFileSync(join(folder, 'bad.jsonl'), `${lineFromExchange(exchangeWith())}\nnothing\n`);
    const { code, stderr } = await mortiseIn(folder, ['judge', 'bad.jsonl', '--policy', '{}']);
    expect(code).toBe(2);
    expect(stderr).toContain('bad.jsonl:2:1: not a line of a journal: nothing');
  });

  it('judges nothing by absence when the journal was cut off, and says so', async () => {
    writeFileSync(join(folder, 'cut.jsonl'), `${lineFromExchange(exchangeWith())}\n{"type":"exch`);
    const { code, stdout, stderr } = await mortiseIn(folder, ['judge', 'cut.jsonl', '--expect', '{ thresholds: { http_reqs: count>5 } }']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('cut.jsonl: the last line is cut off') });
    expect(stdout).toContain('inconclusive');
  });

  it('asks which link is meant when there are several', async () => {
    const lines = ['payments', 'stock'].map((provider) => `${lineFromExchange(exchangeWith({ provider }))}\n`);
    writeFileSync(join(folder, 'two.jsonl'), lines.join(''));
    const { code, stderr } = await mortiseIn(folder, ['judge', 'two.jsonl', '--policy', '{}']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('storefront:payments, storefront:stock') });
    expect(await mortiseIn(folder, ['judge', 'two.jsonl', '--policy', '{}', '--provider', 'stock'])).toMatchObject({ code: 0 });
  });

  it('takes the claims of a workspace for the pairs that the journal has calls of', async () => {
    writeFileSync(
      join(folder, 'mortise.yaml'),
      'systems: { shop: {}, payments: { openapi: a.yaml }, stock: { openapi: a.yaml } }\nintegrations:\n  - { consumer: shop, provider: payments, recovery: { retry: { attempts: 2 } } }\n  - { consumer: shop, provider: stock, recovery: { retry: { attempts: 2 } } }\n',
    );
    const journal = join(journals, 'attempts-wrong.jsonl');
    const { code, stdout, stderr } = await mortiseIn(folder, ['judge', journal, '--workspace', 'mortise.yaml', '--json']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      links: [{ consumer: 'shop', provider: 'payments' }],
      findings: [{ code: 'recovery/attempts' }],
    });
  });

  it.each([
    [[], 'judge needs a journal'],
    [[join(journals, 'attempts-right.jsonl')], 'judge needs what is claimed'],
  ])('needs a journal and claims: %j', async (words, message) => {
    const { code, stderr } = await mortiseIn(folder, ['judge', ...words]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  });

  it('lists what can be judged', async () => {
    const { code, stdout } = await mortiseIn(folder, ['judge', '--list-oracles', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ oracles: expect.arrayContaining([expect.objectContaining({ claim: 'breaker' })]) });
  });
});
