import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RECORD_HELP } from '../../src/cli/record-help.js';
import { usageFromJson } from '../../src/compat/usage/usage-from-json.js';
import { saveUsage } from '../../src/host/record/save-usage.js';
import { startHttpProvider } from '../support/http-provider.js';
import { mortiseIn } from '../support/mortise-in.js';
import { repositoryFolder, startMortise } from '../support/run-mortise.js';

const SPEC = `
openapi: 3.1.0
info: { title: Shop, version: '1' }
components:
  schemas:
    Order:
      type: object
      required: [id, total]
      properties: { id: { type: string }, total: { type: number } }
paths:
  /orders:
    post:
      requestBody:
        required: true
        content: { application/json: { schema: { type: object, required: [sku], properties: { sku: { type: string }, password: { type: string } } } } }
      responses:
        201: { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
  /orders/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
`;

/** A provider that does more than its contract says. */
const shop: RequestListener = (request, response) => {
  request.resume();
  const json = (status: number, body: unknown): void => {
    const bytes = gzipSync(JSON.stringify(body));
    response
      .writeHead(status, { 'content-type': 'application/json', 'content-encoding': 'gzip', 'set-cookie': 'sid=s3cr3t-cookie' })
      .end(bytes);
  };
  if (request.method === 'POST') json(201, { id: 'o1', total: 3, access_token: 's3cr3t-token' });
  else if (request.url === '/orders/9') json(410, { reason: 'gone' });
  else if (request.url?.startsWith('/customers/')) json(200, { name: 'Ann' });
  else json(200, { id: 'o1', total: 'three', currency: 'EUR' });
};

const CLIENT = `
const base = process.argv[1];
const headers = { 'content-type': 'application/json', authorization: 'Bearer s3cr3t-bearer' };
await fetch(base + '/orders', { method: 'POST', headers, body: JSON.stringify({ sku: 'a', password: 's3cr3t-password' }) });
const order = await (await fetch(base + '/orders/o1')).json();
await fetch(base + '/orders/9');
await fetch(base + '/customers/1234');
console.log(JSON.stringify(order));
`;

function startShop(): Promise<string> {
  return startHttpProvider(shop);
}

async function runClient(url: string): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', CLIENT, url], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
  });
  await once(child, 'close');
  return output.trim();
}

async function folderWith(spec: string): Promise<string> {
  const cwd = await mkdtemp(join(tmpdir(), 'mortise-record-'));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  writeFileSync(join(cwd, 'shop.yaml'), spec);
  return cwd;
}

describe('mortise record', () => {
  it('passes everything on, judges both sides, and on Ctrl-C leaves usage, examples, a pact and a proposal, without a secret', async () => {
    const cwd = await folderWith(SPEC);
    const target = await startShop();
    const run = startMortise(['record', '--spec', 'shop.yaml', '--to', target, '--consumer', 'web', '--port', '0'], { cwd });
    onTestFinished(async () => void (await run.stop()));
    const [url] = await run.line(/http:\/\/127\.0\.0\.1:\d+$/m);
    expect(await runClient(url)).toBe('{"id":"o1","total":"three","currency":"EUR"}');
    const ended = await run.stop('SIGINT');

    expect(ended).toMatchObject({ exitCode: 0, signal: null });
    expect(ended.stdout).toContain('4 exchanges of 2 operations recorded, 3 broke the contract');
    expect(ended.stderr).toContain('GET /orders/{id}: response body at /total must be number');
    expect(ended.stderr).toContain('response status 410 is not declared');
    expect(ended.stderr).toContain('the contract has no path /customers/1234');

    const usage = usageFromJson(readFileSync(join(cwd, '.mortise/usage/web--shop.json'), 'utf8'), 'web--shop.json');
    expect(usage).toMatchObject({ consumer: 'web', provider: 'shop', sources: ['journal'] });
    expect(usage.operations.map(({ method, path, interactionCount }) => `${method} ${path} ${interactionCount}`)).toEqual([
      'POST /orders 1',
      'GET /orders/{id} 2',
    ]);
    expect(usage.operations[0]?.sent).toEqual([
      { parameters: {}, mediaType: 'application/json', body: { sku: 'a', password: '[redacted]' } },
    ]);
    expect(usage.operations[0]?.lastSeenOn).toMatch(/^\d{4}-\d\d-\d\d$/);

    const folder = join(cwd, '.mortise/recordings/web--shop');
    expect(readdirSync(folder).sort()).toEqual(['examples.json', 'journal.jsonl', 'overlay.json', 'pact.json']);
    const overlay = JSON.parse(readFileSync(join(folder, 'overlay.json'), 'utf8')) as { actions: { target: string; update: unknown }[] };
    expect(overlay.actions.map(({ target: place, update }) => [place, update])).toEqual([
      ["$['components']['schemas']['Order']['properties']", { access_token: { type: 'string' }, currency: { type: 'string' } }],
      ["$['paths']", { '/customers/{customerId}': { get: expect.objectContaining({ responses: { 200: expect.anything() } }) } }],
      ["$['paths']['/orders/{id}']['get']['responses']", { 410: expect.objectContaining({ description: expect.any(String) }) }],
    ]);
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'utf8'), name).not.toContain('s3cr3t');
    expect(`${ended.stdout}${ended.stderr}${readFileSync(join(cwd, '.mortise/usage/web--shop.json'), 'utf8')}`).not.toContain('s3cr3t');
  });

  it('serves what was recorded, and explains what was not', async () => {
    const cwd = await folderWith(SPEC);
    const target = await startShop();
    const recording = startMortise(['record', '--spec', 'shop.yaml', '--to', target, '--consumer', 'web', '--port', '0', '--json'], {
      cwd,
    });
    onTestFinished(async () => void (await recording.stop()));
    const [, url = ''] = await recording.line(/"url":"([^"]+)"/);
    await runClient(url);
    const ended = await recording.stop();
    expect(JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      type: 'recorded',
      exchanges: 4,
      broken: 3,
      missing: 4,
    });

    const replay = startMortise(['record', '--replay', '.mortise/recordings/web--shop', '--port', '0'], { cwd });
    onTestFinished(async () => void (await replay.stop()));
    const [served] = await replay.line(/http:\/\/127\.0\.0\.1:\d+/);
    expect(await runClient(served)).toBe('{"id":"o1","total":"three","currency":"EUR"}');
    const missed = await fetch(`${served}/orders/o1?expand=items`);
    expect([missed.status, await missed.json()]).toMatchObject([
      404,
      { code: 'NOT_RECORDED', detail: expect.stringContaining('it was asked with no query') },
    ]);
    const other = await fetch(`${served}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"sku":"b","password":"x"}',
    });
    expect(await other.json()).toMatchObject({ detail: expect.stringContaining('its body differs at /sku') });
    expect(await replay.stop()).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('says that the port is taken, and leaves nothing behind', async () => {
    const cwd = await folderWith(SPEC);
    const target = await startShop();
    const run = await mortiseIn(cwd, [
      'record',
      '--spec',
      'shop.yaml',
      '--to',
      target,
      '--consumer',
      'web',
      '--port',
      new URL(target).port,
    ]);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain(new URL(target).port);
    expect(existsSync(join(cwd, '.mortise'))).toBe(false);
  });

  it('says that nobody is where the provider should be', async () => {
    const cwd = await folderWith(SPEC);
    const args = ['record', '--spec', 'shop.yaml', '--to', 'http://127.0.0.1:1', '--consumer', 'web', '--port', '0'];
    const run = startMortise(args, { cwd });
    const [, url = ''] = await run.line(/for web at (\S+)/);
    await expect(fetch(`${url}/orders/1`)).rejects.toThrow();
    const { stdout, stderr } = await run.stop('SIGINT');
    expect(stderr).toContain('the provider gave no answer: no connection could be made');
    expect(stdout).toContain('1 exchange of 1 operation recorded, 0 broke the contract, 1 got no answer');
  });

  it.each([
    [['--consumer', 'web', '--to', 'http://127.0.0.1:1'], '--spec'],
    [['--spec', 'events.yaml', '--consumer', 'web', '--to', 'http://127.0.0.1:1'], 'a contract of calls'],
    [['--spec', 'shop.yaml', '--to', 'http://127.0.0.1:1'], '--consumer'],
    [['--spec', 'shop.yaml', '--consumer', 'web'], '--to'],
    [['--spec', 'shop.yaml', '--consumer', 'web', '--to', 'https://me:s3cr3t@api.example.com'], 'without credentials'],
    [['--spec', 'shop.yaml', '--consumer', 'web', '--to', 'https://api.example.com/v1'], 'without a path'],
  ])('says what is missing or wrong: %j', async (args, expected) => {
    const cwd = await folderWith(SPEC);
    writeFileSync(join(cwd, 'events.yaml'), 'asyncapi: 3.0.0\ninfo: { title: Events, version: "1" }\nchannels: {}\noperations: {}\n');
    const run = await mortiseIn(cwd, ['record', ...args]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(expected);
    expect(run.stderr).not.toContain('s3cr3t');
  });

  it('tells a broken usage file before it records anything', async () => {
    const cwd = await folderWith(SPEC);
    writeFileSync(join(cwd, 'web--shop.json'), '{\n  "version": 3\n}');
    const run = await mortiseIn(cwd, ['record', '--spec', 'shop.yaml', '--to', 'http://127.0.0.1:1', '--consumer', 'web', '--usage', '.']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('web--shop.json:2:3');
  });

  it('takes usage from the journal of a mock, joined with what was known', async () => {
    const cwd = await folderWith(SPEC);
    const line = (target: string): string =>
      JSON.stringify({
        ...{ type: 'exchange', id: target, side: 'egress', provider: 'api', connectionId: '', receivedFirstAtMs: 1_774_958_400_000 },
        ...{
          receivedLastAtMs: 1,
          request: { method: 'GET', target, headers: [] },
          response: { status: 200, headers: [] },
          outcome: 'answered',
        },
      });
    const from = async (name: string, target: string): Promise<void> => {
      writeFileSync(join(cwd, name), `${line(target)}\n`);
      const run = await mortiseIn(cwd, ['record', '--from', name, '--spec', 'shop.yaml', '--consumer', 'web']);
      expect(run, run.stderr).toMatchObject({ code: 0 });
    };
    await from('a.jsonl', '/orders/a');
    await from('b.jsonl', '/orders/bcd');
    const usage = usageFromJson(readFileSync(join(cwd, '.mortise/usage/web--shop.json'), 'utf8'), 'usage');
    expect(usage.operations[0]).toMatchObject({
      lastSeenOn: '2026-03-31',
      sent: [{ parameters: { 'path:id': 'a' } }, { parameters: { 'path:id': 'bcd' } }],
    });
    expect(readdirSync(join(cwd, '.mortise'))).toEqual(['usage']);
  });
});

describe('the usage of a pair', () => {
  it('is added to its file by who has seen it, and names come from a workspace', async () => {
    const cwd = await folderWith(SPEC);
    writeFileSync(
      join(cwd, 'mortise.yaml'),
      'systems:\n  web: {}\n  shop: { openapi: ./shop.yaml }\nintegrations:\n  - { consumer: web, provider: shop }\n',
    );
    const call = {
      type: 'exchange',
      id: '1',
      side: 'egress',
      provider: 'api',
      connectionId: '',
      receivedFirstAtMs: 1,
      receivedLastAtMs: 1,
      outcome: 'answered',
    };
    writeFileSync(join(cwd, 'a.jsonl'), `${JSON.stringify({ ...call, request: { method: 'GET', target: '/orders/1', headers: [] } })}\n`);
    const run = await mortiseIn(cwd, ['record', '--from', 'a.jsonl', '--workspace', 'mortise.yaml']);
    expect(run, run.stderr).toMatchObject({ code: 0 });
    const folder = join(cwd, '.mortise/usage');
    const seen = { method: 'GET', path: '/orders/{id}', interactionCount: 3, lastSeenOn: undefined, sent: [], received: [] };
    const file = saveUsage({ consumer: 'web', provider: 'shop', sources: ['reads'], operations: [seen], messages: [] }, folder);
    expect(file).toBe(join(folder, 'web--shop.json'));
    expect(usageFromJson(readFileSync(file, 'utf8'), file)).toMatchObject({
      sources: ['journal', 'reads'],
      operations: [{ interactionCount: 3, sent: [{}] }],
    });
  });
});

describe('the examples of mortise record --help', () => {
  it.each(RECORD_HELP.examples)('hold: %s', async (example) => {
    const cwd = await folderWith(SPEC);
    symlinkSync(join(repositoryFolder, 'fixtures'), join(cwd, 'fixtures'));
    const args = example.split(' ').slice(1);
    if (args.includes('--from')) {
      const run = await mortiseIn(cwd, args);
      expect(run, run.stderr).toMatchObject({ code: 0 });
      expect(JSON.parse(run.stdout)).toMatchObject({ type: 'recorded', exchanges: 5, operations: 3 });
      return;
    }
    const run = startMortise(args, { cwd });
    onTestFinished(async () => void (await run.stop()));
    await run.line(/ is (?:recorded|replayed) /);
    expect(await run.stop()).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
