import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import { isJsonObject } from '../../../src/base/json.js';
import type { RequestContext } from '../../../src/check/request/request-context.js';
import type { RequestPlan } from '../../../src/check/request/request-arbitrary.js';
import { planRequests } from '../../../src/check/request/request-arbitrary.js';
import { requestFromCase } from '../../../src/check/request/wire-case.js';
import type { TestCase } from '../../../src/check/test-case.js';
import type { Contract, Operation } from '../../../src/contract/contract.js';
import { readContract } from '../../../src/contract/read-contract.js';
import { createDocumentPort } from '../../../src/host/document-port.js';
import { drawValue, shrinksOf } from '../../../src/schema/arbitrary/draw.js';
import type { HttpRequest } from '../../../src/wire/http-message.js';
import { headerValue } from '../../../src/wire/http-message.js';
import { corpusShare, describeCorpus } from '../../support/corpus.js';
import { textPort } from '../../support/text-port.js';
import { contextOf, faultOf, operationsOf, pairOf, serverOf, shownCase } from './request-laws.js';

type Planned = Extract<RequestPlan, { kind: 'requests' }>;

function planned(operation: Operation, context: RequestContext): Planned {
  const plan = planRequests(operation, context);
  if (plan.kind === 'unsatisfiable') throw new Error(`${plan.location.join(' ')}: ${plan.reason}`);
  return plan;
}

function validCases(plan: Planned, count: number, seed = 'law'): readonly TestCase[] {
  return Array.from({ length: count }, (_, index) => drawValue(plan.valid, seed, index).value_);
}

function invalidCases(plan: Planned, count: number, seed = 'law'): readonly TestCase[] {
  const { invalid } = plan;
  return invalid === undefined ? [] : Array.from({ length: count }, (_, index) => drawValue(invalid, seed, index).value_);
}

async function contractFromText(text: string): Promise<Contract> {
  return readContract('api.yaml', textPort({ 'api.yaml': text }));
}

async function contractFromFile(file: string): Promise<Contract> {
  return readContract(file, createDocumentPort({ cwd: process.cwd(), stdin: process.stdin }));
}

/** One operation with these parameters, as JSON; its path is that of the first path parameter. */
async function operationWith(
  parameters: readonly JsonValue[],
  more: { readonly body?: JsonValue; readonly path?: string } = {},
): Promise<RequestContext & { operation: Operation }> {
  const operation = {
    operationId: 'op',
    parameters,
    ...(more.body === undefined ? {} : { requestBody: more.body }),
    responses: { 204: { description: 'Done.' } },
  };
  const document = { openapi: '3.2.0', info: { title: 'T', version: '1' }, paths: { [more.path ?? '/things']: { post: operation } } };
  const contract = await contractFromText(JSON.stringify(document));
  const [entry] = contract.operations;
  if (entry === undefined) throw new Error('the document has an operation');
  return { ...contextOf(contract), operation: entry.read() };
}

const FIXTURES = ['petstore.yaml', 'styles.yaml', 'three-two.yaml', 'swagger2.yaml', 'multi-file/openapi.yaml', 'circular.yaml'];

describe('the requests of an operation', () => {
  it.each(FIXTURES)('are on the wire what they are meant to be, to the gate and to a mock that refuses what is wrong: %s', async (name) => {
    const contract = await contractFromFile(`fixtures/specs/${name}`);
    const context = contextOf(contract);
    const mock = serverOf(contract);
    let invalidCount = 0;
    for (const operation of operationsOf(contract, 100)) {
      const plan = planRequests(operation, context);
      if (plan.kind === 'unsatisfiable') continue;
      const cases = [...validCases(plan, 20), ...invalidCases(plan, 12)];
      invalidCount += cases.filter(({ intent }) => intent.kind === 'invalid').length;
      expect(cases.flatMap((testCase) => faultOf(testCase, context, mock) ?? [])).toEqual([]);
    }
    expect(invalidCount).toBeGreaterThan(0);
  });

  it('are the same for the same seed, whoever draws them and in whatever order', async () => {
    const [one, other] = await Promise.all(['fixtures/specs/styles.yaml', 'fixtures/specs/styles.yaml'].map(contractFromFile));
    if (one === undefined || other === undefined) throw new Error('both are read');
    const casesOf = (contract: Contract, isBackwards: boolean): readonly string[] => {
      const operations = operationsOf(contract, 12);
      const drawn = (isBackwards ? [...operations].reverse() : operations).map((operation) => {
        const plan = planned(operation, contextOf(contract));
        return [...validCases(plan, 5), ...invalidCases(plan, 5)].map(shownCase);
      });
      return (isBackwards ? drawn.reverse() : drawn).flat();
    };
    const cases = casesOf(one, false);
    expect(casesOf(other, true)).toEqual(cases);
    expect(new Set(cases).size).toBeGreaterThan(cases.length / 3);
  });

  it('shrink to requests of the same intent, which end', async () => {
    const contract = await contractFromFile('fixtures/specs/petstore.yaml');
    const context = contextOf(contract);
    const mock = serverOf(contract);
    for (const operation of operationsOf(contract, 10)) {
      const plan = planned(operation, context);
      for (const arbitrary of [plan.valid, plan.invalid]) {
        if (arbitrary === undefined) continue;
        let value = drawValue(arbitrary, 'shrink', operation.id);
        const { intent } = value.value_;
        for (let step = 0; step < 200; step += 1) {
          const [smaller] = shrinksOf(arbitrary, value);
          if (smaller === undefined) break;
          expect(smaller.value_.intent).toEqual(intent);
          expect(faultOf(smaller.value_, context, mock)).toBeUndefined();
          value = smaller;
          expect(step).toBeLessThan(199);
        }
        const { parameters } = value.value_;
        const optional = operation.parameters.filter(
          ({ required, in: location, name }) => !required && parameters.has(`${location}:${name}`),
        );
        const isBroken = intent.kind === 'invalid' && intent.breach.location[0] !== 'body' ? 1 : 0;
        expect(optional.length).toBeLessThanOrEqual(isBroken);
      }
    }
  });
});

it('a request does not shrink to one of another operation', async () => {
  const done = { responses: { 204: { description: 'Done.' } } };
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } };
  const paths = {
    '/things/{id}': { get: { operationId: 'one', parameters: [id], ...done } },
    '/things/0': { get: { operationId: 'zero', ...done } },
  };
  const contract = await contractFromText(JSON.stringify({ openapi: '3.1.0', info: { title: 'T', version: '1' }, paths }));
  const [operation] = operationsOf(contract, 2);
  if (operation === undefined) throw new Error('there is one');
  const { valid } = planned(operation, contextOf(contract));
  for (let index = 0; index < 20; index += 1) {
    const steps = [...shrinksOf(valid, drawValue(valid, 'zero', index))].map(({ value_ }) => value_.parameters.get('path:id'));
    expect(steps).not.toContain(0);
  }
});

describe('an independent reading (WHATWG URL, JSON.parse, ajv)', () => {
  const schemas = {
    limit: { type: 'integer', minimum: 1, maximum: 100 },
    ratio: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
    sort: { enum: ['asc', 'desc'] },
    deep: { type: 'boolean' },
    text: { type: 'string', minLength: 2, maxLength: 5 },
    code: { type: 'string', pattern: '^[A-Z]{2}$' },
  } as const;
  const body = {
    type: 'object',
    required: ['name', 'tags'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', minLength: 1 },
      tags: { type: 'array', items: { type: 'string', maxLength: 4 }, uniqueItems: true, maxItems: 3 },
      size: { type: ['integer', 'null'], multipleOf: 5 },
    },
  };
  const ajv = new Ajv2020({ strict: false });
  const parameters = Object.entries(schemas).map(([name, schema]) => ({ name, in: 'query', required: name === 'limit', schema }));
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', maxLength: 8 } };
  const requestBody = { required: true, content: { 'application/json': { schema: body } } };

  /** What is wrong with a request, by part. */
  function faults({ target, body: bytes }: HttpRequest): readonly string[] {
    const url = new URL(target, 'http://test.example');
    const query = Object.entries(schemas).filter(([name, schema]) => {
      const texts = url.searchParams.getAll(name);
      if (texts.length === 0) return name === 'limit';
      const [text = ''] = texts;
      const type = 'type' in schema ? schema.type : 'string';
      const value =
        type === 'boolean'
          ? JSON.parse(/^(?:true|false)$/.test(text) ? text : '0')
          : type === 'string'
            ? text
            : /^-?[\d.]+(?:e[+-]?\d+)?$/i.test(text)
              ? Number(text)
              : text;
      return texts.length > 1 || !ajv.validate(schema, value);
    });
    const segments = url.pathname.split('/');
    const path =
      segments.length === 3 && ajv.validate(id.schema, decodeURIComponent(segments[2] ?? '')) && segments[2] !== '' ? [] : ['path id'];
    const isBody = bytes !== undefined && ajv.validate(body, JSON.parse(new TextDecoder().decode(bytes)));
    return [...path, ...query.map(([name]) => `query ${name}`), ...(isBody ? [] : ['body'])];
  }

  it('finds nothing wrong with valid requests and the one planned fault in invalid ones', async () => {
    const { operation, ...context } = await operationWith([id, ...parameters], { path: '/things/{id}', body: requestBody });
    const plan = planned(operation, context);
    const wire = (testCase: TestCase): HttpRequest => {
      const request = requestFromCase(testCase, { basePath: '', headers: {} });
      if (request === undefined) throw new Error('it has a form');
      return request;
    };
    for (const testCase of validCases(plan, 400)) expect(faults(wire(testCase))).toEqual([]);
    const keywords = new Set<string>();
    for (const testCase of invalidCases(plan, 400)) {
      if (testCase.intent.kind !== 'invalid') throw new Error('it is invalid');
      const { keyword, location } = testCase.intent.breach;
      keywords.add(keyword);
      expect(faults(wire(testCase))).toEqual([location.slice(0, location[0] === 'body' ? 1 : 2).join(' ')]);
    }
    for (const keyword of [
      'required',
      'type',
      'minimum',
      'maximum',
      'enum',
      'minLength',
      'maxLength',
      'pattern',
      'uniqueItems',
      'additionalProperties',
      'multipleOf',
    ])
      expect([...keywords]).toContain(keyword);
  });
});

describe('values', () => {
  const text = { type: 'string' };

  it('of a path are never empty, never dots and never hold a slash', async () => {
    const { operation, ...context } = await operationWith([{ name: 'id', in: 'path', required: true, schema: text }], {
      path: '/things/{id}',
    });
    const values = validCases(planned(operation, context), 300).map(({ parameters }) => String(parameters.get('path:id')));
    expect(values.filter((value) => value === '' || /^\.{1,2}$|[/\\%\p{Cc}]/u.test(value))).toEqual([]);
    expect(new Set(values).size).toBeGreaterThan(50);
  });

  it('of a header are what HTTP lets through as it is', async () => {
    const { operation, ...context } = await operationWith([{ name: 'X-Note', in: 'header', required: true, schema: text }]);
    for (const testCase of validCases(planned(operation, context), 200)) {
      expect(String(testCase.parameters.get('header:X-Note'))).toMatch(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/);
    }
  });

  it('of lists and objects are never empty, nested or null, nor hold the delimiter of their style', async () => {
    const { operation, ...context } = await operationWith([
      { name: 'ids', in: 'query', explode: false, required: true, schema: { type: 'array', items: { type: ['string', 'null'] } } },
      { name: 'filter', in: 'query', style: 'deepObject', required: true, schema: { type: 'object', additionalProperties: text } },
    ]);
    for (const { parameters } of validCases(planned(operation, context), 200)) {
      const [ids, filter] = [parameters.get('query:ids'), parameters.get('query:filter')];
      if (!Array.isArray(ids) || !isJsonObject(filter)) throw new Error('a list and an object');
      expect(ids.length).toBeGreaterThan(0);
      expect(ids.filter((item) => typeof item !== 'string' || item === '' || item.includes(','))).toEqual([]);
      expect(Object.keys(filter).length).toBeGreaterThan(0);
    }
  });

  it('of optional parts are there and not there, all of them and none of them too', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const { operation, ...context } = await operationWith(names.map((name) => ({ name, in: 'query', schema: text })));
    const counts = validCases(planned(operation, context), 200).map(({ parameters }) => parameters.size);
    expect(new Set(counts)).toEqual(new Set([0, 1, 2, 3, 4]));
  });

  it('of a body come in every declared media type, in the best one mostly', async () => {
    const schema = { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } };
    const types = [
      'application/xml',
      'multipart/form-data',
      'application/x-www-form-urlencoded',
      'application/json',
      'application/vnd.a+json',
    ];
    const content = Object.fromEntries(types.map((name) => [name, { schema }]));
    const { operation, ...context } = await operationWith([], { body: { required: true, content } });
    const drawn = validCases(planned(operation, context), 300).map(({ body }) => body?.mediaType.name ?? '');
    expect(new Set(drawn)).toEqual(new Set(types));
    expect(drawn.filter((name) => name === 'application/json').length).toBeGreaterThan(150);
  });

  it.each<readonly [string, JsonValue]>([
    ['application/jsonl', { itemSchema: { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } } }],
    ['application/json-seq', { schema: { type: 'array', items: { type: 'integer' } } }],
    ['text/event-stream', { itemSchema: { type: 'object', required: ['data'], properties: { data: { type: 'string' } } } }],
    ['text/plain', { schema: { type: 'string', minLength: 3 } }],
    ['application/octet-stream', {}],
    ['image/*', { schema: { type: 'string', format: 'binary' } }],
    ['application/json', {}],
    ['*/*', { schema: { type: 'object' } }],
  ])('of a body can be %s', async (name, mediaType) => {
    const { operation, ...context } = await operationWith([], { body: { required: true, content: { [name]: mediaType } } });
    const mock = serverOf(context.contract);
    const cases = validCases(planned(operation, context), 30);
    expect(cases.flatMap((testCase) => faultOf(testCase, context, mock) ?? [])).toEqual([]);
    expect(cases.every(({ body }) => body?.mediaType.name === name)).toBe(true);
  });

  it("that say how a message travels are the client's matter, and those of API keys that of the credentials", async () => {
    const parameters = [
      { name: 'Content-Length', in: 'header', required: true, schema: { type: 'integer' } },
      { name: 'Expect', in: 'header', schema: text },
      { name: 'X-Key', in: 'header', required: true, schema: text },
      { name: 'X-Other', in: 'header', required: true, schema: text },
    ];
    const operation = { operationId: 'op', security: [{ key: [] }], parameters, responses: { 204: { description: 'Done.' } } };
    const components = { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-key' } } };
    const contract = await contractFromText(
      JSON.stringify({ openapi: '3.1.0', info: { title: 'T', version: '1' }, components, paths: { '/a': { get: operation } } }),
    );
    const [read] = operationsOf(contract, 1);
    if (read === undefined) throw new Error('there is one');
    for (const testCase of validCases(planned(read, contextOf(contract)), 50))
      expect([...testCase.parameters.keys()]).toEqual(['header:X-Other']);
  });
});

describe('values of the pair', () => {
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } };
  const page = { name: 'page', in: 'query', schema: { type: 'integer', minimum: 1 } };

  it('are sent always, and always as they are', async () => {
    const { operation, ...context } = await operationWith([id, page], { path: '/things/{id}' });
    const fixture = {
      parameters: { page: 3 },
      headers: { 'X-A': 'b' },
      body: undefined,
      capture: {},
      skip: undefined,
      states: [],
      checks: new Map(),
    };
    const pair = pairOf({ parameters: { 'path:id': 7 }, fixtures: new Map([['op', fixture]]) });
    for (const testCase of validCases(planned(operation, { ...context, pair }), 50)) {
      expect([...testCase.parameters]).toEqual([
        ['path:id', 7],
        ['query:page', 3],
      ]);
      expect(testCase.headers).toEqual({ 'X-A': 'b' });
    }
  });

  it('give way to made ones where the contract refuses them', async () => {
    const { operation, ...context } = await operationWith([id, page], { path: '/things/{id}' });
    const plan = planned(operation, { ...context, pair: pairOf({ parameters: { page: 0, id: 7 } }) });
    for (const { parameters } of validCases(plan, 50)) {
      expect(parameters.get('path:id')).toBe(7);
      expect(parameters.get('query:page') ?? 1).toBeGreaterThan(0);
    }
  });

  it("that come from an operation's answer are captured, but not where the value is wrong on purpose", async () => {
    const { operation, ...context } = await operationWith([id], { path: '/things/{id}' });
    const capture = { id: { operation: 'create', pointer: '/id' } };
    const fixture = { parameters: {}, headers: {}, body: undefined, capture, skip: undefined, states: [], checks: new Map() };
    const plan = planned(operation, { ...context, pair: pairOf({ fixtures: new Map([['op', fixture]]) }) });
    expect(validCases(plan, 1)[0]?.captures.get('path:id')).toEqual({ kind: 'operation', operation: 'create', pointer: '/id' });
    expect(invalidCases(plan, 1)[0]?.captures.size).toBe(0);
  });

  it('that were given out are used for most draws, and asked for anew each time', async () => {
    const { operation, ...context } = await operationWith([id], { path: '/things/{id}' });
    let known: readonly number[] = [];
    const plan = planned(operation, { ...context, suggest: (slot) => (slot.name === 'id' && slot.in === 'path' ? known : []) });
    const share = (): number => validCases(plan, 200).filter(({ parameters }) => parameters.get('path:id') === 4711).length;
    expect(share()).toBe(0);
    known = [4711];
    expect(share()).toBeGreaterThan(60);
  });

  it('that are set as headers by the pair are not made', async () => {
    const tenant = { name: 'X-Tenant', in: 'header', required: true, schema: { type: 'string', enum: ['a'] } };
    const { operation, ...context } = await operationWith([tenant]);
    const pair = pairOf({ headers: { 'x-tenant': 'a' } });
    const plan = planned(operation, { ...context, pair });
    expect(validCases(plan, 1)[0]?.parameters.size).toBe(0);
    const [testCase] = validCases(plan, 1);
    const request = testCase === undefined ? undefined : requestFromCase(testCase, { basePath: '', headers: pair.headers });
    expect(headerValue(request?.headers ?? [], 'x-tenant')).toBe('a');
  });
});

describe('an operation without requests', () => {
  it('names the part that no value fits, and where it stands', async () => {
    const broken = { name: 'limit', in: 'query', required: true, schema: { type: 'integer', minimum: 5, maximum: 1 } };
    const { operation, ...context } = await operationWith([broken]);
    const plan = planRequests(operation, context);
    expect(plan).toMatchObject({
      kind: 'unsatisfiable',
      location: ['query', 'limit'],
      place: { file: 'api.yaml', pointer: '/paths/~1things/post/parameters/0' },
    });
  });

  it('has none either when its only value has no form on the wire', async () => {
    const { operation, ...context } = await operationWith([
      { name: 'x', in: 'query', required: true, schema: { type: 'array', maxItems: 0, items: false, minItems: 0 } },
    ]);
    expect(planRequests(operation, context).kind).toBe('requests');
    const hollow = await operationWith([{ name: 'id', in: 'path', required: true, schema: { const: '' } }], { path: '/things/{id}' });
    expect(planRequests(hollow.operation, hollow)).toMatchObject({ kind: 'unsatisfiable', location: ['path'] });
  });

  it('leaves out an optional part that no value fits', async () => {
    const { operation, ...context } = await operationWith([{ name: 'x', in: 'query', schema: false }]);
    expect(validCases(planned(operation, context), 20).every(({ parameters }) => parameters.size === 0)).toBe(true);
  });

  it('has nothing to break where every text is right', async () => {
    const { operation, ...context } = await operationWith([{ name: 'q', in: 'query', schema: { type: 'string' } }]);
    expect(planned(operation, context).invalid).toBeUndefined();
  });
});

describe('invalid values that servers forgive are not sent', () => {
  it.each<readonly [string, JsonValue, RegExp]>([
    ['an empty text in an optional parameter', { type: 'integer' }, /^$/],
    ['0, 1, on and off for a boolean', { type: 'boolean' }, /^(?:0|1|on|off|yes|no)$/i],
  ])('%s', async (_, schema, forgiven) => {
    const { operation, ...context } = await operationWith([{ name: 'x', in: 'query', schema }]);
    const values = invalidCases(planned(operation, context), 200).map(({ parameters }) => String(parameters.get('query:x')));
    expect(values.length).toBe(200);
    expect(values.filter((value) => forgiven.test(value))).toEqual([]);
  });
});

describeCorpus('the requests of real operations', () => {
  it.each(corpusShare('requests', 3))('are on the wire what they are meant to be: $name', { timeout: 300_000 }, async ({ file }) => {
    const contract = await contractFromFile(file);
    const context = contextOf(contract);
    const mock = serverOf(contract);
    const faults: string[] = [];
    for (const operation of operationsOf(contract, 4)) {
      const plan = planRequests(operation, context);
      if (plan.kind === 'unsatisfiable') continue;
      for (const testCase of [...validCases(plan, 8), ...invalidCases(plan, 5)])
        faults.push(...[faultOf(testCase, context, mock) ?? []].flat());
    }
    expect(faults).toEqual([]);
  });
});
