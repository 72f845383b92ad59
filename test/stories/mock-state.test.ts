import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { StateStore } from '../../src/mock/state/state-store.js';
import { openRedisStores } from '../../src/host/state/redis-store.js';
import { describeStateStore } from '../laws/state-store-laws.js';
import { missingServer, type PrivateServer } from '../support/brokers/private-server.js';
import { startRedis } from '../support/brokers/redis-server.js';
import { repositoryFolder, startMock } from '../support/run-mortise.js';

const PETSTORE = 'fixtures/specs/petstore.yaml';
const noTrouble = (error: unknown): never => {
  throw error;
};
const missingRedis = missingServer('redis-server');

describe('a mock that keeps its state in a folder', () => {
  it('has every write that was acknowledged after a kill -9 under load', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mortise-state-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const first = await startMock([PETSTORE, '--state', folder]);
    const acknowledged = await writeUntilKilled(first.url, async () => void (await first.stop('SIGKILL')));
    const second = await startMock([PETSTORE, '--state', folder]);
    onTestFinished(async () => void (await second.stop()));
    expect(acknowledged.size).toBeGreaterThanOrEqual(KILLED_AFTER_COUNT);
    expect(await missingAt(second.url, acknowledged)).toEqual([]);
  });
});

describe('a mock whose disk is full', () => {
  it('says so to who writes, keeps what it had, and goes on when there is room again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mortise-state-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    // No file of this process can grow beyond 16 blocks of 1,024 bytes: what a full disk is to it.
    const program = `ulimit -f 16; exec "${process.execPath}" bin/mortise.js mock ${PETSTORE} --port 0 --state "${folder}"`;
    const child = spawn('bash', ['-c', program], { cwd: repositoryFolder, stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(child, 'exit');
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await ended;
    });
    const [url = ''] = /http:\/\/\S+?(?=[\s/]*$|\s)/m.exec(await firstLine(child.stdout)) ?? [];
    // What is begun and does not fit leaves nothing behind: a smaller change is taken after it.
    const items = [{ key: '1', value: 'x'.repeat(20_000) }];
    const tooMuch = await fetch(`${url}/_mortise/api/state`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ collections: [{ name: '/else', items }] }),
    });
    expect(tooMuch.status).toBeGreaterThanOrEqual(500);
    const acknowledged = new Map<number, string>();
    let refusal = '';
    for (let index = 0; index < 500 && refusal === ''; index += 1) {
      const name = `pet ${index} ${'x'.repeat(60)}`;
      await create(url, name).then(
        (id) => acknowledged.set(id, name),
        (error: Error) => {
          refusal = error.message;
        },
      );
    }
    expect(refusal).toMatch(/^5\d\d /);
    expect(acknowledged.size).toBeGreaterThan(20);
    expect(await missingAt(url, acknowledged)).toEqual([]);
    expect(((await (await fetch(`${url}/pets?limit=100`)).json()) as readonly unknown[]).length).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await ended;
    const second = await startMock([PETSTORE, '--state', folder]);
    onTestFinished(async () => void (await second.stop()));
    expect(await missingAt(second.url, acknowledged)).toEqual([]);
    expect(acknowledged.has(await create(second.url, 'one more'))).toBe(false);
  });
});

describe.skipIf(missingRedis !== undefined)('mocks that keep their state in a Redis', () => {
  let redis: PrivateServer;
  let systemCount = 0;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  it('act as one, and have every acknowledged write when one of them is killed', async () => {
    const state = ['--state', `redis://127.0.0.1:${redis.port}`];
    const [first, second] = await Promise.all([startMock([PETSTORE, ...state]), startMock([PETSTORE, ...state])]);
    onTestFinished(async () => void (await second.stop()));
    for (let index = 0; index < 10; index += 1) {
      const [one, other] = index % 2 === 0 ? [first, second] : [second, first];
      const id = await create(one.url, `pet ${index}`);
      expect((await fetch(`${other.url}/pets/${id}`)).status).toBe(200);
    }
    const others = writeMany(second.url, 30);
    const acknowledged = await writeUntilKilled(first.url, async () => void (await first.stop('SIGKILL')));
    const all = new Map([...acknowledged, ...(await others)]);
    // No number was given twice, by whichever of the two.
    expect(all.size).toBe(acknowledged.size + (await others).size);
    expect(await missingAt(second.url, all)).toEqual([]);
  });

  it('tell each other what they do, and let a scope go that nobody has used for an hour', async () => {
    const url = `redis://127.0.0.1:${redis.port}`;
    const [stores, others] = await Promise.all([openRedisStores(url, noTrouble), openRedisStores(url, noTrouble)]);
    const client = new Redis(url);
    onTestFinished(() => {
      stores.close();
      others.close();
      client.disconnect();
    });
    const [store, other] = [stores.storeOf('told'), others.storeOf('told')];
    const heard: unknown[] = [];
    const own: unknown[] = [];
    const end = other.follow?.('mine', (changes) => void heard.push(...changes));
    store.follow?.('mine', (changes) => void own.push(...changes));
    const put = async (one: StateStore, scope: string, value: number): Promise<void> => {
      await one.refresh(scope);
      const changes = [{ kind: 'put', collection: '/a', key: '1', value }] as const;
      expect(await one.commit(scope, changes, one.view(scope).changeCount)).toBe(true);
    };
    // Who begins to listen hears what comes a little later.
    for (let value = 0; heard.length === 0 || own.length === 0; value += 1) {
      await put(value % 2 === 0 ? store : other, 'mine', value);
      await put(store, 'yours', value);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const isEven = (value: unknown): boolean => Number((value as { readonly value: number }).value) % 2 === 0;
    expect(heard.every(isEven)).toBe(true);
    expect(own.some(isEven)).toBe(false);
    expect(heard[0]).toMatchObject({ collection: '/a', value: expect.any(Number) as number });
    end?.();
    await put(store, '', 1);
    const lifeMs = await Promise.all((await client.keys('*told*')).toSorted().map(async (key) => [key, await client.pttl(key)] as const));
    expect(lifeMs).toHaveLength(6);
    for (const [key, ms] of lifeMs) {
      if (key.includes('told/}')) expect(ms).toBe(-1);
      else expect(ms).toBeGreaterThan(3_000_000);
    }
    // Gone there, it begins anew here, whatever was known of it.
    await client.del(...lifeMs.map(([key]) => key));
    await other.refresh('mine');
    expect(other.view('mine').collections()).toEqual([]);
    await put(other, 'mine', 7);
    await store.refresh('mine');
    expect(store.view('mine').item('/a', '1')).toBe(7);
  });

  describe('the store', () => {
    describeStateStore(async () => {
      const url = `redis://127.0.0.1:${redis.port}`;
      const [stores, others] = await Promise.all([openRedisStores(url, noTrouble), openRedisStores(url, noTrouble)]);
      systemCount += 1;
      const system = `shop-${systemCount}`;
      const close = (): void => {
        stores.close();
        others.close();
      };
      return { store: stores.storeOf(system), reopen: async () => others.storeOf(system), close };
    }, 12);
  });
});

/** Four callers at once, until the server is gone; what they were told is there. */
async function writeUntilKilled(url: string, kill: () => Promise<void>): Promise<ReadonlyMap<number, string>> {
  const acknowledged = new Map<number, string>();
  let isKilled = false;
  const callers = Array.from({ length: 4 }, async (_, caller) => {
    for (let index = 0; !isKilled; index += 1) {
      const name = `pet ${caller}-${index}`;
      try {
        acknowledged.set(await create(url, name), name);
      } catch (error) {
        // Only once it is gone may it fail.
        if (!isKilled && acknowledged.size < KILLED_AFTER_COUNT) throw error;
        return;
      }
      if (acknowledged.size >= KILLED_AFTER_COUNT && !isKilled) {
        isKilled = true;
        await kill();
      }
    }
  });
  await Promise.all(callers);
  return acknowledged;
}

async function writeMany(url: string, count: number): Promise<ReadonlyMap<number, string>> {
  const acknowledged = new Map<number, string>();
  for (let index = 0; index < count; index += 1) acknowledged.set(await create(url, `other ${index}`), `other ${index}`);
  return acknowledged;
}

async function create(url: string, name: string): Promise<number> {
  const response = await fetch(`${url}/pets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shelter-key': 'k' },
    body: JSON.stringify({ name, species: 'cat' }),
  });
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  return ((await response.json()) as { readonly id: number }).id;
}

async function missingAt(url: string, acknowledged: ReadonlyMap<number, string>): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const [id, name] of acknowledged) {
    const response = await fetch(`${url}/pets/${id}`);
    const shown = response.status === 200 ? ((await response.json()) as { readonly name: string }).name : String(response.status);
    if (shown !== name) missing.push(`${id}: ${name} is ${shown}`);
  }
  return missing;
}

async function firstLine(output: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of output) {
    text += chunk.toString();
    if (/http:/.test(text) && text.endsWith('\n')) break;
  }
  return text;
}

const KILLED_AFTER_COUNT = 60;
