import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../src/host/free-port.js';
import { type MortiseProcess, startMortise } from '../support/run-mortise.js';

/** Prism is the second opinion: people's scripts and `Prefer` headers follow its rules, so where it answers rightly we answer alike. */
describe('our engine and Prism', () => {
  let processes: readonly MortiseProcess[] = [];
  let urls: readonly string[] = [];
  beforeAll(async () => {
    const ports = [await freePort(), await freePort()];
    processes = ['mortise', 'prism'].map((engine, index) =>
      startMortise(['mock', 'fixtures/specs/petstore.yaml', '--engine', engine, '--port', String(ports[index])], { timeoutMs: 60_000 }),
    );
    await Promise.all(processes.map((each) => each.line(/mocked at|listening on/)));
    urls = ports.map((port) => `http://127.0.0.1:${port}`);
  }, 90_000);
  afterAll(async () => {
    for (const each of processes) expect((await each.stop()).exitCode).toBe(0);
  });

  const json = { 'content-type': 'application/json' };
  const key = { 'x-shelter-key': 'k' };
  it.each<readonly [string, string, RequestInit]>([
    ['a list', '/pets', {}],
    ['a list within its bounds', '/pets?limit=2&species=cat', {}],
    ['one by path', '/pets/1', {}],
    ['a status that is preferred', '/pets/1', { headers: { prefer: 'code=404' } }],
    ['a status asked for in the query', '/pets/1?__code=404', {}],
    ['an example by name', '/pets/1', { headers: { prefer: 'example=bruno' } }],
    ['an example that is not there', '/pets/1', { headers: { prefer: 'example=nobody' } }],
    ['a preference that is nonsense', '/pets/1', { headers: { prefer: 'code=4' } }],
    ['what is not acceptable', '/pets/1', { headers: { accept: 'image/png' } }],
    ['a parameter out of bounds', '/pets?limit=500', {}],
    ['a creation', '/pets', { method: 'POST', headers: { ...json, ...key }, body: '{"name":"Mia","species":"cat"}' }],
    ['a creation without a key', '/pets', { method: 'POST', headers: json, body: '{"name":"Mia","species":"cat"}' }],
    ['a creation that breaks the schema', '/pets', { method: 'POST', headers: { ...json, ...key }, body: '{"name":1}' }],
    ['a body that is missing', '/pets', { method: 'POST', headers: key }],
    ['a path that is not there', '/nothing', {}],
    ['a method that is not there', '/pets/1', { method: 'DELETE' }],
  ])('answer %s with the same status and the same kind of content', async (_what, path, init) => {
    const [ours, theirs] = await Promise.all(urls.map(async (url) => await seen(await fetch(url + path, init))));
    expect(ours).toEqual(theirs);
  });
});

async function seen(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type');
  const text = await response.text();
  // Problems are worded each in its own way.
  return { status: response.status, type, body: type === 'application/json' ? JSON.parse(text) : undefined };
}
