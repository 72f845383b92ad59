import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import type { RequestContext } from '../../../src/check/request/request-context.js';
import type { WiredCase, Wiring } from '../../../src/check/request/wire-case.js';
import { wireCase } from '../../../src/check/request/wire-case.js';
import type { Breach, CaseCapture, TestCase } from '../../../src/check/test-case.js';
import type { Operation } from '../../../src/contract/contract.js';
import { readContract } from '../../../src/contract/read-contract.js';
import type { Exchange } from '../../../src/journal/exchange.js';
import { headerValue } from '../../../src/wire/http-message.js';
import { operationOf } from '../../support/operation-of.js';
import { textPort } from '../../support/text-port.js';
import { contextOf, pairOf, wiringOf } from './request-laws.js';

const TEXT = `
openapi: 3.1.0
info: { title: Shop, version: '1' }
servers: [{ url: https://shop.example.com/v1 }]
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
paths:
  /items:
    get:
      operationId: list
      parameters:
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100 } }
        - { name: text, in: query, schema: { type: string, maxLength: 3 } }
        - { name: tags, in: query, schema: { type: array, items: { type: string }, minItems: 1 } }
        - { name: X-Trace, in: header, schema: { type: string, pattern: '^[a-z]+$' } }
      responses: { '200': { description: Found. } }
    post:
      operationId: create
      security: [{ key: [] }]
      requestBody:
        required: true
        content:
          application/json: { schema: { type: object, required: [name], properties: { name: { type: string }, owner: { type: integer } } } }
          text/plain: { schema: { type: string } }
      responses: { '201': { description: Made. } }
  /items/{id}:
    get:
      operationId: show
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: Found. } }
  /items/mine:
    delete:
      operationId: forget
      responses: { '204': { description: Gone. } }
`;

const contract = await readContract('shop.yaml', textPort({ 'shop.yaml': TEXT }));
const context: RequestContext = contextOf(contract, { basePath: '/v1' });

const operation = (id: string): Operation => operationOf(contract, id);

function caseOf(
  id: string,
  fields: Partial<Omit<TestCase, 'parameters'>> & { readonly parameters?: Record<string, JsonValue> } = {},
): TestCase {
  const { parameters = {}, ...rest } = fields;
  return {
    operation: operation(id),
    phase: 'fuzzing',
    name: 'case',
    intent: { kind: 'valid' },
    parameters: new Map(Object.entries(parameters)),
    body: undefined,
    captures: new Map(),
    headers: {},
    credentials: 'pair',
    override: undefined,
    expectedStatus: undefined,
    origin: 'made',
    exercises: [],
    ...rest,
  };
}

function wired(testCase: TestCase, fields: Partial<Wiring> = {}, earlier: readonly Exchange[] = []): WiredCase {
  return wireCase(testCase, wiringOf(context, fields), earlier);
}

function requestOf(result: WiredCase): Extract<WiredCase, { kind: 'request' }> {
  if (result.kind === 'withheld') throw new Error(`withheld: ${result.reason}`);
  return result;
}

function reasonOf(result: WiredCase): string {
  return result.kind === 'withheld' ? result.reason : 'sent';
}

function breaks(keyword: string, ...location: readonly string[]): TestCase['intent'] {
  const breach: Breach = { keyword, location, place: { file: 'shop.yaml', pointer: '' } };
  return { kind: 'invalid', breach };
}

function json(value: JsonValue): TestCase['body'] {
  const [mediaType] = operation('create').requestBody?.content ?? [];
  if (mediaType === undefined) throw new Error('create has a body');
  return { mediaType, value };
}

describe('a case that is meant to be valid', () => {
  it('goes below the base path, with the names of the client and of the pair', () => {
    const testCase = caseOf('list', { parameters: { 'query:limit': 5 }, headers: { 'x-trace': 'abc' } });
    const { request, problems } = requestOf(wired(testCase, { headers: { 'X-Tenant': 'a', 'X-Trace': 'no' } }));
    expect(request.target).toBe('/v1/items?limit=5');
    expect(request.headers).toEqual(['user-agent', 'mortise', 'X-Tenant', 'a', 'x-trace', 'abc']);
    expect(problems).toEqual([]);
  });

  it('is withheld with the reasons when the contract refuses its values', () => {
    const result = wired(caseOf('list', { parameters: { 'query:limit': 500 } }));
    expect(result).toMatchObject({
      kind: 'withheld',
      reason: 'query parameter "limit" must be 100 or less',
      problems: [{ code: 'maximum' }],
    });
  });

  it('is sent whatever the contract has against its credentials', () => {
    expect(wired(caseOf('create', { body: json({ name: 'a' }) })).kind).toBe('request');
  });

  it('is withheld when its path leads to another operation', () => {
    expect(reasonOf(wired(caseOf('show', { parameters: { 'path:id': '' } })))).toContain('no operation at all');
    expect(wired(caseOf('show', { parameters: { 'path:id': 'mine' } })).kind).toBe('request');
  });

  it.each(['.', '..'])('is withheld when a path value is %j, which clients and servers take out', (id) => {
    expect(reasonOf(wired(caseOf('show', { parameters: { 'path:id': id } })))).toContain('dot segment');
  });

  it('is withheld when its head is longer than servers need to take', () => {
    const ofLength = (length: number): TestCase => caseOf('show', { parameters: { 'path:id': 'x'.repeat(length) } });
    expect(reasonOf(wired(ofLength(7_800)))).toBe('sent');
    expect(reasonOf(wired(ofLength(8_000)))).toContain('longer than servers need to take');
  });

  it('is withheld when its media type has no form for its body', () => {
    const [, text] = operation('create').requestBody?.content ?? [];
    if (text === undefined) throw new Error('create takes a text');
    expect(reasonOf(wired(caseOf('create', { body: { mediaType: text, value: {} } })))).toBe('text/plain has no form for its body');
  });

  it('goes where it says when it has a target of its own', () => {
    const { request } = requestOf(wired(caseOf('show', { override: { target: '/elsewhere/1' } })));
    expect(request.target).toBe('/elsewhere/1');
  });
});

describe('a case that is meant to be invalid', () => {
  it('is sent with its problems when the bytes break the contract there', () => {
    const { problems } = requestOf(
      wired(caseOf('list', { intent: breaks('maximum', 'query', 'limit'), parameters: { 'query:limit': 101 } })),
    );
    expect(problems).toMatchObject([{ code: 'maximum', location: ['query', 'limit'] }]);
  });

  it.each<readonly [string, string, JsonValue]>([
    ['a number is a valid text', 'text', 1],
    ['an absent optional value is no wrong one', 'text', null],
    ['an empty list of an optional parameter vanishes', 'tags', []],
  ])('is withheld: %s', (_, name, value) => {
    const testCase = caseOf('list', { intent: breaks('type', 'query', name), parameters: { [`query:${name}`]: value } });
    expect(reasonOf(wired(testCase))).toBe(`on the wire nothing is wrong with its query ${name}`);
  });

  it('is withheld when something else is wrong', () => {
    const testCase = caseOf('list', {
      intent: breaks('maxLength', 'query', 'text'),
      parameters: { 'query:limit': 0, 'query:text': 'abc' },
    });
    expect(wired(testCase).kind).toBe('withheld');
  });

  it('is sent when its body breaks the contract at any depth', () => {
    expect(wired(caseOf('create', { intent: breaks('type', 'body', 'name'), body: json({ name: 1 }) })).kind).toBe('request');
    expect(wired(caseOf('create', { intent: breaks('required', 'body') })).kind).toBe('request');
  });
});

describe('a case with an undeclared method', () => {
  it('is sent when the path has no such method', () => {
    const { request } = requestOf(wired(caseOf('list', { intent: { kind: 'undeclared-method' }, override: { method: 'PATCH' } })));
    expect(request.method).toBe('PATCH');
  });

  it('is withheld when another path takes it', () => {
    const testCase = caseOf('forget', { intent: { kind: 'undeclared-method' }, override: { method: 'GET' } });
    expect(reasonOf(wired(testCase))).toBe('its request is one of show');
  });
});

it('a case without the right credentials is withheld when there are none of that kind', () => {
  const testCase = caseOf('create', { intent: { kind: 'unauthorised' }, credentials: 'other-scheme', body: json({ name: 'a' }) });
  expect(reasonOf(wired(testCase, { credential: () => undefined }))).toContain('no credentials of that kind');
  expect(wired(testCase, { credential: (request) => request }).kind).toBe('request');
});

describe('captured values', () => {
  const earlier: Exchange = {
    id: '1',
    side: 'egress',
    consumer: 'web',
    provider: 'api',
    operation: 'create',
    connectionId: '',
    receivedFirstAtMs: 0,
    receivedLastAtMs: 0,
    respondedFirstAtMs: 0,
    respondedLastAtMs: 0,
    request: { method: 'POST', target: '/v1/items', headers: [], body: undefined },
    response: { status: 201, headers: ['Location', '/v1/items/42', 'ETag', '"a"'], body: '{"id":42}' },
    fault: undefined,
    problems: [],
    outcome: 'answered',
  };
  const step = (from: 'body' | 'header' | 'path', pointer: string): CaseCapture => ({ kind: 'step', step: 0, from, pointer });

  it('stand instead of the values of the case', () => {
    const captures = new Map([['path:id', step('body', '/id')]]);
    expect(requestOf(wired(caseOf('show', { parameters: { 'path:id': 'no' }, captures }), {}, [earlier])).request.target).toBe(
      '/v1/items/42',
    );
  });

  it('stand in the body where their pointer says', () => {
    const captures = new Map([['body#/owner', step('body', '/id')]]);
    const { request } = requestOf(wired(caseOf('create', { body: json({ name: 'a' }), captures }), {}, [earlier]));
    expect(new TextDecoder().decode(request.body)).toBe('{"name":"a","owner":42}');
  });

  it('travel as headers that the operation does not declare', () => {
    const captures = new Map([['header:If-Match', step('header', 'etag')]]);
    const { request } = requestOf(wired(caseOf('show', { parameters: { 'path:id': '1' }, captures }), {}, [earlier]));
    expect(headerValue(request.headers, 'if-match')).toBe('"a"');
  });

  it('can be the whole target', () => {
    const captures = new Map([['target', step('header', 'location')]]);
    expect(requestOf(wired(caseOf('show', { captures }), {}, [earlier])).request.target).toBe('/v1/items/42');
  });

  it('that no earlier step of the sequence gave withhold the case', () => {
    const captures = new Map([['path:id', step('body', '/key')]]);
    expect(reasonOf(wired(caseOf('show', { parameters: { 'path:id': '1' }, captures }), {}, [earlier]))).toContain('path:id');
  });

  it('of an operation that has not answered yet leave the value of the case', () => {
    const captures = new Map<string, CaseCapture>([['path:id', { kind: 'operation', operation: 'create', pointer: '/id' }]]);
    const testCase = caseOf('show', { parameters: { 'path:id': '1' }, captures });
    expect(requestOf(wired(testCase)).request.target).toBe('/v1/items/1');
    expect(requestOf(wired(testCase, { captured: () => 7 })).request.target).toBe('/v1/items/7');
  });
});

it('a pair that says nothing gives no headers of its own', () => {
  expect(requestOf(wireCase(caseOf('list'), wiringOf({ ...context, pair: pairOf() }))).request.headers).toEqual(['user-agent', 'mortise']);
});
