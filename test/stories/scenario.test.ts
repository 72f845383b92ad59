import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runMortise, startMortise } from '../support/run-mortise.js';

/** A shop that hands orders on to a warehouse, which is a mock behind faults. */
const FILES = {
  'shop.yaml': `
openapi: 3.1.0
info: { title: Shop, version: 1.0.0 }
paths:
  /orders:
    post:
      operationId: order
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [id] } } } }
      responses:
        '201': { description: ordered, content: { application/json: { schema: { type: object, required: [id] } } } }
        '502': { description: the warehouse is away }
`,
  'warehouse.yaml': `
openapi: 3.1.0
info: { title: Warehouse, version: 1.0.0 }
paths:
  /parcels:
    post:
      operationId: pack
      parameters: [{ name: Idempotency-Key, in: header, required: true, schema: { type: string } }]
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { '201': { description: packed }, '503': { description: not now } }
`,
  'mortise.yaml': `
systems:
  shop: { openapi: shop.yaml, start: node shop.js, health: /health }
  warehouse: { openapi: warehouse.yaml }
integrations:
  - consumer: shop
    provider: warehouse
    recovery:
      retry: { attempts: 3, backoff: exponential, base: 50ms, factor: 2, jitter: none, on: [503] }
      idempotency: Idempotency-Key
scenarios: ['*.arazzo.yaml']
`,
  'outage.arazzo.yaml': `
arazzo: 1.0.1
info: { title: The warehouse is away for a moment, version: 1.0.0 }
sourceDescriptions: [{ name: shop, url: shop.yaml, type: openapi }]
x-faults: [{ fault: status, status: 503, provider: warehouse, nth: 2-3 }]
x-recovery: [{ consumer: shop, provider: warehouse, expect: { nothingLost: true, nothingTwice: true } }]
x-mutants:
  - { system: shop, env: { KEY: new }, refutes: [idempotency-key, unsafe-retry, nothing-twice], because: Each attempt has a key of its own. }
workflows:
  - workflowId: shopping
    steps:
      - stepId: first
        operationId: order
        requestBody: { payload: { id: order-1 } }
        outputs: { id: $response.body#/id }
        successCriteria: [{ condition: $statusCode == 201 }]
      - stepId: second
        operationId: order
        requestBody: { payload: { id: 'after-{$steps.first.outputs.id}' } }
        successCriteria: [{ condition: $statusCode == 201 }, { condition: $response.body#/attempts == 3 }]
`,
  'shop.js': `
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
const pack = async (id) => {
  for (let attempt = 1; ; attempt += 1) {
    const key = process.env.KEY === 'new' ? id + '-' + attempt : id;
    const response = await fetch(process.env.MORTISE_URL_WAREHOUSE + '/parcels', {
      method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': key }, body: JSON.stringify({ id }),
    });
    await response.text();
    if (response.status !== 503 || attempt === Number(process.env.ATTEMPTS ?? 3)) return { status: response.status, attempt };
    await wait(50 * 2 ** (attempt - 1));
  }
};
createServer(async (request, response) => {
  if (request.url === '/health') return response.end('ok');
  let body = '';
  for await (const part of request) body += part;
  const { id } = JSON.parse(body);
  const { status, attempt } = await pack(id);
  response.writeHead(status === 201 ? 201 : 502, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ id, attempts: attempt }));
}).listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`,
  'package.json': '{"type":"module"}',
} as const;

interface Result {
  readonly scenarios: readonly {
    readonly name: string;
    readonly outcome: string;
    readonly world: string;
    readonly workflows: readonly {
      readonly outcome: string;
      readonly steps: readonly { readonly step: string; readonly outcome: string }[];
    }[];
    readonly links: readonly { readonly judgements: readonly { readonly claim: string; readonly verdict: { readonly kind: string } }[] }[];
    readonly mutants: readonly { readonly verdict: string }[];
  }[];
  readonly findings: readonly { readonly code: string }[];
}

describe('a scenario with real programs', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'mortise-scenario-'));
  beforeAll(() => {
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(cwd, name), text);
  });
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  const verdictOf = (result: Result, claim: string): string | undefined =>
    result.scenarios[0]?.links[0]?.judgements.find((judgement) => judgement.claim === claim)?.verdict.kind;

  it('starts them, drives them, injects, judges, and takes them down; the right one holds and the wrong one is told', async () => {
    const run = await runMortise(['scenario', 'outage', '--mutants', '--json'], { cwd });
    expect(run, `${run.stdout}\n${run.stderr}`).toMatchObject({ exitCode: 0, stderr: '' });
    const result = JSON.parse(run.stdout) as Result;
    const [scenario] = result.scenarios;
    expect(scenario).toMatchObject({ name: 'outage', outcome: 'held', world: 'real', mutants: [{ verdict: 'told' }] });
    expect(scenario?.workflows[0]?.steps.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual(['first passed', 'second passed']);
    expect(scenario?.links[0]?.judgements.map(({ verdict }) => verdict.kind)).not.toContain('refuted');
    expect(readdirSync(join(cwd, '.mortise/runs')).filter((name) => name.endsWith('.journal'))).toHaveLength(2);
  });

  it('refutes a program that gives up too early, with the step that shows it', async () => {
    const run = await runMortise(['scenario', '--system', 'shop=ATTEMPTS=1 node shop.js', '--json'], { cwd });
    expect(run.exitCode).toBe(1);
    const result = JSON.parse(run.stdout) as Result;
    expect(result.scenarios[0]?.outcome).toBe('refuted');
    expect(result.findings.map(({ code }) => code)).toContain('scenario/step-failed');
    expect(verdictOf(result, 'retryable')).toBe('refuted');
  });

  it('says it in words', async () => {
    const run = await runMortise(['scenario', 'outage', '--system', 'shop=KEY=new node shop.js', '--journal', 'journals'], { cwd });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('outage: The warehouse is away for a moment. refuted');
    expect(run.stdout).toMatch(/shopping \/ second +shop order .* 201 +passed/);
    expect(run.stdout).toMatch(/idempotency-key +refuted/);
    expect(run.stdout).toContain('1 scenario: 0 held, 1 refuted');
    expect(readdirSync(join(cwd, 'journals'))).toHaveLength(1);
  });

  it('starts as many as a fleet has, each on links of its own, and asks all of them at once', async () => {
    const text = FILES['outage.arazzo.yaml'].replace(/x-mutants:\n.*\n/, 'x-fleet: { system: shop, count: 5 }\n');
    // All ten fail once the five are warm: each of the second calls takes three attempts.
    writeFileSync(
      join(cwd, 'fleet.yaml'),
      text.replace('nth: 2-3', 'nth: 6-15').replace('nothingTwice: true', 'herd: { window: 40ms, maxRatio: 0.5 }'),
    );
    const run = await runMortise(['scenario', 'fleet.yaml', '--journal', 'fleet', '--json'], { cwd });
    expect(run, `${run.stdout}\n${run.stderr}`).toMatchObject({ stderr: '' });
    const members = ['shop#1', 'shop#2', 'shop#3', 'shop#4', 'shop#5'];
    const exchanges = journalIn(join(cwd, 'fleet')).flatMap((line) => (line.type === 'exchange' ? [line] : []));
    const countBy = (side: 'ingress' | 'egress', member: string): number =>
      new Set(
        exchanges.filter((one) => one.side === side && (side === 'ingress' ? one.provider : one.consumer) === member).map(({ id }) => id),
      ).size;
    expect(members.map((member) => [countBy('ingress', member), countBy('egress', member)])).toEqual(members.map(() => [2, 4]));
    const result = JSON.parse(run.stdout) as Result;
    // On a machine at rest they come back all at once, as five that do not draw their waits must; on a busy one nobody can tell.
    expect(['refuted', 'inconclusive', 'proved']).toContain(verdictOf(result, 'herd'));
    expect(verdictOf(result, 'attempts')).not.toBe('refuted');
  });

  it('is part of the check for CI', async () => {
    const run = await runMortise(['check', 'mortise.yaml', '--phase', 'examples', '--json'], { cwd });
    expect(run, run.stderr).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(run.stdout)).toMatchObject({ scenarios: { scenarios: [{ name: 'outage', outcome: 'held', world: 'real' }] } });
  });

  it('lists what there is', async () => {
    const run = await runMortise(['scenario', '--list', '--json'], { cwd });
    expect(JSON.parse(run.stdout)).toMatchObject({ scenarios: [{ name: 'outage', simulated: false, workflows: 1, links: 1, mutants: 1 }] });
  });

  it('leaves nothing running when it is interrupted', async () => {
    const text = FILES['outage.arazzo.yaml'].replace('- stepId: second', '- stepId: second\n        x-wait: 1h');
    writeFileSync(join(cwd, 'long.yaml'), text.replace(/x-mutants:\n.*\n/, ''));
    // It tells its port once it listens.
    const told = `${FILES['shop.js']}\nimport { writeFileSync } from 'node:fs';\nwriteFileSync('port', process.env.PORT);`;
    writeFileSync(join(cwd, 'told.js'), told);
    const run = startMortise(['scenario', 'long.yaml', '--system', 'shop=node told.js'], { cwd });
    const health = `http://127.0.0.1:${await portIn(cwd)}/health`;
    await vi.waitFor(() => fetch(health), { timeout: 30_000 });
    const ended = await run.stop('SIGINT');
    expect(ended.exitCode).toBe(3);
    expect(ended.stdout).toContain('not run: stopped');
    await expect(fetch(health)).rejects.toThrow('fetch failed');
  });

  it.each([
    [['scenario', 'outrage'], 'scenario cannot be "outrage". Did you mean "outage"?'],
    [['scenario', '--system', 'shopp=x'], '--system cannot be "shopp". Did you mean "shop"?'],
    [['scenario', '--simulate', '--compress', '5'], '--compress cannot be "5"'],
  ])('says what is wrong with %j', async (words, message) => {
    const run = await runMortise(words, { cwd });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain(message);
  });
});

interface JournalLine {
  readonly type: string;
  readonly id: string;
  readonly side: string;
  readonly consumer?: string;
  readonly provider?: string;
}

function journalIn(folder: string): readonly JournalLine[] {
  const [name = ''] = readdirSync(folder);
  const lines = readFileSync(join(folder, name), 'utf8').split('\n');
  return lines.flatMap((line) => (line === '' ? [] : [JSON.parse(line) as JournalLine]));
}

function portIn(folder: string): Promise<number> {
  return vi.waitFor(
    () => {
      const port = Number(readFileSync(join(folder, 'port'), 'utf8'));
      expect(port).toBeGreaterThan(0);
      return port;
    },
    { timeout: 30_000 },
  );
}
