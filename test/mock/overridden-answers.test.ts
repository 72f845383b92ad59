import { describe, expect, it } from 'vitest';
import { readContract } from '../../src/contract/read-contract.js';
import { createMockScope } from '../../src/mock/living/mock-scope.js';
import { createMock } from '../../src/mock/mock.js';
import { overrideFromJson } from '../../src/mock/override/override-from-json.js';
import { parseRules, DEFAULT_RULES } from '../../src/mock/rules.js';
import { headerValue } from '../../src/wire/http-message.js';
import { textPort } from '../support/text-port.js';

const TEXT = `
openapi: 3.1.0
info: { title: orders, version: '1' }
paths:
  /orders:
    post:
      operationId: createOrder
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [amount], properties: { amount: { type: integer } } } } } }
      responses:
        '201':
          description: made
          content:
            application/json:
              schema: { type: object, required: [id], properties: { id: { type: string } } }
              examples: { first: { value: { id: a } }, other: { value: { id: b } } }
        '422': { description: wrong, content: { application/problem+json: { schema: { type: object, required: [title], properties: { title: { type: string } } } } } }
`;

async function desk(errors = false) {
  const rules = parseRules(errors ? 'response=error' : 'response=warn', DEFAULT_RULES);
  if (rules.kind !== 'rules') throw new Error('these are rules');
  const mock = createMock(await readContract('openapi.yaml', textPort({ 'openapi.yaml': TEXT })), { rules: rules.rules });
  const scope = createMockScope('', '1');
  const order = (json: Parameters<typeof overrideFromJson>[0]) => scope.overrides.add(overrideFromJson(json, scope.overrides.nextId()));
  const call = (body: unknown = { amount: 1 }, target = '/orders') => {
    const request = {
      method: 'POST',
      target,
      headers: ['content-type', 'application/json'],
      body: new TextEncoder().encode(JSON.stringify(body)),
    };
    const answer = mock.answer(request, scope);
    const { status, headers, body: content } = answer.response;
    const header = (name: string): string | undefined => headerValue(headers, name);
    return {
      status,
      type: header('content-type'),
      text: content === undefined ? undefined : String(content),
      violations: header('mortise-violations'),
      header,
      answer,
    };
  };
  return { order, call };
}

describe('an overridden answer', () => {
  it('has the content that was ordered, in the status and media type of the contract', async () => {
    const { order, call } = await desk();
    order({ operation: 'createOrder', answer: { json: { id: 'mine' } }, times: 1 });
    expect(call()).toMatchObject({ status: 201, type: 'application/json', text: '{"id":"mine"}', violations: undefined });
    expect(call().text).toBe('{"id":"a"}');
    order({ operation: 'createOrder', answer: { status: 422, json: { title: 'no' } } });
    expect(call()).toMatchObject({ status: 422, type: 'application/problem+json', violations: undefined });
  });

  it('is judged like every answer, and served all the same', async () => {
    const { order, call } = await desk();
    order({ answer: { json: { id: 7 } } });
    expect(call()).toMatchObject({ status: 201, text: '{"id":7}', violations: expect.stringContaining('body') });
    order({ answer: { status: 503 } });
    const seen = call();
    expect(seen).toMatchObject({ status: 503, text: undefined, violations: expect.stringContaining('503') });
    expect(seen.answer.problems).toMatchObject([{ on: 'response', kind: 'status' }]);
    expect(seen.answer.reason).toMatchObject({ by: 'override', override: 'override-2', status: 503 });
  });

  it('is refused where violations are errors', async () => {
    const { order, call } = await desk(true);
    order({ answer: { json: { id: 7 } } });
    expect(call()).toMatchObject({ status: 500, type: 'application/problem+json' });
  });

  it('answers a request that would be refused, whose violations are told', async () => {
    const { order, call } = await desk();
    expect(call({}).status).toBe(422);
    order({ answer: { example: 'other' } });
    expect(call({})).toMatchObject({ status: 201, text: '{"id":"b"}', violations: expect.stringContaining('amount') });
  });

  it('takes a status and an example of the contract, and headers in place of those there are', async () => {
    const { order, call } = await desk();
    order({ answer: { code: 201, example: 'other', headers: { Server: 'mine', 'X-More': ['1', '2'] } } });
    const seen = call();
    expect(seen).toMatchObject({ status: 201, text: '{"id":"b"}' });
    expect([seen.header('server'), seen.header('x-more')]).toEqual(['mine', '1']);
    order({ answer: { code: 404 } });
    expect(call()).toMatchObject({ status: 404, type: 'application/problem+json' });
  });

  it('may only be late: then it is what it would be', async () => {
    const { order, call } = await desk();
    order({ delay: '250ms' });
    expect(call().answer).toMatchObject({ delayMs: 250, response: { status: 201 }, reason: { by: 'usual', override: 'override-1' } });
    expect(call({}).answer).toMatchObject({ delayMs: 250, response: { status: 422 }, reason: { by: 'refusal' } });
  });

  it('exists outside of the contract, too', async () => {
    const { order, call } = await desk();
    order({ match: { path: '/internal/**' }, answer: { body: 'pong' } });
    expect(call({}, '/internal/a/ping')).toMatchObject({ status: 200, type: 'text/plain', text: 'pong', violations: undefined });
    expect(call({}, '/elsewhere').status).toBe(404);
  });
});
