import { Client } from 'undici';
import { describe, expect, it } from 'vitest';
import type { MockClient } from '../../src/host/client/mock-handle.js';
import { startMock } from '../../src/host/client/start-mock.js';
import { repositoryFolder } from '../support/run-mortise.js';

const PETSTORE = `${repositoryFolder}/fixtures/specs/petstore.yaml`;
const WORKER_COUNT = 20;
const BATCH_COUNT = 50;
const BATCH_SIZE = 10;

describe('twenty workers on one mock', () => {
  it('make ten thousand calls, and none sees what belongs to another', async () => {
    await using pets = await startMock(PETSTORE, { stateful: true, dynamic: true, maxEntryCount: 20_000 });
    await Promise.all(Array.from({ length: WORKER_COUNT }, (_, number) => work(pets, number)));
    expect(await pets.journal()).toEqual([]);
    expect((await pets.state()).collections).toEqual([]);
  }, 300_000);
});

/** One worker: its own orders, its own fault, its own things, and five hundred calls over one connection. */
async function work(pets: MockClient, number: number): Promise<void> {
  const name = `worker-${number}`;
  const mine = pets.scope(name);
  const client = new Client(pets.url, { pipelining: BATCH_SIZE });
  const call = async (path: string, body?: string) => {
    const headers = { ...mine.headers, 'x-shelter-key': 'staff', ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const response = await client.request({ path, method: body === undefined ? 'GET' : 'POST', headers, body: body ?? null });
    return { status: response.statusCode, scope: response.headers['mortise-scope'], text: await response.body.text() };
  };
  await mine.override({ path: '/pets', query: { mine: true } }, { status: 520 + number, json: { worker: number }, times: BATCH_COUNT });
  for (let batch = 0; batch < BATCH_COUNT; batch += 1) {
    const made = call('/pets', JSON.stringify({ name: `${name}-${batch}`, species: 'cat' }));
    const ordered = call('/pets?mine=1');
    const others = await Promise.all(Array.from({ length: BATCH_SIZE - 2 }, (_, index) => call(`/pets/${index + 1}`)));
    const answers = [await made, await ordered, ...others];
    expect(new Set(answers.map(({ scope }) => scope))).toEqual(new Set([name]));
    expect(answers[1]).toMatchObject({ status: 520 + number, text: `{"worker":${number}}` });
    expect(others.every(({ status }) => status === 200 || status === 404)).toBe(true);
  }
  await client.close();
  await mine.verify({ query: { mine: '1' } }, { exactly: BATCH_COUNT });
  await mine.verify({}, { exactly: BATCH_COUNT * BATCH_SIZE });
  expect(new Set((await mine.journal()).map(({ scope }) => scope))).toEqual(new Set([name]));
  const names = JSON.stringify((await mine.state()).collections).match(/worker-\d+-\d+/g) ?? [];
  expect(names.length).toBeGreaterThan(0);
  expect(names.every((one) => one.startsWith(`${name}-`))).toBe(true);
}
