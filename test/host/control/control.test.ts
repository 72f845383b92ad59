import { describe, expect, it } from 'vitest';
import { readContract } from '../../../src/contract/read-contract.js';
import { createMemoryJournal } from '../../../src/journal/memory-journal.js';
import { createMock } from '../../../src/mock/mock.js';
import { createMemoryStore } from '../../../src/mock/state/memory-store.js';
import { textPort } from '../../support/text-port.js';
import { InputError } from '../../../src/base/errors.js';
import { createInjector } from '../../../src/fault/create-injector.js';
import type { FaultRule } from '../../../src/fault/fault-rule.js';
import { controlledMock } from '../../../src/host/control/controlled-mock.js';
import { createControl } from '../../../src/host/control/control.js';
import { recordedControlJournal } from '../../../src/host/control/recorded-control-journal.js';
import { createRenewableRecorder } from '../../../src/host/renewable-recorder.js';
import { runJournalFromLines } from '../../../src/journal/run-journal-lines.js';
import { exchangeWith } from '../../support/exchange-arbitrary.js';

const LOCAL = ['host', '127.0.0.1:4010', 'content-type', 'application/json'];

function desk() {
  const injector = createInjector({ seed: '1', provider: 'shop' });
  const clock = { nowMs: () => 1_000, sleep: async () => undefined };
  const assertFit = (rules: readonly FaultRule[]): void => {
    if (rules.some(({ fault }) => fault.kind.group === 'tls'))
      throw new InputError({ code: 'E_FAULT_INVALID', args: { problem: 'no TLS' } });
  };
  const recorded = createRenewableRecorder(1_000_000);
  const journal = recordedControlJournal({ recorded, clock, secretNames: new Set() });
  const faults = { injector, assertFit };
  const system = { name: 'shop', contract: undefined, clock, faults, scopes: undefined, state: undefined, journal };
  const control = createControl({ systems: () => [system], own: 'shop' });
  const call = async (method: string, target: string, body?: unknown, headers: readonly string[] = LOCAL, from = '127.0.0.1') => {
    const bytes = body === undefined ? undefined : new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
    const response = await control({ method, target: `/_mortise/api/${target}`, headers, body: bytes }, from);
    if ('follow' in response) throw new Error('it goes on');
    return { ...response, json: () => JSON.parse(String(response.body)) as Record<string, unknown> };
  };
  return { injector, call, recorder: recorded.recorder };
}

describe('the control API', () => {
  it('replaces, adds, shows and removes faults', async () => {
    const { injector, call } = desk();
    expect((await call('PUT', 'faults', [{ fault: 'status', status: 503 }])).status).toBe(200);
    expect((await call('POST', 'faults', { fault: 'stall', label: 'a.b' })).status).toBe(201);
    expect((await call('GET', 'faults')).json()).toEqual({
      faults: [
        { fault: 'status', status: 503, label: 'status', setAtMs: 1_000, appliedCount: 0 },
        { fault: 'stall', label: 'a.b', setAtMs: 1_000, appliedCount: 0 },
      ],
    });
    expect((await call('GET', 'faults/a%2Eb')).json()).toMatchObject({ fault: 'stall' });
    expect((await call('DELETE', 'faults/a%2Eb')).status).toBe(204);
    expect((await call('DELETE', 'faults/a%2Eb')).status).toBe(404);
    expect((await call('DELETE', 'faults')).status).toBe(204);
    expect(injector.isIdle).toBe(true);
  });

  it('keeps the faults of a scope apart, each by its own label, and all of them when one of the new ones is wrong', async () => {
    const { injector, call } = desk();
    await call('PUT', 'faults', { fault: 'stall', label: 'mine' });
    await call('PUT', 'faults?scope=a', { fault: 'status', status: 503, label: 'mine' });
    expect((await call('GET', 'faults/mine?scope=a')).json()).toMatchObject({ fault: 'status', label: 'mine' });
    expect((await call('GET', 'faults/mine')).json()).toMatchObject({ fault: 'stall', label: 'mine' });
    expect((await call('PUT', 'faults?scope=a', [{ fault: 'noop' }, { fault: 'certificate' }])).status).toBe(422);
    expect((await call('GET', 'faults?scope=a')).json()).toMatchObject({ faults: [{ fault: 'status' }] });
    expect((await call('DELETE', 'faults/mine?scope=a')).status).toBe(204);
    expect((await call('DELETE', 'faults/mine?scope=a')).status).toBe(404);
    expect((await call('GET', 'faults')).json()).toMatchObject({ faults: [{ fault: 'stall' }] });
    expect((await call('DELETE', 'faults/mine')).status).toBe(204);
    expect(injector.isIdle).toBe(true);
  });

  it('sets the named state that rules wait for', async () => {
    const { injector, call } = desk();
    await call('PUT', 'faults', [{ fault: 'down', while: 'dark' }]);
    expect(injector.connectionsAreRefused(1_000)).toBeUndefined();
    expect((await call('PUT', 'fault-state', { state: 'dark' })).status).toBe(204);
    expect(injector.connectionsAreRefused(1_000)).toEqual({ label: 'down' });
    expect((await call('PUT', 'fault-state', { state: null })).status).toBe(204);
    expect(injector.connectionsAreRefused(1_000)).toBeUndefined();
    expect((await call('PUT', 'fault-state', { state: 7 })).status).toBe(422);
  });

  it('gives the journal as lines, and clears it', async () => {
    const { call, recorder } = desk();
    recorder.append(exchangeWith());
    const lines = await call('GET', 'journal', undefined, [...LOCAL, 'accept', 'application/jsonl']);
    expect(runJournalFromLines(String(lines.body)).exchanges).toHaveLength(1);
    expect((await call('DELETE', 'journal')).status).toBe(204);
    expect((await call('GET', 'journal')).json()).toEqual({ entries: [], lostCount: 0 });
  });

  it.each([
    ['a rule that is none', 'PUT', 'faults', [{ fault: 'statos' }], 422, { pointer: '/0/fault', error: 'E_FAULT_INVALID' }],
    ['a setting that is wrong', 'POST', 'faults', { fault: 'status', status: 'x' }, 422, { pointer: '/status' }],
    ['a rule that cannot hold here', 'PUT', 'faults', [{ fault: 'noop' }, { fault: 'certificate' }], 422, { error: 'E_FAULT_INVALID' }],
    ['what is no JSON', 'PUT', 'faults', '{', 422, { pointer: '' }],
    ['another method', 'POST', 'journal', {}, 405, {}],
    ['another path', 'GET', 'nothing', undefined, 404, {}],
    ['a deeper path', 'GET', 'faults/a/b', undefined, 404, {}],
  ])('refuses %s as a problem, and changes nothing', async (_what, method, target, body, status, members) => {
    const { injector, call } = desk();
    const seen = await call(method, target, body);
    expect(seen.status).toBe(status);
    expect(seen.headers).toContain('application/problem+json');
    expect(seen.json()).toMatchObject(members);
    expect(injector.isIdle).toBe(true);
  });

  it('takes no orders from another machine', async () => {
    const { injector, call } = desk();
    expect((await call('PUT', 'faults', [{ fault: 'down' }], LOCAL, '192.0.2.7')).status).toBe(403);
    expect(injector.isIdle).toBe(true);
    expect((await call('GET', 'faults', undefined, LOCAL, '::ffff:127.0.0.1')).status).toBe(200);
  });

  it.each([
    ['a name that was made to lead here', ['host', 'evil.example', 'content-type', 'application/json'], 403],
    ['a page of another origin', [...LOCAL, 'origin', 'http://evil.example'], 403],
    ['a name that begins like this machine', ['host', 'localhost.evil.example', 'content-type', 'application/json'], 403],
    ['an origin that begins like this machine', [...LOCAL, 'origin', 'http://localhost.evil.example'], 403],
    ['a page without an origin', [...LOCAL, 'origin', 'null'], 403],
    ['a request that needs no preflight', ['host', 'localhost', 'content-type', 'text/plain'], 415],
  ])('takes no orders by %s', async (_what, headers, status) => {
    const { injector, call } = desk();
    expect((await call('PUT', 'faults', [{ fault: 'down' }], headers)).status).toBe(status);
    expect(injector.isIdle).toBe(true);
  });
});

/** Two mocks that remember, both under one control API. */
async function shops(token?: string) {
  const text = (name: string): string => `{ openapi: 3.1.0, info: { title: ${name}, version: '1' }, paths: {
    '/things': { post: { operationId: create, responses: { 201: { description: made } } } },
    '/things/{id}': { get: { operationId: get${name}, responses: { 200: { description: it } } } } } }`;
  const clock = { nowMs: () => 1_000, sleep: async () => undefined };
  const journal = createMemoryJournal();
  const mocks = await Promise.all(
    ['left', 'right'].map(async (name) => {
      const mock = createMock(await readContract('openapi.yaml', textPort({ 'openapi.yaml': text(name) })));
      const state = createMemoryStore();
      const { system } = controlledMock({ name, mock, seed: '1', clock, journal, secretNames: new Set(), life: { state } });
      return { system, state };
    }),
  );
  const control = createControl({ systems: () => mocks.map(({ system }) => system), own: 'left', token });
  const call = async (method: string, target: string, body?: unknown, headers: readonly string[] = LOCAL, from = '127.0.0.1') => {
    const bytes = body === undefined ? undefined : new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
    const response = await control({ method, target: `/_mortise/api/${target}`, headers, body: bytes }, from);
    if ('follow' in response) throw new Error('it goes on');
    const json = response.body === undefined ? {} : (JSON.parse(String(response.body)) as Record<string, unknown>);
    return { status: response.status, headers: response.headers, json };
  };
  return { mocks, journal, call };
}

describe('the token of the control API', () => {
  it('is asked of everybody once there is one, and opens it to other machines', async () => {
    const { call } = await shops('s3cret');
    const from = async (address: string, ...headers: readonly string[]) =>
      call('GET', 'systems', undefined, ['host', 'mock.example', ...headers], address);
    expect(await from('192.0.2.7')).toMatchObject({ status: 401, headers: expect.arrayContaining(['www-authenticate', 'Bearer']) });
    expect((await from('127.0.0.1')).status).toBe(401);
    for (const wrong of ['Bearer s3cre', 'Bearer s3cretx', 'Bearer S3CRET', 'Basic s3cret', 's3cret', 'Bearer'])
      expect((await from('127.0.0.1', 'authorization', wrong)).status).toBe(401);
    for (const right of ['Bearer s3cret', 'bearer  s3cret '])
      expect(await from('192.0.2.7', 'authorization', right)).toMatchObject({ status: 200, json: { systems: [{}, {}] } });
  });

  it('does not let in pages of other origins, nor what needs no preflight', async () => {
    const { call } = await shops('s3cret');
    const own = ['host', 'mock.example', 'authorization', 'Bearer s3cret'];
    expect((await call('GET', 'systems', undefined, [...own, 'origin', 'https://evil.example'])).status).toBe(403);
    expect((await call('GET', 'systems', undefined, [...own, 'origin', 'http://localhost:3000'])).status).toBe(200);
    expect((await call('POST', 'reset', {}, [...own, 'content-type', 'text/plain'])).status).toBe(415);
    expect((await call('POST', 'reset', {}, [...own, 'content-type', 'application/json; charset=utf-8'])).status).toBe(204);
  });
});

describe('what the control API refuses', () => {
  it.each<[string, string, unknown, string, string | undefined]>([
    ['GET', 'journal?scope=a%20b', undefined, 'E_SCOPE_INVALID', undefined],
    ['POST', 'scopes', { name: 'a/b' }, 'E_CONTROL_BODY', '/name'],
    ['POST', 'scopes', [], 'E_CONTROL_BODY', '/name'],
    ['POST', 'verify', { atLeast: 1.5 }, 'E_CLAIM_INVALID', '/atLeast'],
    ['POST', 'verify', { match: { operation: 'getLeft' } }, 'E_CLAIM_INVALID', ''],
    ['POST', 'overrides', { operation: 'getRight' }, 'E_OVERRIDE_INVALID', '/operation'],
    ['POST', 'overrides', '{', 'E_CONTROL_BODY', ''],
    ['POST', 'reset', { all: true }, 'E_CONTROL_BODY', ''],
    ['PUT', 'seed', { seed: 7 }, 'E_CONTROL_BODY', '/seed'],
    ['PUT', 'seed', { seed: 'x'.repeat(1_001) }, 'E_CONTROL_BODY', '/seed'],
    ['PUT', 'state', { collections: {} }, 'E_CONTROL_BODY', '/collections'],
    ['PUT', 'state', { collections: [{ name: '', items: [] }] }, 'E_CONTROL_BODY', '/collections/0/name'],
    ['POST', 'state', { collections: [{ name: '/a', items: [{ key: 1, value: 1 }] }] }, 'E_CONTROL_BODY', '/collections/0/items/0'],
    ['POST', 'webhooks', { webhook: 7 }, 'E_CONTROL_BODY', '/webhook'],
  ])('%s %s (%#) is told what is wrong, and nothing is done', async (method, target, body, error, pointer) => {
    const { call, mocks } = await shops();
    expect(await call(method, target, body)).toMatchObject({ status: 422, json: { error, ...(pointer === undefined ? {} : { pointer }) } });
    for (const { state } of mocks) expect(state.scopes()).toEqual([]);
  });

  it('names the scope of a header like that of the query', async () => {
    const { call } = await shops();
    expect(await call('GET', 'journal', undefined, [...LOCAL, 'mortise-scope', 'ä'])).toMatchObject({ json: { error: 'E_SCOPE_INVALID' } });
    await call('POST', 'overrides', { answer: { status: 503 } }, [...LOCAL, 'Mortise-Scope', 'mine']);
    expect((await call('GET', 'overrides?scope=mine')).json).toMatchObject({ overrides: [{ answer: { status: 503 } }] });
    expect((await call('GET', 'overrides')).json).toEqual({ overrides: [] });
  });

  it('does nothing where several systems could be meant', async () => {
    const { call, mocks } = await shops();
    for (const [method, target, body] of [
      ['POST', 'overrides?system=*', {}],
      ['PUT', 'state?system=*', { collections: [] }],
    ] as const)
      expect((await call(method, target, body)).json).toMatchObject({ detail: expect.stringContaining('left, right') });
    expect((await call('GET', 'systems?system=middle')).status).toBe(404);
    for (const { system } of mocks) expect(system.scopes?.scope('').overrides.list()).toEqual([]);
  });
});

describe('what is remembered', () => {
  it('is put back whole, added to, read, and forgotten, in one scope of one system', async () => {
    const { call, mocks } = await shops();
    const snapshot = (...items: readonly (readonly [string, unknown])[]) => ({
      collections: [{ name: '/things', items: items.map(([key, value]) => ({ key, value })) }],
    });
    expect((await call('PUT', 'state?scope=mine', snapshot(['1', { a: 1 }], ['2', null]))).status).toBe(204);
    expect((await call('POST', 'state?scope=mine', snapshot(['2', 2], ['3', 3]))).status).toBe(204);
    const seen = await call('GET', 'state?scope=mine');
    expect(seen.json).toMatchObject(snapshot(['1', { a: 1 }], ['2', 2], ['3', 3]));
    expect((await call('GET', 'state')).json).toMatchObject({ collections: [] });
    expect((await call('GET', 'state?system=right&scope=mine')).json).toMatchObject({ collections: [] });
    expect((await call('PUT', 'state?scope=mine', snapshot(['3', 'only']))).status).toBe(204);
    expect((await call('GET', 'state?scope=mine')).json).toMatchObject(snapshot(['3', 'only']));
    expect((await call('PUT', 'state?scope=mine', seen.json)).status).toBe(204);
    expect((await call('GET', 'state?scope=mine')).json).toMatchObject({ collections: seen.json['collections'] });
    expect((await call('DELETE', 'state?scope=mine')).status).toBe(204);
    for (const { state } of mocks) expect(state.scopes()).toEqual([]);
  });

  it('goes with its scope, like its orders and its calls, and with no other', async () => {
    const { call, mocks, journal } = await shops();
    const [left] = mocks;
    for (const scope of ['mine', 'other']) {
      await call('POST', 'scopes', { name: scope });
      await call('PUT', `state?scope=${scope}`, { collections: [{ name: '/things', items: [{ key: '1', value: 1 }] }] });
      await call('POST', `overrides?scope=${scope}`, {});
      journal.append(exchangeWith({ provider: 'left', scope }));
    }
    expect((await call('DELETE', 'scopes/mine')).status).toBe(204);
    expect((await call('GET', 'scopes/mine')).status).toBe(404);
    expect(left?.state.scopes()).toEqual(['other']);
    expect(journal.entries().map(({ scope }) => scope)).toEqual(['other']);
    expect((await call('GET', 'overrides?scope=mine')).json).toEqual({ overrides: [] });
    expect((await call('POST', 'reset?scope=other', {})).status).toBe(204);
    expect(left?.state.scopes()).toEqual([]);
    expect(journal.entries()).toEqual([]);
    expect((await call('GET', 'overrides?scope=other')).json).toEqual({ overrides: [] });
    expect((await call('GET', 'scopes/other')).status).toBe(200);
  });
});
