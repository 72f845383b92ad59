import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { exchangeFromLine } from '../../src/journal/journal-line.js';
import { sendRaw } from '../support/raw-http.js';
import { mortiseIn } from '../support/mortise-in.js';
import { repositoryFolder, runMortise, startMock, startMortise } from '../support/run-mortise.js';

const PETSTORE = 'fixtures/specs/petstore.yaml';
const KEY = { 'x-shelter-key': 'k' };

describe('mortise mock on a real socket', () => {
  let mock: Awaited<ReturnType<typeof startMock>>;
  beforeAll(async () => {
    mock = await startMock([PETSTORE]);
  });
  afterAll(async () => {
    const run = await mock.stop();
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  });
  const call = (path: string, init?: RequestInit): Promise<Response> => fetch(mock.url + path, init);

  it('answers an operation with its first example, with and without the base path', async () => {
    for (const path of ['/pets/1', '/v1/pets/1']) {
      const response = await call(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('application/json');
      expect(await response.json()).toEqual({ id: 1, name: 'Mia', species: 'cat', bornOn: '2024-04-01' });
    }
  });

  it('gives the declared headers', async () => {
    const response = await call('/pets');
    expect(response.headers.get('x-total-count')).toBe('2');
  });

  it('follows Prefer and the query forms', async () => {
    expect((await call('/pets/1', { headers: { prefer: 'code=404' } })).status).toBe(404);
    expect(await (await call('/pets/1?__example=bruno')).json()).toMatchObject({ name: 'Bruno' });
    expect((await call('/pets/1', { headers: { prefer: 'example=nobody' } })).status).toBe(404);
    expect((await call('/pets/1', { headers: { prefer: 'code=9' } })).status).toBe(422);
    expect((await call('/pets/1', { headers: { prefer: 'dynamic=perhaps' } })).status).toBe(422);
  });

  it('gives the same varied bytes for the same seed, others for another', async () => {
    const body = async (seed: string): Promise<string> =>
      (await call('/pets/1', { headers: { prefer: `dynamic=true, seed=${seed}` } })).text();
    expect(await body('a')).toBe(await body('a'));
    expect(new Set(await Promise.all(['a', 'b', 'c', 'd'].map(body))).size).toBeGreaterThan(1);
  });

  it('says what is wrong with a request, all of it', async () => {
    const response = await call('/pets?limit=0&species=cow');
    expect(response.status).toBeGreaterThanOrEqual(400);
    const violations = response.headers.get('mortise-violations') ?? (await response.text());
    expect(violations).toContain('limit');
    expect(violations).toContain('species');
  });

  it('asks for the credentials that the contract asks for', async () => {
    const body = JSON.stringify({ name: 'Mia', species: 'cat' });
    const headers = { 'content-type': 'application/json' };
    expect((await call('/pets', { method: 'POST', body, headers })).status).toBe(401);
    expect((await call('/pets', { method: 'POST', body, headers: { ...headers, ...KEY } })).status).toBe(201);
  });

  it('refuses a media type and a body that the contract does not know', async () => {
    const send = async (type: string, body: string): Promise<number> =>
      (await call('/pets', { method: 'POST', body, headers: { 'content-type': type, ...KEY } })).status;
    expect(await send('application/json', '{"name":"","species":"cat"}')).toBe(422);
    expect(await send('application/json', '{"name":')).toBe(422);
    expect([415, 422]).toContain(await send('text/plain', 'Mia'));
  });

  it('answers 406 when nothing acceptable is declared', async () => {
    const response = await call('/pets/1', { headers: { accept: 'image/png' } });
    expect(response.status).toBe(406);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });

  it('shows near misses in a 404 and Allow in a 405', async () => {
    const missing = await call('/pet/1');
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ code: 'NO_PATH_MATCHED_ERROR', nearMisses: ['GET /pets/{petId}'] });
    const wrong = await call('/pets/1', { method: 'DELETE' });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  });

  it('answers HEAD as GET without a body, OPTIONS with Allow and a preflight with what it asked for', async () => {
    const head = await call('/pets/1', { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(10);
    expect(await head.text()).toBe('');
    const options = await call('/pets', { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS, POST']);
    const preflight = await sendRaw(
      mock.url,
      'OPTIONS /pets HTTP/1.1\r\nhost: x\r\norigin: http://app.test\r\naccess-control-request-method: POST\r\naccess-control-request-headers: x-a\r\nconnection: close\r\n\r\n',
    );
    expect(preflight).toMatch(/^HTTP\/1.1 204 /);
    expect(preflight.toLowerCase()).toContain('access-control-allow-origin: http://app.test');
    expect(preflight.toLowerCase()).toContain('access-control-allow-headers: x-a');
  });

  it('goes on serving after malformed, oversized, cut-off and hostile requests', async () => {
    expect(await sendRaw(mock.url, 'NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1.1 400 [\s\S]*problem\+json/);
    expect(await sendRaw(mock.url, `GET /pets HTTP/1.1\r\nhost: x\r\n${'a: b\r\n'.repeat(20_000)}\r\n`)).toMatch(/^HTTP\/1.1 431 /);
    expect(await sendRaw(mock.url, 'POST /pets HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"na', 200)).toBe('');
    for (const path of ['/pets/%00', '/pets/..%2f..%2fetc%2fpasswd', '/../../etc/passwd', '/pets/%', `/pets/${'9'.repeat(5_000)}`]) {
      expect(await sendRaw(mock.url, `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)).toMatch(/^HTTP\/1.1 4\d\d /);
    }
    const large = await call('/pets', {
      method: 'POST',
      body: new Uint8Array(100 * 1024 * 1024),
      headers: { 'content-type': 'application/json', ...KEY },
    });
    expect(large.status).toBe(413);
    const deep = await call('/pets', {
      method: 'POST',
      body: '['.repeat(1_000_000),
      headers: { 'content-type': 'application/json', ...KEY },
    });
    expect(deep.status).toBe(422);
    expect((await call('/pets/1')).status).toBe(200);
  });
});

describe('the life of a mock process', () => {
  it('prints one line of JSON with its address and ends with code 0 on SIGINT and SIGTERM', async () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const running = startMortise(['mock', PETSTORE, '-p', '0', '--json']);
      const [line] = await running.line(/^\{.*\}$/);
      expect(JSON.parse(line)).toMatchObject({
        type: 'ready',
        system: 'petstore',
        operations: 3,
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      });
      expect(await running.stop(signal)).toMatchObject({ exitCode: 0, signal: null, stderr: '' });
    }
  });

  it('says which port is busy and ends with code 3', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((ready) => other.once('listening', ready));
    const { port } = other.address() as AddressInfo;
    const run = await runMortise(['mock', PETSTORE, '--port', String(port)]);
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toContain(String(port));
  });

  it('has in its journal everything that was answered when it is killed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mortise-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'calls.jsonl');
    writeFileSync(file, '{"cut":');
    const mock = await startMock([PETSTORE, '--journal', file]);
    const statuses = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => (await fetch(`${mock.url}/pets/${index + 1}`)).status),
    );
    await mock.stop('SIGKILL');
    expect(statuses.every((status) => status === 200)).toBe(true);
    const [first, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(first).toBe('{"cut":');
    const targets = lines.map((line) => exchangeFromLine(line).request.target);
    expect(targets.sort()).toEqual(Array.from({ length: 200 }, (_, index) => `/pets/${index + 1}`).sort());
  });

  it('withholds an answer that the journal cannot record, and says so once', async () => {
    const mock = await startMock([PETSTORE, '--journal', '/dev/full']);
    const response = await fetch(`${mock.url}/pets/1`);
    expect(response.status).toBe(507);
    expect((await fetch(`${mock.url}/pets/1`)).status).toBe(507);
    const run = await mock.stop();
    expect(run.exitCode).toBe(0);
    expect(run.stderr.match(/\/dev\/full/g)).toHaveLength(1);
  });

  it('keeps credentials out of the journal', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mortise-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'calls.jsonl');
    const mock = await startMock([PETSTORE, '--journal', file]);
    await fetch(`${mock.url}/pets/1`, { headers: { 'x-shelter-key': 'open-sesame', authorization: 'Bearer abc.def' } });
    await fetch(`${mock.url}/pets`, { method: 'POST', body: '{"name":"Mia","password":"hunter22"}' });
    await mock.stop();
    const text = readFileSync(file, 'utf8');
    expect(text).not.toMatch(/open-sesame|abc\.def|hunter22/);
    expect(text).toContain('"/pets/1"');
  });

  it('serves several documents on ports of their own', async () => {
    const running = startMortise(['mock', PETSTORE, 'fixtures/specs/swagger2.yaml', '-p', '0', '--json']);
    onTestFinished(async () => void (await running.stop()));
    await running.line(/"system":"petstore"/);
    await running.line(/"system":"swagger2"/);
  });

  it.each([
    [['mock'], /mortise\.yaml/],
    [['mock', PETSTORE, '--prot', '1'], /--port/],
    [['mock', PETSTORE, '--port', 'abc'], /abc/],
    [['mock', PETSTORE, '--validate', 'request=maybe'], /request=maybe/],
    [['mock', 'fixtures/specs/petstor.yaml'], /petstore\.yaml/],
    [['mok'], /mock/],
    [['mock', PETSTORE, '--engine', 'prysm'], /mortise(?: or|,) prism/],
    [['mock', PETSTORE, PETSTORE, '--engine', 'prism'], /one document/],
    [['mock', PETSTORE, '--engine', 'prism', '--journal', 'x.jsonl'], /--journal/],
  ])('refuses %j with one message that helps, and code 2', async (args, hint) => {
    const run = await mortiseIn(repositoryFolder, args);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(hint);
    expect(run.stdout).toBe('');
  });
});
