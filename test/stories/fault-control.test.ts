import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, type Dispatcher } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runJournalFromLines } from '../../src/journal/run-journal-lines.js';
import { sendRaw } from '../support/raw-http.js';
import { mortiseIn } from '../support/mortise-in.js';
import { repositoryFolder, startMock, startMortise } from '../support/run-mortise.js';

const PETSTORE = 'fixtures/specs/petstore.yaml';
const AS_LINES = { headers: { accept: 'application/jsonl' } };

describe('faults of a mock on the command line', () => {
  it('come by --fault and from a file, and are named when it starts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mortise-faults-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'faults.yaml');
    writeFileSync(file, '- { fault: status, status: 503, on: [getPet], nth: 1 }\n');
    const running = startMortise(['mock', PETSTORE, '--port', '0', '--faults', file, '--fault', 'status status=429 on=listPets']);
    const [, url = ''] = await running.line(/(http:\S+) .*2 faults, seed /);
    const statuses: number[] = [];
    for (const path of ['/pets/1', '/pets/1', '/pets']) statuses.push((await fetch(url + path)).status);
    expect(statuses).toEqual([503, 200, 429]);
    expect(await running.stop()).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('leave paths below /_mortise/ to the contract when nobody may control them', async () => {
    const mock = await startMock([PETSTORE, '--control=false']);
    expect(await (await fetch(`${mock.url}/_mortise/api/faults`)).json()).toMatchObject({ code: 'NO_PATH_MATCHED_ERROR' });
    await mock.stop();
  });

  it('are controlled while it runs; its journal has what happened, and no secrets', async () => {
    const mock = await startMock([PETSTORE, '--control']);
    const put = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '[{"fault":"status","status":500,"count":1}]' };
    expect((await fetch(`${mock.url}/_mortise/api/faults`, put)).status).toBe(200);
    expect(await (await fetch(`${mock.url}/_mortise/api/nothing`)).json()).toMatchObject({ title: 'The control API has nothing there' });
    for (const unfit of [{ fault: 'status', status: 500, on: ['getPets'] }, { fault: 'certificate' }])
      expect((await fetch(`${mock.url}/_mortise/api/faults`, { ...put, body: JSON.stringify([unfit]) })).status).toBe(422);
    const headers = { 'x-shelter-key': 'open-sesame', authorization: 'Bearer abc.def' };
    expect((await fetch(`${mock.url}/pets/1`, { headers })).status).toBe(500);
    expect((await fetch(`${mock.url}/pets/1`, { headers })).status).toBe(200);
    expect(await (await fetch(`${mock.url}/_mortise/api/faults`)).json()).toMatchObject({ faults: [{ label: 'status', appliedCount: 1 }] });
    const text = await (await fetch(`${mock.url}/_mortise/api/journal`, AS_LINES)).text();
    expect(text).not.toMatch(/open-sesame|abc\.def/);
    const { exchanges, faults, connections } = runJournalFromLines(text);
    expect(connections.length).toBeLessThanOrEqual(exchanges.length);
    expect(exchanges.map(({ fault, response, operation }) => [fault, response?.status, operation])).toEqual([
      ['status', 500, undefined],
      [undefined, 200, 'getPet'],
    ]);
    expect(faults).toMatchObject([{ label: 'status', fault: 'status' }]);
    await fetch(`${mock.url}/_mortise/api/journal`, { method: 'DELETE' });
    expect(runJournalFromLines(await (await fetch(`${mock.url}/_mortise/api/journal`, AS_LINES)).text()).exchanges).toEqual([]);
    expect(await mock.stop()).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('answer pipelined requests in their order', async () => {
    const mock = await startMock([PETSTORE, '--fault', 'late-response delay=80ms nth=1']);
    const calls = ['1', '2', '3'].map((id) => `GET /pets/${id} HTTP/1.1\r\nhost: x\r\n${id === '3' ? 'connection: close\r\n' : ''}\r\n`);
    const answers = await sendRaw(mock.url, calls.join(''));
    expect(answers.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
    await mock.stop();
  });

  it('withhold an answer that the journal cannot record', async () => {
    const mock = await startMock([PETSTORE, '--fault', 'noop', '--journal', '/dev/full']);
    expect((await fetch(`${mock.url}/pets/1`)).status).toBe(507);
    expect((await mock.stop()).stderr).toContain('/dev/full');
  });

  it.each([
    [['mock', PETSTORE, '--fault', 'statos'], /status/],
    [['mock', PETSTORE, '--fault', 'status status=503 on=getPets'], /getPet/],
    [['mock', PETSTORE, '--fault', 'status status=503 provider=petstor'], /petstore/],
    [['mock', PETSTORE, '--fault', 'certificate flaw=expired'], /TLS/],
    [['mock', PETSTORE, '--engine', 'prism', '--fault', 'noop'], /--fault/],
    [['mock', PETSTORE, '--faults', 'missing.yaml'], /missing\.yaml/],
    [['proxy'], /URL/],
    [['proxy', 'localhost:80'], /http:\/\/127/],
    [['proxy', 'http://127.0.0.1:4010/v1'], /path/],
    [['proxy', 'http://a:b@127.0.0.1:4010'], /proxy/],
  ])('are refused in %j with one message that helps', async (args, hint) => {
    const run = await mortiseIn(repositoryFolder, args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(hint);
  });
});

describe('mortise proxy', () => {
  it('records what passes, and brings a provider back that it took down', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mortise-proxy-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const journal = join(folder, 'calls.jsonl');
    const mock = await startMock([PETSTORE]);
    const proxy = startMortise([
      'proxy',
      mock.url,
      '--port',
      '0',
      '--contract',
      PETSTORE,
      '--consumer',
      'web',
      '--journal',
      journal,
      '--json',
    ]);
    const [line] = await proxy.line(/^\{.*\}$/);
    const { url, ...ready } = JSON.parse(line) as { url: string };
    expect(ready).toMatchObject({ type: 'ready', system: 'petstore', target: mock.url, faults: [] });
    expect((await fetch(`${url}/pets/1`)).status).toBe(200);
    // One connection that stays: while the provider is down nobody else gets in.
    const agent = new Agent({ connections: 1 });
    const control = (method: Dispatcher.HttpMethod, path: string, body: string | null = null) =>
      agent.request({ origin: url, path: `/_mortise/api/${path}`, method, body, headers: { 'content-type': 'application/json' } });
    expect((await control('PUT', 'faults', '[{"fault":"down"}]')).statusCode).toBe(200);
    await expect(fetch(`${url}/pets/1`)).rejects.toThrow();
    expect((await control('DELETE', 'faults/down')).statusCode).toBe(204);
    await agent.close();
    expect((await fetch(`${url}/pets/1`)).status).toBe(200);
    expect(await proxy.stop()).toMatchObject({ exitCode: 0, stderr: '' });
    await mock.stop();
    const { exchanges } = runJournalFromLines(readFileSync(journal, 'utf8'));
    expect(exchanges.map(({ operation, consumer, outcome }) => [operation, consumer, outcome])).toEqual([
      ['getPet', 'web', 'answered'],
      ['getPet', 'web', 'answered'],
    ]);
  });

  it('withholds an answer that its journal cannot record, and says so once', async () => {
    const mock = await startMock([PETSTORE]);
    const proxy = startMortise(['proxy', mock.url, '--port', '0', '--journal', '/dev/full']);
    const [, url = ''] = await proxy.line(/reached by (http:\S+)/);
    for (const id of [1, 2]) expect((await fetch(`${url}/pets/${id}`)).status).toBe(507);
    expect((await proxy.stop()).stderr.match(/\/dev\/full/g)).toHaveLength(1);
    await mock.stop();
  });

  it('lists the faults there are', async () => {
    const run = await mortiseIn(repositoryFolder, ['proxy', '--list-faults']);
    expect(run.stdout).toMatch(/rate-limit +meaning .*limit window/);
    const asJson = await mortiseIn(repositoryFolder, ['mock', '--list-faults', '--json']);
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      faults: expect.arrayContaining([expect.objectContaining({ fault: 'stall', group: 'framing' })]),
    });
  });
});
