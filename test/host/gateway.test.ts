import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createInjector } from '../../src/fault/create-injector.js';
import { faultRulesFromJson } from '../../src/fault/fault-rules-from-json.js';
import type { FaultInjector } from '../../src/fault/injector.js';
import { startGateway } from '../../src/host/gateway.js';
import { type MockServer, startMockServer } from '../../src/host/mock-server.js';
import { createMemoryJournal, type MemoryJournal } from '../../src/journal/memory-journal.js';
import { createTokenLives } from '../../src/host/tokens/token-lives.js';
import { createMockScopes } from '../../src/mock/living/mock-scopes.js';
import { DEFAULT_RULES } from '../../src/mock/rules.js';
import { mockTokensFromJson } from '../../src/workspace/mock-tokens.js';
import { createMock } from '../../src/mock/mock.js';
import { readContract } from '../../src/contract/read-contract.js';
import { textPort } from '../support/text-port.js';

const THINGS = `{ openapi: 3.1.0, info: { title: T, version: '1' }, paths: { '/things/{id}': {
  get: { operationId: getThing, parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { 200: { description: ok, content: { application/json: { example: { of: NAME } } } } } },
  put: { operationId: putThing, parameters: [{ name: id, in: path, required: true, schema: { type: string } }], requestBody: { content: { application/json: { schema: { type: object } } } }, responses: { 204: { description: ok } } } } } }`;

describe('one port before several mocks', () => {
  it('hands a request to the system that its path begins with', async () => {
    const { url, journals } = await gateway();
    expect(await (await fetch(`${url}/left/things/1?a=b`)).json()).toEqual({ of: 'left' });
    expect(await (await fetch(`${url}/right/things/1`)).json()).toEqual({ of: 'right' });
    const put = await fetch(`${url}/left/things/2`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{"a":1}' });
    expect(put.status).toBe(204);
    expect(journals.left.entries().map(({ request }) => `${request.method} ${request.target}`)).toEqual([
      'GET /things/1?a=b',
      'PUT /things/2',
    ]);
    expect(journals.right.entryCount).toBe(1);
  });

  it('lets the scope of a request stand before the system', async () => {
    const { url, journals } = await gateway();
    await fetch(`${url}/~mine/left/things/1`);
    expect(journals.left.entries().map(({ request }) => request.target)).toEqual(['/~mine/things/1']);
  });

  it('stands in the addresses that the issuer of a system names, and they lead back to it', async () => {
    const mock = createMock(await readContract('t.yaml', textPort({ 't.yaml': THINGS })));
    const tokens = mockTokensFromJson({ algorithm: 'ES256' }, (path) => path);
    const system = { name: 'left', mock, tokens, verifies: false, rules: DEFAULT_RULES, cors: 'off' as const, isSecure: false };
    const life = { ...createTokenLives({ seed: '1' })(system), scopes: createMockScopes({ seed: '1', nowMs: () => 0 }) };
    const server = await startMockServer({
      mock,
      provider: 'left',
      seed: '1',
      journal: createMemoryJournal(),
      host: '127.0.0.1',
      port: 0,
      life,
    });
    onTestFinished(() => server.close());
    const { url, close } = await startGateway({ host: '127.0.0.1', port: 0, systems: new Map([['left', server]]) });
    onTestFinished(close);
    for (const prefix of ['/left', '/~mine/left']) {
      const read = await fetch(`${url}${prefix}/_mortise/oidc/.well-known/openid-configuration`);
      const document = (await read.json()) as Readonly<Record<string, string>>;
      expect(document['issuer']).toMatch(new RegExp(`^${url}/.*left.*/_mortise/oidc$`));
      expect((await fetch(document['jwks_uri'] ?? '')).status).toBe(200);
      const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'app' });
      expect((await fetch(document['token_endpoint'] ?? '', { method: 'POST', body: form })).status).toBe(200);
    }
  });

  it('says which systems there are to whoever names none', async () => {
    const { url } = await gateway();
    const answer = await fetch(`${url}/lefd/things/1`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({
      code: 'NO_SYSTEM_MATCHED_ERROR',
      systems: ['left', 'right'],
      detail: expect.stringContaining('nearest: left'),
    });
    expect((await fetch(url)).status).toBe(404);
  });

  it('hands WebSockets and streams to the channels of a system, wherever they open', async () => {
    const door = createServer((incoming, outgoing) => outgoing.end(`${incoming.method} ${incoming.url}`));
    const sockets = new WebSocketServer({ server: door });
    sockets.on('connection', (socket, { url }) => {
      socket.send(`at ${url}`);
      socket.on('message', (data) => socket.send(`echo ${String(data)}`));
    });
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    onTestFinished(async () => {
      sockets.close();
      await new Promise((resolve) => door.close(resolve));
    });
    const channels = new Map<string, string>();
    const { url, close } = await startGateway({ host: '127.0.0.1', port: 0, systems: new Map(), channels });
    expect((await fetch(`${url}/chat/channels/room?a=b`)).status).toBe(404);
    channels.set('chat', `http://127.0.0.1:${(door.address() as AddressInfo).port}`);
    expect(await (await fetch(`${url}/chat/channels/room?a=b`)).text()).toBe('GET /channels/room?a=b');
    const socket = new WebSocket(`${url.replace('http', 'ws')}/chat/room/1?x=y`);
    const told: string[] = [];
    const two = new Promise<void>((resolve) => socket.on('message', (data) => told.push(String(data)) === 2 && resolve()));
    await once(socket, 'open');
    socket.send('hello');
    await two;
    expect(told).toEqual(['at /room/1?x=y', 'echo hello']);
    await expect(once(new WebSocket(`${url.replace('http', 'ws')}/nobody/room`), 'open')).rejects.toThrow('404');
    // A system that is called as well has its streams behind the same name.
    const mock = createMock(await readContract('t.yaml', textPort({ 't.yaml': THINGS.replace('NAME', 'both') })));
    const called = await startMockServer({ mock, provider: 'both', seed: '1', journal: createMemoryJournal(), host: '127.0.0.1', port: 0 });
    onTestFinished(() => called.close());
    channels.set('both', channels.get('chat') ?? '');
    const both = await startGateway({ host: '127.0.0.1', port: 0, systems: new Map([['both', called]]), channels });
    onTestFinished(both.close);
    expect(await (await fetch(`${both.url}/both/channels/room`)).text()).toBe('GET /channels/room');
    expect(await (await fetch(`${both.url}/both/channels?x`)).text()).toBe('GET /channels?x');
    expect(await (await fetch(`${both.url}/both/things/1`)).json()).toEqual({ of: 'both' });
    // The gateway that goes takes them with it.
    const gone = once(socket, 'close');
    await close();
    await gone;
  });

  it('shows the faults of a system, and only of that', async () => {
    const injector = createInjector({ seed: '1', provider: 'left' });
    const { url } = await gateway(injector);
    injector.set(faultRulesFromJson([{ fault: 'status', status: 503 }]), 0);
    expect((await fetch(`${url}/left/things/1`)).status).toBe(503);
    expect((await fetch(`${url}/right/things/1`)).status).toBe(200);
    injector.set(faultRulesFromJson([{ fault: 'accept-reset' }]), 0);
    await expect(fetch(`${url}/left/things/1`)).rejects.toThrow('fetch failed');
    injector.set([], 0);
    expect(await (await fetch(`${url}/left/things/1`)).json()).toEqual({ of: 'left' });
  });
});

async function gateway(
  injector?: FaultInjector,
): Promise<{ readonly url: string; readonly journals: Readonly<Record<'left' | 'right', MemoryJournal>> }> {
  const journals = { left: createMemoryJournal(), right: createMemoryJournal() };
  const systems = new Map<string, MockServer>();
  for (const name of ['left', 'right'] as const) {
    const mock = createMock(await readContract('t.yaml', textPort({ 't.yaml': THINGS.replace('NAME', name) })));
    const faults = name === 'left' && injector !== undefined ? { injector } : {};
    const server = await startMockServer({
      mock,
      provider: name,
      seed: '1',
      journal: journals[name],
      host: '127.0.0.1',
      port: 0,
      ...faults,
    });
    onTestFinished(() => server.close());
    systems.set(name, server);
  }
  const { url, close } = await startGateway({ host: '127.0.0.1', port: 0, systems });
  onTestFinished(close);
  return { url, journals };
}
