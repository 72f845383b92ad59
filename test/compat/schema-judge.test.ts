import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/base/json.js';
import { createSchemaJudge } from '../../src/compat/schema-judge.js';
import { createSameness } from '../../src/schema/inclusion/same-schema.js';
import type { SchemaComparison } from '../../src/schema/inclusion/schema-comparison.js';
import type { DocumentSet, Schema } from '../../src/schema/schema.js';
import { isValid } from '../../src/schema/validate.js';

type Schemas = Readonly<Record<string, JsonObject>>;

/** A version of a document that holds nothing but named schemas. */
function version(given: Schemas): { readonly documents: DocumentSet; readonly at: (name: string) => Schema } {
  // As parsed: no two places share an object.
  const schemas = JSON.parse(JSON.stringify(given)) as Schemas;
  const documents = new Map<string, JsonValue>([['api.json', { components: { schemas } }]]);
  return {
    documents,
    at: (name) => ({
      value: schemas[name] ?? true,
      dialect: 'openapi-3.0',
      uri: 'api.json',
      pointer: `/components/schemas/${name}`,
      documents,
    }),
  };
}

interface Judged {
  readonly older: Schemas;
  readonly newer: Schemas;
  readonly maxEffortCount?: number;
  readonly maxStepCount?: number;
}

/** Judges pairs of one name one after another, as requests. */
function judgeAll({ older, newer, ...options }: Judged, names: readonly string[]): readonly SchemaComparison[] {
  const [before, after] = [version(older), version(newer)];
  const documents = [before.documents, after.documents];
  const judge = createSchemaJudge({ mode: 'robust', seed: '0', sameness: createSameness(), documents, ...options });
  return names.map((name) => judge({ writer: before.at(name), reader: after.at(name), direction: 'request' }));
}

const ID = { type: 'string', maxLength: 9 };
const SHORT_ID = { type: 'string', maxLength: 3 };
const holder = (name: string, id: JsonObject): JsonObject => ({ type: 'object', required: [name], properties: { [name]: id } });

describe('a judge of the schemas of two contracts', () => {
  it('answers the same whatever was asked before, but for the values that show it', () => {
    const limits = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(limits, limits, (first, second) => {
        const schemas = (all: readonly number[]): Schemas =>
          Object.fromEntries(all.map((maxLength, index) => [`S${index}`, holder('id', { type: 'string', maxLength })]));
        const judged = { older: schemas(first), newer: schemas(second) };
        const names = ['S0', 'S1', 'S2'];
        const together = judgeAll(judged, names).map(({ kind }) => kind);
        expect(together).toEqual(names.map((name) => judgeAll(judged, [name])[0]?.kind));
        expect(together).toEqual(first.map((limit, index) => (limit <= (second[index] ?? 0) ? 'compatible' : 'breaking')));
      }),
      { seed: 801, numRuns: 40 },
    );
  });

  it('shows a break by a value that the writer writes and the reader refuses, where the same words stand in many schemas too', () => {
    const names = ['A', 'B', 'C', 'D'];
    const schemas = (id: JsonObject): Schemas =>
      Object.fromEntries(
        names.map((name) => [name, { type: 'object', properties: { inner: holder('id', id), [name]: { type: 'boolean' } } }]),
      );
    const [older, newer] = [schemas(ID), schemas(SHORT_ID)];
    judgeAll({ older, newer }, names).forEach((comparison, index) => {
      const name = names[index] ?? '';
      expect(comparison.kind).toBe('breaking');
      for (const { witness, location } of comparison.breaks) {
        expect(isValid(version(older).at(name), witness, { direction: 'request' })).toBe(true);
        expect(isValid(version(newer).at(name), witness, { direction: 'request' })).toBe(false);
        expect(location).toEqual(['inner', 'id']);
      }
    });
  });

  it('does not carry over what the same words break elsewhere to where another clause keeps it from being written', () => {
    const free = { type: 'object', properties: { inner: holder('id', ID) } };
    const kept = { allOf: [free, { properties: { inner: { properties: { id: { maxLength: 2 } } } } }] };
    const narrow = { type: 'object', properties: { inner: holder('id', SHORT_ID) } };
    const older = { Free: free, Kept: kept };
    const newer = { Free: narrow, Kept: narrow };
    expect(judgeAll({ older, newer }, ['Free', 'Kept']).map(({ kind }) => kind)).toEqual(['breaking', 'compatible']);
  });

  it('leaves open for want of budget what it may no longer search, and is silent on what can be proved all the same', () => {
    const older = { A: holder('id', ID), B: holder('key', ID), C: holder('id', SHORT_ID) };
    const newer = { A: holder('id', SHORT_ID), B: holder('key', SHORT_ID), C: holder('id', ID) };
    const [first, second, third] = judgeAll({ older, newer, maxEffortCount: 1 }, ['A', 'B', 'C']);
    expect(first?.kind).toBe('breaking');
    expect(second).toMatchObject({ kind: 'unknown', breaks: [], open: [{ location: ['key'], reason: { kind: 'budget' } }] });
    expect(third?.kind).toBe('compatible');
  });

  it('gives the same bytes for the same questions', () => {
    const older = { A: holder('id', ID), B: { anyOf: [{ $ref: '#/components/schemas/A' }, ID] } };
    const newer = { A: holder('id', SHORT_ID), B: { anyOf: [{ $ref: '#/components/schemas/A' }, SHORT_ID] } };
    const judged = { older, newer };
    expect(JSON.stringify(judgeAll(judged, ['A', 'B']))).toBe(JSON.stringify(judgeAll(judged, ['A', 'B'])));
  });

  it('proves nothing more once all of its steps are spent, and says so', () => {
    const names = Array.from({ length: 30 }, (_one, index) => `S${index}`);
    const schemas = (limit: number): Schemas =>
      Object.fromEntries(names.map((name, index) => [name, holder(`id${index}`, { type: 'string', maxLength: limit + index })]));
    const judged = { older: schemas(5), newer: schemas(6), maxEffortCount: 0 };
    expect(judgeAll(judged, names).map(({ kind }) => kind)).toEqual(names.map(() => 'compatible'));
    const kinds = judgeAll({ ...judged, maxStepCount: 40 }, names);
    const provedCount = kinds.filter(({ kind }) => kind === 'compatible').length;
    expect(provedCount).toBeGreaterThan(0);
    expect(provedCount).toBeLessThan(30);
    expect(kinds.slice(provedCount).map(({ kind, open }) => [kind, open[0]?.reason])).toEqual(
      names.slice(provedCount).map(() => ['unknown', { kind: 'budget' }]),
    );
  });
});
