import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/base/json.js';
import { isJsonObject } from '../../src/base/json.js';
import { compareContracts } from '../../src/compat/compare-contracts.js';
import type { Contract } from '../../src/contract/contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import type { Finding, Witness } from '../../src/finding/finding.js';
import { judgeRequest } from '../../src/wire/judge-request.js';
import { judgeResponse } from '../../src/wire/judge-response.js';
import { corpusShare, describeCorpus, isWholeCorpus } from '../support/corpus.js';
import { textPort } from '../support/text-port.js';
import { apiWith, asking, compared, contractOf, giving, linesOf, taking } from './compared.js';

const RUNS = { seed: 60, numRuns: 40 };

const LEAF: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record({ type: fc.constant('string'), maxLength: fc.integer({ min: 1, max: 9 }) }, { requiredKeys: ['type'] }),
  fc.record(
    { type: fc.constant('integer'), minimum: fc.integer({ min: -3, max: 3 }), maximum: fc.integer({ min: 4, max: 9 }) },
    { requiredKeys: ['type'] },
  ),
  fc.record({ type: fc.constant('string'), enum: fc.subarray(['a', 'b', 'c', 'd'], { minLength: 1 }) }),
  fc.constant({ type: 'boolean' }),
);
const NAMES = ['id', 'name', 'total', 'note'];

function objectOf(member: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc
    .record({ members: fc.dictionary(fc.constantFrom(...NAMES), member, { maxKeys: 4 }), required: fc.subarray(NAMES) })
    .map(({ members, required }) => ({
      type: 'object',
      properties: { ...members },
      required: required.filter((name) => Object.hasOwn(members, name)),
    }));
}

const ITEM = fc.oneof(LEAF, objectOf(LEAF));
const SCHEMA: fc.Arbitrary<JsonObject> = objectOf(
  fc.oneof(
    { weight: 3, arbitrary: ITEM },
    ITEM.map((items) => ({ type: 'array', items })),
  ),
);

/** The same meaning in other words. */
const REWRITES: Readonly<Record<string, (schema: JsonObject) => JsonObject>> = {
  'an allOf around it': (schema) => ({ allOf: [schema] }),
  'an allOf of its parts': ({ properties, required, ...rest }) => ({ allOf: [{ ...rest, properties }, { required }] }) as JsonObject,
  'another order of members': reversed,
  'words for people': described,
  'an anyOf of it alone': (schema) => ({ anyOf: [schema] }),
  'a oneOf of it alone': (schema) => ({ oneOf: [schema] }),
  'one union of one within the other': (schema) => ({ anyOf: [{ oneOf: [schema] }] }),
  'a component': () => ({ $ref: '#/components/schemas/Order' }),
};

function reversed(value: JsonObject): JsonObject {
  return mapped(value, (entries) => entries.toReversed());
}

function described(value: JsonObject): JsonObject {
  return { ...mapped(value, (entries) => entries), description: 'an order', title: 'Order', examples: [1], $comment: 'x' };
}

function mapped(value: JsonObject, order: (entries: [string, JsonValue][]) => [string, JsonValue][]): JsonObject {
  const entries = Object.entries(value).flatMap(([name, member]): [string, JsonValue][] =>
    member === undefined ? [] : [[name, isJsonObject(member) ? mapped(member, order) : member]],
  );
  return Object.fromEntries(order(entries));
}

function bothWays(schema: JsonValue, components: JsonObject = {}): JsonObject {
  return apiWith({ ...taking(schema), ...giving(schema) }, { components: { schemas: components } });
}

it.each(Object.entries(REWRITES))('a schema with %s instead is no change', async (_, rewrite) => {
  await fc.assert(
    fc.asyncProperty(SCHEMA, async (schema) => {
      const { findings } = await compared(bothWays(schema), bothWays(rewrite(schema), { Order: schema }));
      expect(linesOf(findings)).toEqual([]);
    }),
    RUNS,
  );
});

it('null in its spellings is no change', async () => {
  const spelled = (openapi: string, schema: JsonObject): JsonObject => ({
    ...bothWays({ type: 'object', properties: { note: schema } }),
    openapi,
  });
  const spellings = [
    spelled('3.0.3', { type: 'string', nullable: true }),
    spelled('3.1.0', { type: ['string', 'null'] }),
    spelled('3.1.0', { type: ['null', 'string'] }),
    spelled('3.1.0', { anyOf: [{ type: 'string' }, { type: 'null' }] }),
  ];
  for (const older of spellings) for (const newer of spellings) expect(linesOf((await compared(older, newer)).findings)).toEqual([]);
});

it('null in its spellings beside members is no change', async () => {
  const members = { type: 'object', properties: { id: { type: 'integer' }, note: { type: 'string' } }, required: ['id'] };
  const spelled = (openapi: string, note: JsonObject): JsonObject => ({
    ...bothWays({ type: 'object', properties: { note } }, { Note: members }),
    openapi,
  });
  const reference = { $ref: '#/components/schemas/Note' };
  const spellings = [
    spelled('3.0.3', { nullable: true, ...members }),
    spelled('3.0.3', { nullable: true, allOf: [reference] }),
    spelled('3.1.0', { ...members, type: ['object', 'null'] }),
    spelled('3.1.0', { anyOf: [reference, { type: 'null' }] }),
    spelled('3.1.0', { oneOf: [{ type: 'null' }, reference] }),
  ];
  for (const older of spellings) for (const newer of spellings) expect(linesOf((await compared(older, newer)).findings)).toEqual([]);
});

it('arms of a union that overlap, written otherwise or turned about, are no change', async () => {
  const arm = (title: string, maxLength: number): JsonObject => ({
    title,
    type: 'object',
    properties: { name: { type: 'string', maxLength }, [title]: { type: 'string' } },
  });
  const [first, second] = [arm('one', 5), arm('two', 9)];
  const plain = bothWays({ oneOf: [first, second] });
  const split = (schema: JsonObject): JsonObject => ({ ...schema, type: ['object'] });
  for (const arms of [
    [second, first],
    [split(first), split(second)],
    [split(second), split(first)],
  ]) {
    expect(linesOf((await compared(plain, bothWays({ oneOf: arms }))).findings)).toEqual([]);
    expect(linesOf((await compared(bothWays({ oneOf: arms }), plain)).findings)).toEqual([]);
  }
});

it('what breaks the requests of a step breaks the responses of the step back, and the other way round', async () => {
  await fc.assert(
    fc.asyncProperty(SCHEMA, SCHEMA, async (older, newer) => {
      const requests = await compared(apiWith(taking(older)), apiWith(taking(newer)));
      const responses = await compared(apiWith(giving(newer)), apiWith(giving(older)));
      expect(breaksOf(requests.findings, 2)).toEqual(breaksOf(responses.findings, 3));
    }),
    RUNS,
  );
});

/** What is refused where, below the body. */
function breaksOf(findings: readonly Finding[], depth: number): readonly string[] {
  return findings
    .filter(({ code }) => code === 'compat/schema-broken')
    .map(({ args }) => `${(args['location'] as readonly string[]).slice(depth).join('/')} ${String(args['clause'])}`)
    .toSorted();
}

it('the same two versions have the same findings, byte by byte', async () => {
  await fc.assert(
    fc.asyncProperty(SCHEMA, SCHEMA, async (older, newer) => {
      const first = JSON.stringify(await compared(bothWays(older), bothWays(newer)));
      expect(JSON.stringify(await compared(bothWays(older), bothWays(newer)))).toBe(first);
    }),
    { ...RUNS, numRuns: 15 },
  );
});

it('every witness is taken by the contract of who writes it and refused by the contract of who reads it', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(SCHEMA, SCHEMA, LEAF, LEAF, async (first, second, before, after) => {
      const [older, newer] = await Promise.all([
        contractOf(apiWith({ ...taking(first), ...giving(first), ...asking({ schema: before }) })),
        contractOf(apiWith({ ...taking(second), ...giving(second), ...asking({ schema: after }) })),
      ]);
      for (const { severity, witness } of compareContracts(older, newer, { usage: [] }).findings) {
        if (severity !== 'error') continue;
        expect(witness).toBeDefined();
        count += 1;
        if (witness === undefined) continue;
        // Whoever waits for an answer has sent what its own version lets it send.
        expect(problemsOfRequest(older, witness)).toBe(0);
        if (witness.response === undefined) expect(problemsOfRequest(newer, witness)).toBeGreaterThan(0);
        else {
          expect(problemsOfResponse(newer, witness)).toBe(0);
          expect(problemsOfResponse(older, witness)).toBeGreaterThan(0);
        }
      }
    }),
    RUNS,
  );
  expect(count).toBeGreaterThan(40);
});

type Message = NonNullable<Witness['request']>;

function wholeOf({ headers, body }: Message): { readonly headers: readonly string[]; readonly body: Uint8Array | undefined } {
  return { headers: headers.flat(), body: body === undefined ? undefined : new TextEncoder().encode(body) };
}

function problemsOfRequest(contract: Contract, { request }: Witness): number {
  const operation = contract.operations[0]?.read();
  if (request === undefined || operation === undefined) throw new Error('nothing to judge');
  const [method = '', target = ''] = request.line.split(' ');
  return judgeRequest({ operation, contract, request: { method, target, ...wholeOf(request) }, pathValues: new Map() }).problems.length;
}

function problemsOfResponse(contract: Contract, { response }: Witness): number {
  const operation = contract.operations[0]?.read();
  if (response === undefined || operation === undefined) throw new Error('nothing to judge');
  return judgeResponse({ operation, contract, request: undefined, response: { status: Number(response.line), ...wholeOf(response) } })
    .length;
}

describeCorpus('real documents', () => {
  const documents = corpusShare('compat', 16).filter(({ sizeBytes }) => isWholeCorpus || sizeBytes < 2_000_000);

  it.each(documents.map(({ name, file }) => [name, file] as const))(
    '%s is the same as itself, and as itself with every reference wrapped',
    async (_, file) => {
      const port = { readText: async (path: string): Promise<string> => readFileSync(path, 'utf8') };
      const [older, newer] = [await readContract(file, port), await readContract(file, port)];
      expect(compareContracts(older, newer, { usage: [] })).toEqual({
        findings: [],
        semver: 'none',
        deployment: 'any-order',
        consumers: [],
      });
      if (!isJsonObject(older.root) || older.documents.get(file) !== older.root) return;
      const wrapped = await readContract(
        'wrapped.json',
        textPort({ 'wrapped.json': JSON.stringify(withWrappedReferences(older.root, '')) }),
      );
      const findings = compareContracts(older, wrapped, { usage: [] }).findings.filter(({ severity }) => severity === 'error');
      expect(linesOf(findings)).toEqual([]);
    },
    120_000,
  );
});

/** Each reference to a schema as the only part of an `allOf`; in other places a reference may not be wrapped. */
function withWrappedReferences(value: JsonValue, key: string): JsonValue {
  if (Array.isArray(value)) return value.map((item) => withWrappedReferences(item, key));
  if (!isJsonObject(value)) return value;
  const reference = value['$ref'];
  if (typeof reference === 'string') return SCHEMA_REFERENCE.test(reference) && key !== 'mapping' ? { allOf: [value] } : value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withWrappedReferences(member ?? null, name)]));
}

const SCHEMA_REFERENCE = /^#\/(?:components\/schemas|definitions)\/[^/]+$/;
