import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readContract } from '../../../src/contract/read-contract.js';
import { createLivingMock } from '../../../src/mock/living/living-mock.js';
import { createMockScopes } from '../../../src/mock/living/mock-scopes.js';
import { scopedRequest } from '../../../src/mock/living/scoped-request.js';
import { createMock } from '../../../src/mock/mock.js';
import { overrideFromJson } from '../../../src/mock/override/override-from-json.js';
import { headerValue } from '../../../src/wire/http-message.js';
import { createMemoryStore } from '../../../src/mock/state/memory-store.js';
import type { StateStore } from '../../../src/mock/state/state-store.js';
import { textPort } from '../../support/text-port.js';

const TEXT = `
openapi: 3.1.0
info: { title: things, version: '1' }
paths:
  /things/{id}:
    get:
      operationId: getThing
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses:
        '200': { description: it, content: { application/json: { schema: { type: object, required: [id, name], properties: { id: { type: integer }, name: { type: string, minLength: 3 } } } } } }
`;

async function living(options: { readonly maxCount?: number; readonly maxIdleMs?: number; readonly nowMs?: () => number } = {}) {
  const contract = await readContract('openapi.yaml', textPort({ 'openapi.yaml': TEXT }));
  const dropped: string[] = [];
  const scopes = createMockScopes({ seed: 'seed', nowMs: () => 0, onDrop: (name) => dropped.push(name), ...options });
  const mock = createLivingMock({ mock: createMock(contract, { dynamic: true }), seed: 'seed', nowMs: () => 0, life: { scopes } });
  const call = (target: string, scope = ''): { readonly status: number; readonly text: string; readonly scope: string | undefined } => {
    const request = { method: 'GET', target, headers: scope === '' ? [] : ['Mortise-Scope', scope], body: undefined };
    const answer = mock.answer(mock.scoped(request));
    if (answer instanceof Promise) throw new Error('nothing has to be waited for');
    const { status, headers, body } = answer.response;
    return { status, text: String(body), scope: headerValue(headers, 'mortise-scope') };
  };
  return { scopes, call, dropped };
}

type Step =
  | { readonly kind: 'call'; readonly id: number }
  | { readonly kind: 'override'; readonly times: number | undefined }
  | { readonly kind: 'seed'; readonly seed: string }
  | { readonly kind: 'reset' };

const STEP: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('call' as const), id: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('override' as const), times: fc.constantFrom(undefined, 1, 2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('seed' as const), seed: fc.constantFrom('1', '2') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reset' as const) }) },
);

describe('the scopes of a mock', () => {
  it('never see each other: each is answered, byte for byte, as if it had the mock for itself', async () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('a', 'b', ''), STEP), { maxLength: 30 });
    const worlds = [await living(), await living(), await living(), await living()];
    const [shared, ...own] = worlds;
    const play = ({ scopes, call }: Awaited<ReturnType<typeof living>>, scope: string, step: Step): unknown => {
      if (step.kind === 'call') return call(`/things/${step.id}`, scope);
      const one = scopes.scope(scope);
      if (step.kind === 'seed') one.reseed(step.seed);
      else if (step.kind === 'reset') one.reset();
      else
        one.overrides.add(
          overrideFromJson(
            { operation: 'getThing', answer: { status: 503 }, ...(step.times === undefined ? {} : { times: step.times }) },
            one.overrides.nextId(),
          ),
        );
      return undefined;
    };
    fc.assert(
      fc.property(steps, (played) => {
        for (const world of worlds) for (const name of ['a', 'b', '']) world.scopes.scope(name).reset();
        for (const [scope, step] of played) {
          const reference = own[['a', 'b', ''].indexOf(scope)];
          if (shared === undefined || reference === undefined) throw new Error('there are four worlds');
          expect(play(shared, scope, step)).toEqual(play(reference, scope, step));
        }
      }),
      { seed: 20261121, numRuns: 150 },
    );
  });

  it('begin anew when they are reset: as they were answered first, whatever was set', async () => {
    const { scopes, call } = await living();
    for (const scope of ['', 'a']) {
      const first = [call('/things/1', scope), call('/things/1', scope), call('/things/2', scope)];
      const one = scopes.scope(scope);
      one.overrides.add(overrideFromJson({ answer: { status: 503 } }, 'mine'));
      one.reseed('other');
      call('/things/1', scope);
      one.reset();
      expect([call('/things/1', scope), call('/things/1', scope), call('/things/2', scope)]).toEqual(first);
    }
  });

  it('are told by header or path, the path wins, and stand in the answer', async () => {
    const { call } = await living();
    const inA = call('/things/1', 'a');
    expect(inA).toMatchObject({ status: 200, scope: 'a' });
    const again = (await living()).call('/~a/things/1', 'b');
    expect(again).toEqual(inA);
    expect((await living()).call('/things/1', 'b').text).not.toBe(inA.text);
    expect((await living()).call('/things/1').scope).toBeUndefined();
    const { headers } = scopedRequest({
      method: 'GET',
      target: '/~a/x',
      headers: ['Mortise-Scope', 'b', 'x-a', '1'],
      body: undefined,
    }).request;
    expect(headers).toEqual(['x-a', '1', 'mortise-scope', 'a']);
  });

  it.each(['a b', 'ä', 'x'.repeat(101), 'a%2Fb'])('cannot be called %j: the request is refused with 400', async (name) => {
    const { call } = await living();
    expect(call('/things/1', name).status).toBe(400);
    expect(call(`/~${encodeURIComponent(name)}/things/1`).status).toBe(400);
  });

  it('can have a name of 100 characters', async () => {
    expect((await living()).call('/things/1', 'x'.repeat(100)).status).toBe(200);
  });

  it('are bounded in number: the one used longest ago goes, with all that is kept for it', async () => {
    const { scopes, call, dropped } = await living({ maxCount: 2 });
    for (const name of ['a', 'b', 'a', 'c']) call('/things/1', name);
    expect(scopes.list().map(({ name }) => name)).toEqual(['a', 'c']);
    expect(dropped).toEqual(['b']);
  });

  it('are bounded in age: one that was idle for so long begins anew', async () => {
    let nowMs = 0;
    const { scopes, call, dropped } = await living({ maxIdleMs: 100, nowMs: () => nowMs });
    const first = call('/things/1', 'a');
    nowMs = 99;
    expect(call('/things/1', 'a')).not.toEqual(first);
    nowMs = 199;
    expect(call('/things/1', 'a')).toEqual(first);
    expect(dropped).toEqual(['a']);
    nowMs = 300;
    expect(scopes.list()).toEqual([]);
  });
});

describe('what a test has ordered', () => {
  it('is answered before the issuer, for as many calls as it was ordered for, in its scope alone', async () => {
    const contract = await readContract('openapi.yaml', textPort({ 'openapi.yaml': TEXT }));
    const scopes = createMockScopes({ seed: 'seed', nowMs: () => 0 });
    const issued = { response: { status: 200, headers: [], body: 'issued' }, operation: undefined, problems: [] };
    const issuer = {
      answer: ({ target }: { readonly target: string }) => (target.startsWith('/token') ? Promise.resolve(issued) : undefined),
      ended: () => undefined,
      issue: () => Promise.reject(new Error('nobody asks for one')),
    };
    const mock = createLivingMock({ mock: createMock(contract), seed: 'seed', nowMs: () => 0, life: { scopes, issuer } });
    const call = async (target: string) => {
      const { response, reason } = await mock.answer(mock.scoped({ method: 'GET', target, headers: [], body: undefined }));
      return [response.status, reason?.by];
    };
    scopes.scope('a').overrides.add(overrideFromJson({ match: { path: '/token' }, answer: { status: 503 }, times: 1 }, 'mine'));
    expect(await call('/token')).toEqual([200, 'issuer']);
    expect((await call('/~a/token'))[0]).toBe(503);
    expect(await call('/~a/token')).toEqual([200, 'issuer']);
    expect((await call('/~a/things/1'))[0]).toBe(200);
  });

  it('is not taken a second time when its answer has to be given again', async () => {
    const contract = await readContract('openapi.yaml', textPort({ 'openapi.yaml': NOTES }));
    const scopes = createMockScopes({ seed: 'seed', nowMs: () => 0 });
    const memory = createMemoryStore();
    let refusals = 1;
    const state: StateStore = {
      ...memory,
      commit: (...given) => {
        refusals -= 1;
        return refusals < 0 ? memory.commit(...given) : false;
      },
    };
    const mock = createLivingMock({ mock: createMock(contract), seed: 'seed', nowMs: () => 0, life: { scopes, state } });
    scopes.scope('').overrides.add(overrideFromJson({ delay: 250, times: 2 }, 'late'));
    const request = {
      method: 'POST',
      target: '/notes',
      headers: ['content-type', 'application/json'],
      body: new TextEncoder().encode('{"text":"a"}'),
    };
    const answer = await mock.answer(mock.scoped(request));
    expect(answer).toMatchObject({ response: { status: 201 }, delayMs: 250 });
    expect(scopes.scope('').overrides.list()).toMatchObject([{ id: 'late', usedCount: 1 }]);
    expect(memory.view('').itemCount('/notes')).toBe(1);
  });
});

const NOTES = `{ openapi: 3.1.0, info: { title: notes, version: '1' }, paths: {
  '/notes': { post: { operationId: create, requestBody: { content: { application/json: { schema: { type: object } } } },
    responses: { 201: { description: it, content: { application/json: { schema: { type: object, required: [id], properties: { id: { type: string } } } } } } } } },
  '/notes/{id}': { get: { operationId: get, responses: { 200: { description: it } } } } } }`;
