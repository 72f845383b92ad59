import { describe, expect, it, onTestFinished } from 'vitest';
import { readContract } from '../../src/contract/read-contract.js';
import { connectMock, startMock } from '../../src/host/client/start-mock.js';
import { VerificationError } from '../../src/host/client/client-errors.js';
import { textPort } from '../support/text-port.js';
import { SHOP } from '../support/token-mock.js';
import { repositoryFolder, startMock as startProcess } from '../support/run-mortise.js';

const PETSTORE = `${repositoryFolder}/fixtures/specs/petstore.yaml`;

describe('tests on one mock', () => {
  it('order answers, read the journal, and claim what was called', async () => {
    await using pets = await startMock(PETSTORE);
    await pets.override('getPet', { status: 503, times: 2 });
    const statuses: number[] = [];
    for (const id of [1, 2, 3]) statuses.push((await fetch(`${pets.url}/pets/${id}`)).status);
    expect(statuses).toEqual([503, 503, 200]);
    const calls = await pets.journal({ operation: 'getPet', status: 503 });
    expect(calls.map(({ request }) => request.target)).toEqual(['/pets/1', '/pets/2']);
    expect((await pets.explain(calls[0]?.id ?? '')).join(' ')).toMatch(/getPet.*override-1/);
    await pets.verify('getPet', { exactly: 3 });
    await pets.verify({ path: '/pets/{id}', method: 'GET' }, { atMost: 3 });
    await pets.verifyInOrder({ path: '/pets/1' }, { path: '/pets/3' });
    await expect(pets.verify({ operation: 'getPet', path: '/pets/4' })).rejects.toThrow(
      `getPet with /pets/4 should have been called at least once, but was 0 times (of 3 calls).
Nearest:
  3: GET /pets/3 (getPet)
    path: expected /pets/4, was /pets/3`,
    );
    await expect(pets.verifyInOrder('getPet', 'listPets')).rejects.toThrow(VerificationError);
    await expect(pets.verify('getPets')).rejects.toThrow(/Did you mean "getPet"/);
    await pets.reset();
    expect(await pets.journal()).toEqual([]);
  });

  it('meet faults of their own scope alone, and states of their own', async () => {
    await using pets = await startMock(PETSTORE, { stateful: true });
    const [one, other] = [pets.scope('one'), pets.scope('other')];
    await one.fault('status status=503');
    const status = async (url: string): Promise<number> => (await fetch(`${url}/pets/1`)).status;
    expect([await status(one.url), await status(other.url), await status(pets.url)]).toEqual([503, 200, 200]);
    const byHeader = await fetch(`${pets.url}/pets/1`, { headers: other.headers });
    expect(byHeader.headers.get('mortise-scope')).toBe('other');
    expect((await one.journal()).map(({ scope, fault }) => [scope, fault])).toEqual([['one', 'status@one']]);
    await one.reset();
    expect(await status(one.url)).toBe(200);
    const before = await other.state();
    await other.restore(before);
    expect((await other.state()).collections).toEqual(before.collections);
  });

  it('are let in with tokens made to order, where tokens are looked into', async () => {
    const contract = await readContract('shop.yaml', textPort({ 'shop.yaml': SHOP }));
    await using shop = await startMock(contract, { verifyTokens: true });
    const status = async (url: string, token: string): Promise<number> =>
      (await fetch(`${url}/orders`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await status(shop.url, await shop.tokens.issue({ scope: 'orders:read' }))).toBe(200);
    expect(await status(shop.url, await shop.tokens.issue({ scope: 'orders:write' }))).toBe(403);
    expect(await status(shop.url, await shop.tokens.issue({ expiresIn: '-1m' }))).toBe(401);
    const mine = shop.scope('mine');
    expect(await status(mine.url, await mine.tokens.issue())).toBe(200);
    expect(await status(shop.url, await connectMock(shop.url).tokens.issue())).toBe(200);
    await using pets = await startMock(PETSTORE);
    await expect(pets.tokens.issue()).rejects.toThrow(/issues no tokens/);
    await expect(connectMock(pets.url).tokens.issue()).rejects.toThrow(/issues no tokens/);
  });

  it('use the same client for a mock of another process', async () => {
    const mock = await startProcess([PETSTORE]);
    onTestFinished(() => void mock.stop());
    const mine = connectMock(mock.url).scope('mine');
    await mine.override({ path: '/pets/{id}' }, { json: { id: 7, name: 'Rex' } });
    expect(await (await fetch(`${mine.url}/pets/1`)).json()).toEqual({ id: 7, name: 'Rex' });
    await mine.verify('getPet', { exactly: 1 });
    await expect(connectMock(mock.url).verify('getPet')).rejects.toThrow(/there were no calls at all/);
    await mine.fault('status status=503');
    expect((await fetch(`${mine.url}/pets/1`)).status).toBe(503);
    await mine.removeFaults();
    const events = await fetch(`${mock.url}/_mortise/api/journal`, { headers: { accept: 'text/event-stream' } });
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read();
    await fetch(`${mine.url}/pets/9`);
    expect((await reader?.read())?.value).toMatch(/^event: exchange\nid: \d+\ndata: \{.*"scope":"mine"/);
    await reader?.cancel();
    await mock.stop();
  });
});
