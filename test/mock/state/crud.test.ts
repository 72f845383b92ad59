import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Contract } from '../../../src/contract/contract.js';
import { readContract } from '../../../src/contract/read-contract.js';
import { textPort } from '../../support/text-port.js';
import { type RememberingMock, rememberingMock } from '../../support/living-mock.js';
import { repositoryFolder } from '../../support/run-mortise.js';
import { createMemoryStore } from '../../../src/mock/state/memory-store.js';
import { MEMBER_SHOP } from '../../support/member-shop.js';

const PETSTORE = readFileSync(join(repositoryFolder, 'fixtures/specs/petstore.yaml'), 'utf8');
const KEY = ['x-shelter-key', 'k'];

describe('a mock of a shelter that remembers', () => {
  let contract: Contract;
  let call: RememberingMock;
  beforeAll(async () => {
    contract = await readContract('openapi.yaml', textPort({ 'openapi.yaml': PETSTORE }));
  });
  beforeEach(async () => {
    call = await rememberingMock(contract);
  });

  it('begins with what the examples of the contract show', async () => {
    expect((await call('GET', '/pets')).json).toMatchObject([{ id: 1 }, { id: 2 }]);
    expect((await call('GET', '/pets/2')).json).toEqual({ id: 2, name: 'Bruno', species: 'dog', tag: 'shy' });
  });

  it('shows what was created in its place and in the list, with the next number, and tells where it is', async () => {
    const created = await call('POST', '/pets', { headers: KEY, body: { name: 'Rex', species: 'dog' } });
    expect(created).toMatchObject({ status: 201, json: { id: 3, name: 'Rex', species: 'dog' } });
    expect(created.header('location')).toBe('/pets/3');
    expect((await call('GET', '/pets/3')).json).toEqual(created.json);
    const list = await call('GET', '/v1/pets');
    expect(list.json).toMatchObject([{ id: 1 }, { id: 2 }, { id: 3 }]);
    expect(list.header('x-total-count')).toBe('3');
  });

  it('does not invent what the client left out', async () => {
    const created = await call('POST', '/pets', { headers: KEY, body: { name: 'Rex', species: 'dog' } });
    expect(Object.keys(created.json as object)).toEqual(['id', 'name', 'species']);
  });

  it('answers by the contract where there is nothing, and says why', async () => {
    const missing = await call('GET', '/pets/7');
    expect(missing).toMatchObject({ status: 404, json: { title: 'Not Found' } });
    expect(missing.header('mortise-note')).toContain('/pets/7');
  });

  it('cuts the list at its limit and chooses by members', async () => {
    expect((await call('GET', '/pets?limit=1')).json).toMatchObject([{ id: 1 }]);
    expect((await call('GET', '/pets?species=dog')).json).toMatchObject([{ id: 2 }]);
  });

  it('gives the answer that is asked for by name, whatever it remembers', async () => {
    expect((await call('GET', '/pets/7', { headers: ['prefer', 'example=mia'] })).status).toBe(200);
    expect((await call('GET', '/pets/1', { headers: ['prefer', 'code=404'] })).status).toBe(404);
  });
});

describe('a mock with seeds of its own', () => {
  it('begins with those in the place of what the examples show', async () => {
    const seeds = new Map([['/pets', [{ id: 7, name: 'Ida', species: 'parrot' }]]]);
    const call = await rememberingMock(PETSTORE, { options: { seeds } });
    expect((await call('GET', '/pets')).json).toEqual([{ id: 7, name: 'Ida', species: 'parrot' }]);
    expect((await call('GET', '/pets/1')).status).toBe(404);
  });
});

describe('a mock of a shop that remembers', () => {
  let call: RememberingMock;
  let ann: string;
  let contract: Contract;
  beforeAll(async () => {
    contract = await readContract('openapi.yaml', textPort({ 'openapi.yaml': MEMBER_SHOP }));
  });
  beforeEach(async () => {
    call = await rememberingMock(contract);
    const created = await call('POST', '/users', { body: { name: 'Ann', email: 'ann@example.com', password: 'secret' } });
    ann = (created.json as { readonly id: string }).id;
  });

  it('sets what only a server sets, takes defaults from the contract, and shows nothing that is for requests only', async () => {
    expect((await call('GET', `/users/${ann}`)).json).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
      name: 'Ann',
      email: 'ann@example.com',
      tier: 'free',
      createdAt: '2023-11-14T22:13:20.000Z',
      updatedAt: '2023-11-14T22:13:20.000Z',
    });
  });

  it('replaces by PUT and merges by PATCH; what the server set stays', async () => {
    expect((await call('PATCH', `/users/${ann}`, { body: { email: null, tier: 'gold' } })).json).toMatchObject({
      name: 'Ann',
      tier: 'gold',
    });
    expect((await call('GET', `/users/${ann}`)).text).not.toContain('email');
    const replaced = await call('PUT', `/users/${ann}`, { body: { name: 'Anna' } });
    expect(replaced.json).toMatchObject({ id: ann, name: 'Anna', tier: 'free', createdAt: '2023-11-14T22:13:20.000Z' });
  });

  it('takes a JSON Patch as a whole or not at all', async () => {
    const headers = ['content-type', 'application/json-patch+json'];
    const patch = (...steps: readonly object[]): ReturnType<RememberingMock> => call('PATCH', `/users/${ann}`, { headers, body: steps });
    const replace = { op: 'replace', path: '/tier', value: 'gold' };
    expect((await patch({ op: 'test', path: '/name', value: 'Bob' }, replace)).json).toMatchObject({ status: 409, code: 'PATCH_REFUSED' });
    expect((await patch(replace, { op: 'remove', path: '/nothing' })).status).toBe(422);
    expect((await patch({ op: 'add', path: '/__proto__/x', value: 1 })).status).toBe(422);
    expect((await call('GET', `/users/${ann}`)).json).toMatchObject({ tier: 'free' });
    expect((await patch(replace, { op: 'replace', path: '/id', value: 'other' })).json).toMatchObject({ id: ann, tier: 'gold' });
  });

  it('refuses a second one with the same e-mail address where the contract has a 409', async () => {
    expect((await call('POST', '/users', { body: { name: 'Bea', email: 'ann@example.com' } })).status).toBe(409);
  });

  it('creates nothing by PUT where the contract has no 201', async () => {
    expect((await call('PUT', '/users/00000000-0000-4000-8000-000000000000', { body: { name: 'No' } })).status).toBe(404);
  });

  it('pages by the id of the last one seen', async () => {
    for (const name of ['Bea', 'Cid']) await call('POST', '/users', { body: { name } });
    const first = (await call('GET', '/users')).json as Page;
    expect(first).toMatchObject({ total: 3, has_more: true, items: [{ name: 'Ann' }, { name: 'Bea' }] });
    const second = (await call('GET', `/users?starting_after=${first.nextCursor}`)).json as Page;
    expect(second).toMatchObject({ total: 3, has_more: false, nextCursor: null, items: [{ name: 'Cid' }] });
  });

  it('sorts by a member, the other way round with a minus', async () => {
    await call('POST', '/users', { body: { name: 'Bea' } });
    expect((await call('GET', '/users?sort=-name')).json).toMatchObject({ items: [{ name: 'Bea' }, { name: 'Ann' }] });
  });

  it('keeps what stands below, shows whose it is, and lets it go with its parent', async () => {
    const order = await call('POST', `/users/${ann}/orders`, { body: { item: 'tea' } });
    expect(order).toMatchObject({ status: 201, json: { data: { orderId: 1, userId: ann, item: 'tea', status: 'open' } } });
    expect((await call('GET', `/users/${ann}/orders/1`)).json).toEqual(order.json);
    expect((await call('POST', `/users/${ann}/orders/1/ship`)).status).toBe(200);
    expect((await call('POST', `/users/${ann}/orders/2/ship`)).status).toBe(404);
    expect((await call('GET', '/users/nobody/orders')).status).toBe(404);
    expect((await call('DELETE', `/users/${ann}`)).status).toBe(204);
    expect((await call('GET', `/users/${ann}/orders/1`)).status).toBe(404);
    expect((await call('DELETE', `/users/${ann}`)).status).toBe(404);
  });

  it('gives no number twice, even when its thing was deleted', async () => {
    await call('POST', `/users/${ann}/orders`, { body: { item: 'tea' } });
    await call('DELETE', `/users/${ann}/orders/1`);
    expect((await call('POST', `/users/${ann}/orders`, { body: { item: 'cup' } })).json).toMatchObject({ data: { orderId: 2 } });
  });

  it('keeps the only one of its kind', async () => {
    expect((await call('PUT', '/settings', { body: { theme: 'light' } })).json).toEqual({ theme: 'light' });
    expect((await call('PATCH', '/settings', { body: { lang: 'de' } })).status).toBe(204);
    expect((await call('GET', '/settings')).json).toEqual({ theme: 'light', lang: 'de' });
  });

  it('gives a problem of its own where the contract has no answer, and does not call it a violation', async () => {
    const missing = await call('GET', '/users/nobody/orders');
    expect(missing.json).toMatchObject({ status: 404, code: 'ITEM_NOT_FOUND' });
    expect(missing.answer.problems).toEqual([]);
  });
});

describe('a mock whose PUT declares 201', () => {
  const NOTES = `{ openapi: 3.1.0, info: { title: notes, version: '1' }, paths: {
    '/notes': { get: { operationId: list, responses: { 200: { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Note' } } } } } } } },
    '/notes/{id}': { parameters: [{ name: id, in: path, required: true, schema: { type: string } }],
      get: { operationId: get, responses: { 200: { $ref: '#/components/responses/Note' }, 404: { description: none } } },
      put: { operationId: put, requestBody: { required: true, content: { application/json: { schema: { type: object, required: [text], properties: { text: { type: string } } } } } },
        responses: { 200: { $ref: '#/components/responses/Note' }, 201: { $ref: '#/components/responses/Note' } } } } },
    components: {
      responses: { Note: { description: it, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } } },
      schemas: { Note: { type: object, required: [id, text], properties: { id: { type: string, readOnly: true }, text: { type: string } } } } } }`;

  it('creates what is not there under the name of its path, and replaces it from then on', async () => {
    const call = await rememberingMock(NOTES);
    const before = (await call('GET', '/notes')).json as readonly unknown[];
    expect(await call('PUT', '/notes/mine', { body: { text: 'a' } })).toMatchObject({ status: 201, json: { id: 'mine', text: 'a' } });
    expect(await call('PUT', '/notes/mine', { body: { text: 'b' } })).toMatchObject({ status: 200, json: { id: 'mine', text: 'b' } });
    expect(await call('GET', '/notes/mine')).toMatchObject({ status: 200, json: { id: 'mine', text: 'b' } });
    expect((await call('GET', '/notes')).json).toEqual([...before, { id: 'mine', text: 'b' }]);
  });

  it('remembers ten thousand things, says that it is full at the next, and takes one again when one is gone', async () => {
    const store = createMemoryStore();
    const items = Array.from({ length: 10_000 }, (_, index) => ({ kind: 'put', collection: '/notes', key: `n${index}` }) as const);
    store.commit(
      '',
      items.map((item) => ({ ...item, value: { id: item.key, text: 'x' } })),
      0,
    );
    const call = await rememberingMock(NOTES, { store });
    const full = await call('PUT', '/notes/more', { body: { text: 'a' } });
    expect(full).toMatchObject({ status: 507, json: { code: 'STATE_FULL' } });
    expect((await call('GET', '/notes/more')).status).toBe(404);
    expect((await call('PUT', '/notes/n7', { body: { text: 'b' } })).json).toMatchObject({ text: 'b' });
    store.commit('', [{ kind: 'remove', collection: '/notes', key: 'n7' }], store.view('').changeCount);
    expect((await call('PUT', '/notes/more', { body: { text: 'a' } })).status).toBe(201);
  });
});

interface Page {
  readonly nextCursor: string | null;
}
