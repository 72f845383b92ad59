// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how variables are written in a workspace
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { runCommand } from '../../src/cli/main.js';
import type { ProcessIo } from '../../src/host/process-io.js';
import { SHOP_CONTRACT, startShop } from '../support/shop.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortise-'));
  await writeFile(join(folder, 'shop.yaml'), SHOP_CONTRACT);
  return () => rm(folder, { recursive: true, force: true });
});

/** A shop that keeps its contract, as a program of its own. */
const PROGRAM = `
require('node:fs').writeFileSync('port', process.env.PORT);
const orders = new Map([['o1', { id: 'o1', price: 3 }]]);
require('node:http').createServer((request, response) => {
  request.resume();
  const json = (status, value, headers = {}) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
  const id = new URL(request.url, 'http://shop').pathname.split('/')[2];
  if (process.env.CRASH_ON === request.method) { console.error('the shop is on fire'); process.exit(7); }
  if (id === undefined) return request.method === 'POST' ? json(201, { id: 'o2', price: 4 }) : json(200, [...orders.values()], { 'x-total': 1 });
  if (request.method === 'DELETE') return response.writeHead(204).end();
  return orders.has(id) ? json(200, { ...orders.get(id), seen: process.env.MORTISE_URL_BANK }) : response.writeHead(404).end();
}).listen(process.env.PORT, '127.0.0.1');
`;

describe('mortise test', () => {
  it('starts the program of a pair, tests it and ends it', async () => {
    await writeFile(join(folder, 'shop.cjs'), PROGRAM);
    await workspace('shop: { openapi: shop.yaml, start: node shop.cjs }\n  web:', '{ consumer: web, provider: shop }');
    const run = await mortise('test', '--phase', 'examples', 'mortise.yaml', '--record', 'run.jsonl');
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/web → shop +program +4\/4 +4\/4 +\S+ +5 +0 +consistent/);
    expect(run.stderr, 'what is soon done needs no line of progress').toBe('');
    await expectEnded();
  });

  it('tests the mock when the provider has neither url nor program, and finds nothing', async () => {
    await workspace('shop: { openapi: shop.yaml }\n  web:', '{ consumer: web, provider: shop }');
    const run = await mortise('test', '--phase', 'examples', 'mortise.yaml', '--json');
    expect(run.code).toBe(0);
    const told = JSON.parse(run.stdout) as { pairs: object[]; findings: object[]; seed: string };
    expect(told.pairs).toMatchObject([
      { consumer: 'web', provider: 'shop', providerKind: 'mock', testedOperationCount: 4, requestCount: 5 },
    ]);
    expect(told.findings).toEqual([]);
    expect(run.stderr).toBe('');
  });

  it('tests one contract against one address', async () => {
    const shop = await startShop((request, response) => {
      if (request.method !== 'POST') return undefined;
      response.writeHead(500).end();
      return true;
    });
    onTestFinished(() => shop.close());
    const run = await mortise('test', '--phase', 'examples', '--spec', 'shop.yaml', '--url', shop.url);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('createOrder: the provider failed');
    expect(run.stdout).toMatch(/clause +shop\.yaml:\d+:\d+/);
    expect(run.stdout).toContain(`again     curl -sS -i -X POST ${shop.url}/orders`);
    expect(run.stdout).toMatch(/1 error in \d+ requests/);
  });

  it('says what a program said when it dies in the middle, once', async () => {
    await writeFile(join(folder, 'shop.cjs'), PROGRAM);
    await workspace(
      'shop: { openapi: shop.yaml, start: node shop.cjs, env: { CRASH_ON: GET } }\n  web:',
      '{ consumer: web, provider: shop }',
    );
    const run = await mortise('test', '--phase', 'examples', 'mortise.yaml', '--json');
    expect(run.code).toBe(1);
    const { findings } = JSON.parse(run.stdout) as { findings: { code: string; args: { reason: string } }[] };
    expect(findings.map(({ code }) => code)).toEqual(['check/no-answer']);
    expect(findings[0]?.args.reason).toContain('shop exited with code 7; it said: the shop is on fire');
  });

  it('goes on with the other pairs when a program does not start, and ends with 3', async () => {
    await workspace(
      'shop: { openapi: shop.yaml, start: "echo no licence; exit 1" }\n  other: { openapi: shop.yaml }\n  web:',
      '{ consumer: web, provider: shop }\n  - { consumer: web, provider: other }',
    );
    const run = await mortise('test', '--phase', 'examples', 'mortise.yaml');
    expect(run.code).toBe(3);
    expect(run.stdout).toMatch(/web → shop +failed/);
    expect(run.stdout).toContain('no licence');
    expect(run.stdout).toMatch(/web → other +mock .* consistent/);
  });

  it('tells a program where the systems it calls are, mocked or not', async () => {
    await writeFile(
      join(folder, 'shop.cjs'),
      PROGRAM.replace('price: 3', 'price: Number(/^http:..127/.test(process.env.MORTISE_URL_BANK_2))'),
    );
    await workspace(
      'shop: { openapi: shop.yaml, start: node shop.cjs }\n  bank-2: { openapi: shop.yaml }\n  web:',
      '{ consumer: web, provider: shop }\n  - { consumer: shop, provider: bank-2 }',
    );
    const run = await mortise('test', '--phase', 'examples', 'mortise.yaml', 'web:shop', '--record', 'run.jsonl');
    expect(run.code).toBe(0);
    expect(await readFile(join(folder, 'run.jsonl'), 'utf8')).toContain('\\"price\\":1');
  });

  it('logs in, takes values from earlier answers, and writes no secret anywhere', async () => {
    await writeFile(join(folder, 'api.yaml'), LOGIN_CONTRACT);
    const seen: string[] = [];
    const url = await serve((request, body) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? '-'}`);
      if (request.url === '/login') return [200, { token: body.includes('s3cret-pw') ? 'tok-12345' : 'no' }];
      if (request.headers.authorization !== 'Bearer tok-12345') return [401, {}];
      return request.method === 'POST' ? [201, { id: 'fresh-7' }] : [request.url === '/things/fresh-7' ? 200 : 404, { id: 'fresh-7' }];
    });
    await workspace(
      'api: { openapi: api.yaml, url: "${API_URL}" }\n  web:',
      `consumer: web
    provider: api
    uses: [getThing, createThing]
    auth: { operation: login, body: { user: ana, password: "\${PW}" }, token: /token }
    fixtures: { getThing: { capture: { id: "createThing#/id" } } }`,
    );
    const run = await mortise('test', '--phase', 'examples', 'mortise.yaml', '--record', 'run.jsonl', {
      env: { API_URL: url, PW: 's3cret-pw' },
    });
    expect(seen).toEqual(['POST /login -', 'POST /things Bearer tok-12345', 'GET /things/fresh-7 Bearer tok-12345']);
    expect(run.code).toBe(0);
    const record = await readFile(join(folder, 'run.jsonl'), 'utf8');
    expect(record + run.stdout + run.stderr).not.toMatch(/tok-12345|s3cret-pw/);
  });

  it('says why the login failed, and tests nothing', async () => {
    await writeFile(join(folder, 'api.yaml'), LOGIN_CONTRACT);
    const url = await serve(() => [200, { nothing: true }]);
    await workspace(
      `api: { openapi: api.yaml, url: ${url} }\n  web:`,
      '{ consumer: web, provider: api, auth: { operation: login, token: /token } }',
    );
    const run = await mortise('test', '--phase', 'examples', 'mortise.yaml', '--json');
    expect(run.code).toBe(1);
    const { findings } = JSON.parse(run.stdout) as { findings: object[] };
    expect(findings).toMatchObject([{ code: 'check/login-failed', args: { reason: 'the answer has no text at /token' } }]);
  });

  it('writes a record that begins with the run and ends with the summary', async () => {
    await workspace('shop: { openapi: shop.yaml }\n  web:', '{ consumer: web, provider: shop }');
    await mortise('test', '--phase', 'examples', 'mortise.yaml', '--seed', 'x1', '--record', 'deep/down/run.jsonl');
    const lines = (await readFile(join(folder, 'deep/down/run.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    expect(lines[0]).toMatchObject({ type: 'run', seed: 'x1', workspace: 'mortise.yaml', version: expect.any(String) });
    expect(lines.filter(({ type }) => type === 'exchange')).toHaveLength(5);
    expect(new Set(lines.filter(({ type }) => type === 'exchange').map((line) => (line as unknown as { id: string }).id)).size).toBe(5);
    expect(lines.at(-2)).toMatchObject({ type: 'part', part: 'test', subjectCount: 1 });
    expect(lines.at(-3)).toMatchObject({ type: 'pair', consumer: 'web', provider: 'shop', verdict: { kind: 'consistent' } });
    expect(lines.at(-1)).toMatchObject({ type: 'summary', pairCount: 1, requestCount: 5, errorCount: 0, stopped: false });
  });

  it('stops when it is told to: programs are ended, what was seen is kept', async () => {
    await writeFile(
      join(folder, 'slow.cjs'),
      `require('node:fs').writeFileSync('port', process.env.PORT); require('node:http').createServer(() => require('node:fs').writeFileSync('asked', '')).listen(process.env.PORT, '127.0.0.1')`,
    );
    await workspace('shop: { openapi: shop.yaml, start: node slow.cjs }\n  web:', '{ consumer: web, provider: shop }');
    const controller = new AbortController();
    const running = mortise('test', '--phase', 'examples', 'mortise.yaml', '--record', 'run.jsonl', { signal: controller.signal });
    await expect.poll(() => existsSync(join(folder, 'asked')), { timeout: 20_000 }).toBe(true);
    controller.abort(new Error('SIGINT'));
    const run = await running;
    expect(run.code).toBe(3);
    expect(run.stdout).toMatch(/web → shop .*inconclusive: stopped/);
    expect(await readFile(join(folder, 'run.jsonl'), 'utf8')).toMatch(/"type":"summary".*"stopped":"interrupt"/);
    await expectEnded();
  });

  it('refuses an unknown operation at its place in the workspace', async () => {
    await workspace('shop: { openapi: shop.yaml }\n  web:', '{ consumer: web, provider: shop, uses: [getOrdr] }');
    const run = await mortise('test', '--phase', 'examples', 'mortise.yaml');
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/mortise\.yaml:5:\d+.*getOrdr.*getOrder/s);
  });
});

describe('mortise check', () => {
  it('lints and tests, and says both', async () => {
    await workspace('shop: { openapi: shop.yaml }\n  web:', '{ consumer: web, provider: shop }');
    const run = await mortise('check', 'mortise.yaml');
    expect(run.stdout).toMatch(/web → shop +mock .*consistent[\s\S]*lint: 1 contract, /);
    expect(run.code).toBe(0);
  });

  it('fails on a broken contract although every test holds', async () => {
    await writeFile(join(folder, 'shop.yaml'), SHOP_CONTRACT.replace("'422': { description: Refused }", "'422': { $ref: '#/nowhere' }"));
    await workspace('shop: { openapi: shop.yaml }\n  web:', '{ consumer: web, provider: shop }');
    const run = await mortise('check', 'mortise.yaml', '--json');
    const told = JSON.parse(run.stdout) as { lint: { findings: { code: string }[] } };
    expect(told.lint.findings.map(({ code }) => code)).toContain('contract/ref-unresolved');
  });
});

describe('a run that is killed', () => {
  it('leaves a record of everything that was answered', async () => {
    await workspace('shop: { openapi: shop.yaml, url: "${SHOP}" }\n  web:', '{ consumer: web, provider: shop }');
    const url = await serve((request) =>
      request.method === 'DELETE' ? undefined : request.method === 'POST' ? [201, { id: 'a', price: 1 }] : [404, {}],
    );
    const script = `import { runCommand } from ${JSON.stringify(join(import.meta.dirname, '../../dist/cli/main.js'))};
      await runCommand(['test', 'mortise.yaml', '--record', 'run.jsonl'], { stdout() {}, stderr() {}, env: { SHOP: ${JSON.stringify(url)} }, cwd: process.cwd(), isTerminal: false, colour: false, columnCount: 80, status() {}, signal: new AbortController().signal });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: folder, stdio: 'ignore' });
    await expect
      .poll(() => readFile(join(folder, 'run.jsonl'), 'utf8').catch(() => ''), { timeout: 15_000 })
      .toMatch(/"operation":"getOrder"/);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lines = (await readFile(join(folder, 'run.jsonl'), 'utf8')).trimEnd().split('\n');
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
    expect(lines.some((line) => line.includes('"type":"summary"'))).toBe(false);
  });
});

const LOGIN_CONTRACT = `
openapi: 3.1.0
info: { title: Api, version: '1' }
security: [{ bearer: [] }]
components: { securitySchemes: { bearer: { type: http, scheme: bearer } } }
paths:
  /login:
    post:
      operationId: login
      security: []
      requestBody: { content: { application/json: { schema: { type: object }, example: { user: a, password: b } } } }
      responses: { '200': { description: In, content: { application/json: { schema: { type: object } } } } }
  /things:
    post:
      operationId: createThing
      responses: { '201': { description: Made, content: { application/json: { schema: { type: object } } } } }
  /things/{id}:
    get:
      operationId: getThing
      parameters: [{ name: id, in: path, required: true, schema: { type: string }, example: t1 }]
      responses: { '200': { description: One, content: { application/json: { schema: { type: object } } } } }
`;

/** The program wrote down where it listens; nobody does any more. (Its process id may still be there: who inherits orphans need not have buried it yet.) */
async function expectEnded(): Promise<void> {
  const port = await readFile(join(folder, 'port'), 'utf8');
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
}

async function workspace(systems: string, pair: string): Promise<void> {
  await writeFile(join(folder, 'mortise.yaml'), `systems:\n  ${systems}\nintegrations:\n  - ${pair}\n`);
}

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function mortise(...words: readonly (string | Partial<ProcessIo>)[]): Promise<Run> {
  const said = { stdout: '', stderr: '' };
  const overrides = words.filter((word) => typeof word === 'object');
  const io: ProcessIo = {
    stdout: (text) => {
      said.stdout += text;
    },
    stderr: (text) => {
      said.stderr += text;
    },
    stdin: Readable.from([]),
    env: {},
    cwd: folder,
    isTerminal: false,
    colour: false,
    status: () => undefined,
    columnCount: 120,
    signal: new AbortController().signal,
    ...Object.assign({}, ...overrides),
  };
  const withPath = { ...io, env: { PATH: process.env['PATH'], ...io.env } };
  const code = await runCommand(
    words.filter((word) => typeof word === 'string'),
    withPath,
  );
  return { code, ...said };
}

async function serve(answer: (request: IncomingMessage, body: string) => readonly [number, object] | undefined): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const answered = answer(request, body);
      if (answered !== undefined) response.writeHead(answered[0], { 'content-type': 'application/json' }).end(JSON.stringify(answered[1]));
    });
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
