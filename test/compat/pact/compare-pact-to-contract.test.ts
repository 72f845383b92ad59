import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MessageArguments } from '../../../src/base/errors.js';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { comparePactToContract } from '../../../src/compat/pact/compare-pact-to-contract.js';
import { pactFromJournal } from '../../../src/compat/pact/pact-from-journal.js';
import { pactFromJson } from '../../../src/compat/pact/pact-from-json.js';
import { readerSchemaFromPact } from '../../../src/compat/pact/reader-schema-from-pact.js';
import { readContract } from '../../../src/contract/read-contract.js';
import { arbitraryFromSchema } from '../../../src/schema/arbitrary/arbitrary-from-schema.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';
import { isValid } from '../../../src/schema/validate.js';
import { textPort } from '../../support/text-port.js';
import { askShelter, shelterContract } from './shelter.js';

describe('a pact against a contract', () => {
  it('a pact that was written from what the mock answered asks for no more than the contract promises', async () => {
    const contract = await shelterContract();
    const exchanges = await askShelter(['/v1/pets?limit=2', '/v1/pets', '/v1/pets/1', '/v1/pets/2'], contract);
    const pact = pactFromJournal({ exchanges, messages: [] }, contract, { consumer: 'visitor', provider: 'shelter' });
    expect(comparePactToContract(pact, contract)).toEqual([]);
  });

  it.each<[string, Answer, readonly (readonly [code: string, at: string | undefined])[]]>([
    ['all that is promised', byType({ id: 1, name: 'Mia', species: 'cat' }), []],
    ['a member that may be left out', byType({ id: 1, bornOn: '2024-04-01' }), [['pact/answer-not-promised', ' bornOn']]],
    [
      'a member that may be null',
      byType({ tag: 'shy' }),
      [
        ['pact/answer-not-promised', ' tag'],
        ['pact/answer-not-promised', '/tag'],
      ],
    ],
    ['a member that never comes', byType({ owner: 'Ana' }), [['pact/answer-not-promised', ' owner']]],
    ['another type', byType({ id: 'one' }), [['pact/answer-not-promised', '/id']]],
    ['exact values', { body: { id: 1, name: 'Mia' } }, [['pact/answer-too-exact', '/id']]],
    ['an exact value that is ruled out', { body: { species: 'dragon' } }, [['pact/answer-impossible', '/species']]],
    ['another status', { status: 418 }, [['pact/status-undeclared', undefined]]],
    ['a class of statuses', { status: 200, statusClass: 'success', ...byType({ id: 1 }) }, []],
    ['a header that is not declared', { headers: { ETag: ['x'] } }, [['pact/header-undeclared', undefined]]],
    ['another media type', { headers: { 'Content-Type': ['text/csv'] }, body: 'id' }, [['pact/media-type-undeclared', undefined]]],
  ])('%s', async (_, answer, expected) => {
    const findings = comparePactToContract(pactOf({ path: '/pets/1', answer }), await shelterContract());
    expect(findings.map(({ code, args }) => [code, placeOf(args)])).toEqual(expected);
  });

  it.each([
    ['an operation that is not there', { path: '/cats/1' }, 'pact/operation-undeclared'],
    ['a method that is not there', { path: '/pets/1', method: 'PATCH' }, 'pact/operation-undeclared'],
    ['a parameter of another type', { path: '/pets/mia' }, 'pact/request-invalid'],
    ['a body that is not taken', { path: '/pets', method: 'POST', body: { name: 3 }, answer: { status: 201 } }, 'pact/request-invalid'],
  ])('%s is told', async (_, call, code) => {
    expect(comparePactToContract(pactOf(call), await shelterContract()).map((finding) => finding.code)).toContain(code);
  });

  it('a wrong request is what a pact of its refusal is about', async () => {
    const pact = pactOf({ path: '/pets', method: 'POST', body: { name: 3 }, answer: { status: 422 } });
    expect(comparePactToContract(pact, await shelterContract())).toEqual([]);
  });

  it('a contract that promises less than the one the pact was written with breaks the pact', async () => {
    const contract = await shelterContract();
    const exchanges = await askShelter(['/v1/pets/1'], contract);
    const pact = pactFromJournal({ exchanges, messages: [] }, contract, { consumer: 'visitor', provider: 'shelter' });
    const newer = await shelterContract(['required: [id, name, species]', 'required: [id, name]']);
    const findings = comparePactToContract(pact, newer);
    expect(findings.map(({ code, severity, pair }) => ({ code, severity, pair }))).toEqual([
      { code: 'pact/answer-not-promised', severity: 'error', pair: { consumer: 'visitor', provider: 'shelter' } },
    ]);
  });

  it('a body of a pact that names no media type is JSON of whatever kind the contract has', async () => {
    const changes = ['application/json:', 'application/vnd.shelter+json:'] as const;
    const contract = await shelterContract(...Array.from({ length: 3 }, () => changes));
    const call = (method: string, path: string, body?: JsonValue) => ({
      description: method,
      request: { method, path, ...(body === undefined ? {} : { body }) },
      response: {
        status: method === 'POST' ? 201 : 200,
        ...(method === 'POST' ? {} : { body: [], matchingRules: { '$.body': { match: 'type' } } }),
      },
    });
    const interactions = [call('GET', '/pets'), call('POST', '/pets', { name: 'Mia', species: 'cat' })];
    const json = { consumer: { name: 'c' }, provider: { name: 'p' }, interactions, metadata: { pactSpecification: { version: '2.0.0' } } };
    expect(comparePactToContract(pactFromJson(json, 'pact.json'), contract)).toEqual([]);
  });

  it('messages are held against all that the contract lets be sent', async () => {
    const contract = await readContract('events.yaml', textPort({ 'events.yaml': EVENTS }));
    const codesOf = (contents: JsonObject, metadata: JsonObject): readonly string[] =>
      comparePactToContract(messagePactOf(contents, metadata), contract).map(({ code }) => code);
    expect(codesOf({ order_id: '7' }, { topic: 'orders' })).toEqual([]);
    expect(codesOf({ order_id: '7', total: 3 }, { topic: 'orders' })).toEqual(['pact/answer-not-promised']);
    expect(codesOf({ order_id: '7' }, { topic: 'parcels' })).toEqual(['pact/message-undeclared']);
  });

  it('what it proves holds of every answer that is drawn from the contract, and what it refutes it shows', async () => {
    const schema = schemaFromValue(PET);
    const contract = await contractOf(PET);
    fc.assert(
      fc.property(expectation(), fc.array(arbitraryFromSchema(schema), { minLength: 5, maxLength: 5 }), ({ body, rules }, drawn) => {
        const pact = pactOf({ path: '/pet', answer: { body, rules } });
        const findings = comparePactToContract(pact, contract);
        const [interaction] = pact.interactions;
        const taken = interaction?.kind === 'http' ? interaction.response.rules.body : [];
        const reader = readerSchemaFromPact(body, taken, { strength: 'kind', name: 'pact:law' });
        if (findings.every(({ code }) => code === 'pact/answer-too-exact'))
          for (const each of drawn) expect(isValid(reader, each)).toBe(true);
        for (const { code, args } of findings) {
          if (code !== 'pact/answer-not-promised') continue;
          const witness = JSON.parse(String(args['value'])) as JsonValue;
          expect([isValid(schema, witness), isValid(reader, witness)]).toEqual([true, false]);
        }
      }),
      { seed: 11, numRuns: 40 },
    );
  });
});

/** A pointer, behind it the member that may be missing there. */
function placeOf({ at, problem }: MessageArguments): string | undefined {
  const missing = /the property '(.*)'/.exec(String(problem))?.[1];
  return at === undefined ? undefined : `${String(at)}${missing === undefined ? '' : ` ${missing}`}`;
}

interface Answer {
  readonly status?: number;
  readonly statusClass?: string;
  readonly headers?: JsonObject;
  readonly body?: JsonValue;
  readonly rules?: JsonObject;
}

interface Call {
  readonly method?: string;
  readonly path: string;
  readonly body?: JsonValue;
  readonly answer?: Answer;
}

function byType(body: JsonValue): Answer {
  return { body, rules: { $: { combine: 'AND', matchers: [{ match: 'type' }] } } };
}

function pactOf({ method = 'GET', path, body, answer = {} }: Call) {
  const { status = 200, statusClass, headers, rules } = answer;
  const json = (content: JsonValue): JsonObject => ({
    content,
    contentType: typeof content === 'string' ? 'text/csv' : 'application/json',
    encoded: false,
  });
  const matchingRules = {
    ...(rules === undefined ? {} : { body: rules }),
    ...(statusClass === undefined ? {} : { status: { matchers: [{ match: 'statusCode', status: statusClass }] } }),
  };
  return pactFromJson(
    {
      consumer: { name: 'visitor' },
      provider: { name: 'shelter' },
      interactions: [
        {
          type: 'Synchronous/HTTP',
          description: 'it',
          request: { method, path, ...(body === undefined ? {} : { body: json(body) }) },
          response: {
            status,
            matchingRules,
            ...(headers === undefined ? {} : { headers }),
            ...(answer.body === undefined ? {} : { body: json(answer.body) }),
          },
        },
      ],
      metadata: { pactSpecification: { version: '4.0' } },
    },
    'visitor-shelter.json',
  );
}

function messagePactOf(content: JsonObject, metadata: JsonObject) {
  const rules = { body: { $: { combine: 'AND', matchers: [{ match: 'type' }] } } };
  const interaction = {
    type: 'Asynchronous/Messages',
    description: 'it',
    contents: { content, contentType: 'application/json', encoded: false },
    metadata,
    matchingRules: rules,
  };
  const json = { consumer: { name: 'desk' }, provider: { name: 'shop' }, interactions: [interaction], metadata: {} };
  return pactFromJson(json, 'desk-shop.json');
}

function contractOf(schema: JsonObject) {
  const document = {
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1' },
    paths: { '/pet': { get: { responses: { '200': { description: 'ok', content: { 'application/json': { schema } } } } } } },
  };
  return readContract('pet.json', textPort({ 'pet.json': JSON.stringify(document) }));
}

/** Parts of a pet, with rules at some places. */
function expectation(): fc.Arbitrary<{ readonly body: JsonObject; readonly rules: JsonObject }> {
  const matcher = fc.constantFrom(
    { match: 'type' },
    { match: 'equality' },
    { match: 'integer' },
    { match: 'number' },
    { match: 'boolean' },
    { match: 'regex', regex: '^[a-z]+$' },
    { match: 'notEmpty' },
    { match: 'null' },
  );
  const path = fc.constantFrom('$', '$.id', '$.name', '$.toys', '$.toys[*]', '$.toys[*].colour', '$.home', '$.home.street');
  return fc.record({
    body: fc.record(
      {
        id: fc.constantFrom(1, 2.5, 'one'),
        name: fc.constantFrom('Mia', '', null),
        toys: fc.constantFrom([], [{ colour: 'red' }], [{ colour: 'red' }, { size: 3 }], [1]),
        home: fc.constantFrom({ street: 'Elm' }, {}, { street: 'Elm', number: 3 }),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<JsonObject>,
    rules: fc.dictionary(
      path,
      matcher.map((each) => ({ combine: 'AND', matchers: [each] })),
      { maxKeys: 3 },
    ) as fc.Arbitrary<JsonObject>,
  });
}

const PET: JsonObject = {
  type: 'object',
  required: ['id', 'toys', 'home'],
  properties: {
    id: { type: 'integer' },
    name: { type: ['string', 'null'] },
    toys: {
      type: 'array',
      maxItems: 2,
      items: { type: 'object', required: ['colour'], properties: { colour: { enum: ['red', 'blue'] } } },
    },
    home: { type: 'object', required: ['street'], properties: { street: { type: 'string', minLength: 1 }, number: { type: 'integer' } } },
  },
};

const EVENTS = `
asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0 }
channels:
  orders:
    address: orders
    messages:
      placed:
        payload:
          type: object
          required: [order_id]
          properties: { order_id: { type: string }, total: { type: number } }
operations:
  placed: { action: send, channel: { $ref: '#/channels/orders' } }
`;
