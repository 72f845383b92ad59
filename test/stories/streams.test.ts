import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readContract } from '../../src/contract/read-contract.js';
import { createInjector } from '../../src/fault/create-injector.js';
import { faultRuleFromText } from '../../src/fault/fault-rule-from-text.js';
import { machineClock } from '../../src/host/machine-clock.js';
import { type MockServerOptions, startMockServer } from '../../src/host/mock-server.js';
import { createMemoryJournal } from '../../src/journal/memory-journal.js';
import { createMock } from '../../src/mock/mock.js';
import { startMock } from '../support/run-mortise.js';
import { textPort } from '../support/text-port.js';

const CONTRACT = `
openapi: 3.2.0
info: { title: Ticks, version: '1' }
paths:
  /ticks:
    get:
      responses:
        '200':
          description: d
          content:
            text/event-stream:
              itemSchema: { type: object, required: [data], properties: { id: { type: string }, data: { type: string } } }
              example: [{ id: '1', data: one }, { id: '2', data: two }, { id: '3', data: three }]
`;
const WHOLE = 'id: 1\ndata: one\n\nid: 2\ndata: two\n\nid: 3\ndata: three\n\n';

describe('a stream on a real socket', () => {
  it('comes event by event in its pace, and the journal has it whole', async () => {
    const { url, journal } = await ticks();
    const { pieces } = await read(`${url}/ticks?__pace=30ms`);
    expect(pieces.join('')).toBe(WHOLE);
    expect(pieces.length).toBeGreaterThan(1);
    const [entry] = journal.entries();
    expect(entry).toMatchObject({ outcome: 'answered', response: { status: 200 } });
    expect(text(entry?.response?.body)).toBe(WHOLE);
    expect((entry?.respondedLastAtMs ?? 0) - (entry?.respondedFirstAtMs ?? 0)).toBeGreaterThanOrEqual(60);
  });

  it('ends with the client that leaves, and the journal says how far it came', async () => {
    const { url, journal } = await ticks();
    const { body } = await request(`${url}/ticks?__pace=1ms&__wait=60`, { dispatcher: agent() });
    for await (const piece of body) if (String(piece).includes('three')) break;
    await until(() => journal.entryCount === 1);
    const [entry] = journal.entries();
    expect(entry).toMatchObject({ outcome: 'aborted' });
    expect(text(entry?.response?.body)).toBe(WHOLE);
  });

  it.each([
    ['truncate bytes=25', WHOLE.slice(0, 25), 'reset'],
    ['stall bytes=20', WHOLE.slice(0, 20), 'aborted'],
    ['dribble chunk=5 every=1ms', WHOLE, 'answered'],
    ['noop', WHOLE, 'answered'],
  ])('meets the fault %s', async (fault, seen, outcome) => {
    const injector = createInjector({ seed: '1', provider: 'ticks' });
    injector.set([faultRuleFromText(fault)], machineClock.nowMs());
    const { url, journal } = await ticks({ injector });
    const { pieces } = await read(`${url}/ticks?__pace=5ms`, fault.startsWith('stall') ? seen.length : undefined);
    expect(pieces.join('')).toBe(seen);
    await until(() => journal.entryCount === 1);
    expect(journal.entries()[0]).toMatchObject({ outcome });
  });

  it('that stays open meets faults, too', async () => {
    const injector = createInjector({ seed: '1', provider: 'ticks' });
    injector.set([faultRuleFromText('truncate bytes=25')], machineClock.nowMs());
    const { url } = await ticks({ injector });
    expect((await read(`${url}/ticks?__pace=5ms&__wait`)).pieces.join('')).toBe(WHOLE.slice(0, 25));
    injector.set([faultRuleFromText('dribble chunk=40 every=1ms')], machineClock.nowMs());
    const { pieces } = await read(`${url}/ticks?__pace=5ms&__wait`, WHOLE.length);
    expect(pieces.join('')).toBe(WHOLE);
  });

  it('stays open for two hundred clients, and none of them keeps the program from ending', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mortise-streams-'));
    writeFileSync(join(folder, 'ticks.yaml'), CONTRACT);
    const mock = await startMock([join(folder, 'ticks.yaml')]);
    onTestFinished(() => void mock.stop());
    const dispatcher = agent();
    const opened = Array.from({ length: 200 }, () => request(`${mock.url}/ticks?__pace=0ms&__wait`, { dispatcher }));
    const clients = await Promise.all(opened);
    const ends = clients.map(async ({ body }) => body.text());
    const run = await mock.stop('SIGINT');
    expect(await Promise.all(ends)).toEqual(clients.map(() => WHOLE));
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

async function ticks(options: Partial<MockServerOptions> = {}) {
  const journal = createMemoryJournal();
  const mock = createMock(await readContract('ticks.yaml', textPort({ 'ticks.yaml': CONTRACT })));
  const server = await startMockServer({ mock, provider: 'ticks', journal, seed: '1', host: '127.0.0.1', port: 0, ...options });
  onTestFinished(() => server.close());
  return { url: server.url, journal };
}

function agent(): Agent {
  const made = new Agent({ connections: 1_000 });
  onTestFinished(() => made.destroy());
  return made;
}

/** What came of a body until its end, however that was, or until so much has come and the client leaves. */
async function read(url: string, enough = Number.POSITIVE_INFINITY): Promise<{ readonly pieces: readonly string[] }> {
  const pieces: string[] = [];
  try {
    const { body } = await request(url, { dispatcher: agent() });
    for await (const piece of body) {
      pieces.push(String(piece));
      if (pieces.join('').length >= enough) break;
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
  return { pieces };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await machineClock.sleep(5);
}

function text(body: Uint8Array | string | undefined): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}
