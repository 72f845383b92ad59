import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import type { StatesWorld } from '../../../src/check/states/provider-states.js';
import { enterStates, leaveStates } from '../../../src/check/states/provider-states.js';
import { withStateValues } from '../../../src/check/states/with-state-values.js';
import { createHttpClient } from '../../../src/host/http-client.js';
import type { Exchange } from '../../../src/journal/exchange.js';
import { pairFromJson } from '../../../src/workspace/pair-from-json.js';
import { operationOf } from '../../wire/operation-from.js';

const GET_ORDER = operationOf({ id: 'getOrder', file: 'shop.yaml', pointer: '/paths/~1orders/get' });
const FIXTURES = { getOrder: { states: ['an order exists', { name: 'a user', params: { name: 'ana', age: 7 } }] } };

describe('provider states', () => {
  it('are entered in their order, and what the provider says of them is kept', async () => {
    const { world, seen, exchanges } = await begin({ states: { url: '/_states' }, fixtures: FIXTURES }, (state) => [
      200,
      state === 'a user' ? { user: 'u1', id: 2 } : { id: 1 },
    ]);
    expect(await enterStates(GET_ORDER, world)).toEqual({ kind: 'entered', values: { user: 'u1', id: 2 } });
    expect(seen).toEqual([
      ['POST /api/_states', { action: 'setup', state: 'an order exists', params: {} }],
      ['POST /api/_states', { action: 'setup', state: 'a user', params: { name: 'ana', age: 7 } }],
    ]);
    expect(exchanges.map(({ response }) => response?.status)).toEqual([200, 200]);
  });

  it('may be set up elsewhere, and say nothing', async () => {
    const other = await begin({}, () => [204, undefined]);
    const { world, seen } = await begin({ states: { url: `${other.url}/states?for=shop` }, fixtures: FIXTURES }, () => [500, {}]);
    expect(await enterStates(GET_ORDER, world)).toEqual({ kind: 'entered', values: {} });
    expect(other.seen).toHaveLength(2);
    expect(other.seen[0]?.[0]).toBe('POST /states?for=shop');
    expect(seen).toEqual([]);
  });

  it('are left in the other order where the pair asks for it, and only there', async () => {
    const asked = await begin({ states: { url: '/_states', teardown: true }, fixtures: FIXTURES }, () => [200, {}]);
    expect((await leaveStates(GET_ORDER, asked.world)).kind).toBe('entered');
    expect(asked.seen.map(([, body]) => [body['action'], body['state']])).toEqual([
      ['teardown', 'a user'],
      ['teardown', 'an order exists'],
    ]);
    const unasked = await begin({ states: { url: '/_states' }, fixtures: FIXTURES }, () => [200, {}]);
    expect((await leaveStates(GET_ORDER, unasked.world)).kind).toBe('entered');
    expect(unasked.seen).toEqual([]);
  });

  it('are a finding when they fail, and the rest is not entered', async () => {
    const { world, seen, exchanges } = await begin({ states: { url: '/_states', teardown: true }, fixtures: FIXTURES }, () => [422, {}]);
    expect(await enterStates(GET_ORDER, world)).toEqual({
      kind: 'failed',
      judgement: {
        code: 'check/state-failed',
        severity: 'error',
        operation: 'getOrder',
        place: { file: 'shop.yaml', pointer: '/paths/~1orders/get' },
        args: { state: 'an order exists', action: 'setup', reason: 'it was answered 422' },
      },
      exchange: exchanges[0],
    });
    expect(seen).toHaveLength(1);
    // Leaving goes on: what can be tidied up is.
    expect(await leaveStates(GET_ORDER, world)).toMatchObject({
      kind: 'failed',
      judgement: { args: { state: 'a user', action: 'teardown' } },
    });
    expect(seen).toHaveLength(3);
  });

  it('are a finding when nobody is there to be asked, and when there is no such place', async () => {
    for (const [url, reason] of [
      ['http://127.0.0.1:1/states', /ECONNREFUSED/],
      ['http://a:b:c', /^http:\/\/a:b:c is no address$/],
    ] as const) {
      const { world } = await begin({ states: { url }, fixtures: FIXTURES }, () => [200, {}]);
      const entered = await enterStates(GET_ORDER, world);
      expect(entered.kind === 'failed' ? entered.judgement.args['reason'] : undefined).toMatch(reason);
    }
  });

  it('are nobody’s matter for a mock, and for operations that ask for none', async () => {
    const { world, seen } = await begin({ states: { url: '/_states', teardown: true }, fixtures: FIXTURES }, () => [200, {}]);
    const mocked = { ...world, isMock: true };
    expect(await enterStates(GET_ORDER, mocked)).toEqual({ kind: 'entered', values: {} });
    expect(await leaveStates(GET_ORDER, mocked)).toEqual({ kind: 'entered', values: {} });
    expect(await enterStates(operationOf({ id: 'other' }), world)).toEqual({ kind: 'entered', values: {} });
    expect(seen).toEqual([]);
  });

  it('give values that win over those of the fixture', () => {
    const pair = pairFromJson({ consumer: 'a', provider: 'b', fixtures: { getOrder: { parameters: { id: 1, 'query:x': 2 } } } }, '');
    expect(withStateValues(pair, 'getOrder', {})).toBe(pair);
    expect(withStateValues(pair, 'getOrder', { id: 7 }).fixtures.get('getOrder')?.parameters).toEqual({ id: 7, 'query:x': 2 });
    expect(withStateValues(pair, 'other', { id: 7 }).fixtures.get('other')?.parameters).toEqual({ id: 7 });
    expect(pair.fixtures.has('other')).toBe(false);
  });
});

type Answer = readonly [status: number, body: JsonObject | undefined];

interface Begun {
  readonly url: string;
  readonly world: StatesWorld;
  readonly seen: readonly (readonly [line: string, body: JsonObject])[];
  readonly exchanges: readonly Exchange[];
}

async function begin(fields: JsonObject, answer: (state: string) => Answer): Promise<Begun> {
  const seen: (readonly [string, JsonObject])[] = [];
  const exchanges: Exchange[] = [];
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as JsonObject;
    seen.push([`${request.method} ${request.url}`, body]);
    const [status, told] = answer(String(body['state']));
    response.writeHead(status, { 'content-type': 'application/json' }).end(told && JSON.stringify(told));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createHttpClient();
  onTestFinished(async () => {
    await client.close();
    await new Promise((resolve) => server.close(resolve));
  });
  const caller = {
    consumer: 'a',
    provider: 'b',
    baseUrl: `${url}/api`,
    signal: new AbortController().signal,
    send: client.send,
    nowMs: () => 0,
    nextId: () => '1',
  };
  const pair = pairFromJson({ consumer: 'a', provider: 'b', ...fields }, '');
  return { url, seen, exchanges, world: { pair, caller, isMock: false, onExchange: (exchange) => exchanges.push(exchange) } };
}
