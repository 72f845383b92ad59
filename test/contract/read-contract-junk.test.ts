import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InputError } from '../../src/base/errors.js';
import type { JsonValue } from '../../src/base/json.js';
import { appendToken, tokensFromPointer } from '../../src/base/json-pointer.js';
import type { Contract } from '../../src/contract/contract.js';
import { lintContract } from '../../src/contract/lint-contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import { textPort } from '../support/text-port.js';

fc.configureGlobal({ seed: 20261121 });

type Members = Readonly<Record<string, JsonValue>>;

/** A path with all that it refers to; every name holds the number of the group, so that a pointer tells which group it belongs to. */
interface Group {
  readonly path: Members;
  readonly components: Readonly<Record<string, Members>>;
}

const scalarSchema = fc.constantFrom<JsonValue>({ type: 'string' }, { type: 'integer', minimum: 1 }, true, {
  type: 'array',
  items: { type: 'boolean' },
});

function groupOf(number: number): fc.Arbitrary<Group> {
  const name = `G${number}`;
  const response = (schema: JsonValue): JsonValue => ({
    description: 'd',
    headers: { 'X-Count': { schema: { type: 'integer' }, example: 1 } },
    content: { 'application/json': { schema, examples: { one: { value: { a: 1 } }, two: { $ref: `#/components/examples/${name}` } } } },
  });
  return fc
    .record({
      schema: scalarSchema,
      isShared: fc.boolean(),
      hasBody: fc.boolean(),
      isSecured: fc.boolean(),
      style: fc.constantFrom('form', 'deepObject'),
    })
    .map((choice) => ({
      path: {
        [`/${name}/{id}`]: {
          parameters: [{ name: 'id', in: 'path', required: true, schema: choice.schema }, { $ref: `#/components/parameters/${name}` }],
          [choice.hasBody ? 'post' : 'get']: {
            operationId: `op${name}`,
            tags: [name],
            parameters: [{ name: 'f', in: 'query', style: choice.style, schema: { type: 'object', properties: { a: choice.schema } } }],
            ...(choice.hasBody ? { requestBody: { $ref: `#/components/requestBodies/${name}` } } : {}),
            responses: {
              200: choice.isShared ? { $ref: `#/components/responses/${name}` } : response({ $ref: `#/components/schemas/${name}` }),
              '4XX': response(choice.schema),
            },
            ...(choice.isSecured ? { security: [{ [name]: [] }] } : {}),
          },
        },
      },
      components: {
        parameters: { [name]: { name: 'limit', in: 'query', schema: choice.schema } },
        requestBodies: {
          [name]: {
            required: true,
            content: { 'multipart/form-data': { schema: { type: 'object' }, encoding: { f: { contentType: 'image/png' } } } },
          },
        },
        responses: { [name]: response(choice.schema) },
        examples: { [name]: { value: { a: 2 } } },
        schemas: { [name]: { type: 'object', properties: { a: { type: 'integer' }, next: { $ref: `#/components/schemas/${name}` } } } },
        securitySchemes: { [name]: { type: 'apiKey', in: 'header', name: 'X-Key' } },
      },
    }));
}

const COMPONENT_KINDS = ['parameters', 'requestBodies', 'responses', 'examples', 'schemas', 'securitySchemes'] as const;

const document: fc.Arbitrary<JsonValue> = fc.tuple(groupOf(0), groupOf(1), groupOf(2)).map((groups) => ({
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  servers: [{ url: 'https://x.example/{v}', variables: { v: { default: 'v1' } } }],
  paths: Object.assign({}, ...groups.map((group) => group.path)) as JsonValue,
  components: Object.fromEntries(
    COMPONENT_KINDS.map((kind) => [kind, Object.assign({}, ...groups.map((group) => group.components[kind])) as JsonValue]),
  ),
}));

function deepArray(levelCount: number): JsonValue {
  let value: JsonValue = [];
  for (let level = 0; level < levelCount; level += 1) value = [value];
  return value;
}

const junk: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom<JsonValue>(
    null,
    true,
    0,
    -1,
    1e308,
    '',
    'x',
    [],
    {},
    [null],
    { $ref: 1 },
    { $ref: '#' },
    { $ref: '#/' },
    { $ref: '#/paths' },
    { $ref: 'x:y' },
    { $ref: 'gone.json' },
  ),
  fc.constantFrom<JsonValue>(
    { $ref: '#/info' },
    { $ref: '#/components/responses/G0' },
    { in: 'path' },
    { name: 'a', in: 'query' },
    { get: null },
    { 200: null },
    { $ref: '/etc/passwd' },
  ),
  fc.constant(deepArray(500)),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>,
);

function pointersOf(value: JsonValue, pointer = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [pointer];
  return [pointer, ...Object.entries(value).flatMap(([token, member]) => pointersOf(member as JsonValue, appendToken(pointer, token)))];
}

function withJunk(value: JsonValue, tokens: readonly string[], spoiled: JsonValue): JsonValue {
  const [token, ...rest] = tokens;
  if (token === undefined) return spoiled;
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === token ? withJunk(item, rest, spoiled) : item));
  return Object.fromEntries(
    Object.entries(value as Members).map(([key, member]) => [key, key === token ? withJunk(member, rest, spoiled) : member]),
  );
}

/** All that an operation says, without the documents its schemas drag along. */
function spelled(contract: Contract, id: string): string | undefined {
  const operation = contract.operations.find((entry) => entry.id === id)?.read();
  if (operation === undefined) return undefined;
  return JSON.stringify(operation, (key, value: unknown) => (key === 'documents' ? undefined : value instanceof Map ? [...value] : value));
}

async function read(document: JsonValue): Promise<Contract> {
  return readContract('api.json', textPort({ 'api.json': JSON.stringify(document) }));
}

const cases = document.chain((whole) => fc.tuple(fc.constant(whole), fc.constantFrom(...pointersOf(whole)), junk));

it('reads documents with junk anywhere, and the operations that the junk does not touch stay what they were', async () => {
  let touchedCount = 0;
  await fc.assert(
    fc.asyncProperty(cases, async ([whole, pointer, spoiled]) => {
      const before = await read(whole);
      const after = await read(withJunk(whole, tokensFromPointer(pointer), spoiled)).catch((error: unknown) => {
        expect(error).toBeInstanceOf(InputError);
        return undefined;
      });
      if (after === undefined) return;
      for (const entry of after.operations) expect(() => entry.read()).not.toThrow();
      const touched = /\/(?:~1)?(G\d)/.exec(pointer)?.[1];
      if (touched === undefined) return;
      touchedCount += 1;
      for (const id of ['opG0', 'opG1', 'opG2'].filter((candidate) => candidate !== `op${touched}`))
        expect(spelled(after, id)).toBe(spelled(before, id));
    }),
    { numRuns: 300 },
  );
  expect(touchedCount).toBeGreaterThan(200);
}, 60_000);

it('lints documents with junk anywhere', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ([whole, pointer, spoiled]) => {
      const contract = await read(withJunk(whole, tokensFromPointer(pointer), spoiled)).catch((error: unknown) => {
        expect(error).toBeInstanceOf(InputError);
        return undefined;
      });
      if (contract !== undefined) expect(await lintContract(contract)).toBeInstanceOf(Array);
    }),
    { numRuns: 60 },
  );
}, 60_000);
