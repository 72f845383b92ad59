import { connect } from 'node:http2';
import { Agent, fetch } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createInjector } from '../../src/fault/create-injector.js';
import { faultRulesFromJson } from '../../src/fault/fault-rules-from-json.js';
import { createCertificates } from '../../src/host/certificates.js';
import { startMockServer } from '../../src/host/mock-server.js';
import { createMemoryJournal } from '../../src/journal/memory-journal.js';
import { createMock } from '../../src/mock/mock.js';
import { readContract } from '../../src/contract/read-contract.js';
import { textPort } from '../support/text-port.js';

const THINGS = `{ openapi: 3.1.0, info: { title: T, version: '1' }, paths: { /things: { post: { operationId: makeThing,
  requestBody: { required: true, content: { application/json: { schema: { type: object, required: [name] } } } },
  responses: { 201: { description: made, content: { application/json: { example: { made: true } } } }, 422: { description: no } } } } } }`;

describe('a mock over HTTP/2', () => {
  it('answers and records as over HTTP/1.1', async () => {
    const { url, journal, authority } = await secureMock();
    const agent = new Agent({ allowH2: true, connect: { ca: authority } });
    onTestFinished(() => agent.close());
    const make = (body: string) =>
      fetch(`${url}/things`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-one': 'a' }, body, dispatcher: agent });
    const answers = await Promise.all([make('{"name":"a"}'), make('{}'), make('{"name":"b"}')]);
    expect(answers.map(({ status }) => status)).toEqual([201, 422, 201]);
    expect(await answers[0]?.json()).toEqual({ made: true });
    const [first] = journal.entries({ status: 201 });
    expect(first).toMatchObject({ operation: 'makeThing', outcome: 'answered', problems: [] });
    expect(first?.request.headers.filter((name) => name.startsWith(':'))).toEqual([]);
    expect(first?.request.headers[0]).toBe('host');
    expect(journal.entries().filter(({ connectionId }) => connectionId === '')).toEqual([]);
  });

  it('is over once a fault is in force', { timeout: 30_000 }, async () => {
    const { url, injector, authority } = await secureMock();
    const session = connect(url, { ca: authority });
    const closed = new Promise<void>((resolve) => session.once('close', () => resolve()));
    await new Promise<void>((resolve) => session.once('connect', () => resolve()));
    expect(session.alpnProtocol).toBe('h2');
    const request = session.request({ ':path': '/things', ':method': 'POST' }, { endStream: true });
    await new Promise<void>((resolve) => request.once('response', () => resolve()));
    request.resume();
    injector.set(faultRulesFromJson({ fault: 'status', status: 503 }), 0);
    await closed;
    const agent = new Agent({ allowH2: true, connect: { ca: authority } });
    onTestFinished(() => agent.close());
    const answer = await fetch(`${url}/things`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
      dispatcher: agent,
    });
    expect(answer.status).toBe(503);
  });
});

async function secureMock() {
  const certificates = await createCertificates(['localhost', '127.0.0.1'], Date.now());
  const injector = createInjector({ seed: '1', provider: 'things' });
  const journal = createMemoryJournal();
  const mock = createMock(await readContract('t.yaml', textPort({ 't.yaml': THINGS })));
  const server = await startMockServer({
    mock,
    provider: 'things',
    seed: '1',
    journal,
    host: '127.0.0.1',
    port: 0,
    injector,
    certificates,
  });
  onTestFinished(() => server.close());
  return { url: server.url, journal, injector, authority: certificates.authority };
}
