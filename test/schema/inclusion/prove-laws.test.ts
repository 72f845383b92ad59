import { expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import { valueAtPointer } from '../../../src/base/json-pointer.js';
import { randomFromSeed } from '../../../src/base/random.js';
import type { InclusionQuestion } from '../../../src/schema/inclusion/inclusion-question.js';
import { proveInclusion } from '../../../src/schema/inclusion/prove-inclusion.js';
import type { ComparisonMode } from '../../../src/schema/inclusion/schema-comparison.js';
import { isReadable, mayWrite } from '../../../src/schema/inclusion/value-views.js';
import type { Direction } from '../../../src/schema/schema.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';
import { componentSchemas } from '../../support/component-schemas.js';
import { corpusShare, describeCorpus } from '../../support/corpus.js';
import { drawnSchema, linkedPair, schemaPair, smallValues } from '../../support/schema-pair.js';

const SEED = 20261121;
const BUDGET = { maxStepCount: 4_000, maxValueCount: 0, maxBreakCount: 0 };
const WAYS: readonly (readonly [ComparisonMode, Direction | undefined])[] = [
  ['strict', undefined],
  ['robust', undefined],
  ['robust', 'request'],
  ['robust', 'response'],
  ['strict', 'request'],
  ['strict', 'response'],
];

function wayOf(index: number): Pick<InclusionQuestion, 'mode' | 'direction' | 'seed' | 'budget'> {
  const [mode, direction] = WAYS[index % WAYS.length] ?? ['strict', undefined];
  return { mode, direction, seed: '0', budget: BUDGET };
}

it.each([
  { name: 'of schemas of every kind', draw: schemaPair, valueCount: 500, leastProved: 300 },
  { name: 'of schemas most of which stand behind references', draw: linkedPair, valueCount: 600, leastProved: 150 },
])('what is proved has no value that may be written and cannot be read: $name', ({ name, draw, valueCount, leastProved }) => {
  const random = randomFromSeed(SEED, name);
  const values = smallValues(random, valueCount);
  const counts = { proved: 0, shown: 0 };
  for (let index = 0; index < 900; index += 1) {
    const { writer, reader } = draw(random);
    const question = { writer: schemaFromValue(writer), reader: schemaFromValue(reader), ...wayOf(index) };
    const witness = values.find((value) => mayWrite(question, value) && !isReadable(question, value));
    const { kind } = proveInclusion(question);
    if (kind === 'proved') counts.proved += 1;
    if (witness === undefined) continue;
    counts.shown += 1;
    expect({ kind, writer, reader, witness }).toMatchObject({ kind: 'open' });
  }
  // A law that meets nothing shows nothing.
  expect(counts.proved).toBeGreaterThan(leastProved);
  expect(counts.shown).toBeGreaterThan(100);
});

it('a schema is included in its own copy, and nothing is open without a place', () => {
  const random = randomFromSeed(SEED, 'copies');
  for (let index = 0; index < 200; index += 1) {
    const schema = drawnSchema(random);
    const question = { writer: schemaFromValue(schema), reader: schemaFromValue(structuredClone(schema)), ...wayOf(index) };
    expect({ schema, proof: proveInclusion(question) }).toMatchObject({ proof: { kind: 'proved' } });
    const other = proveInclusion({ ...question, reader: schemaFromValue(drawnSchema(random)) });
    if (other.kind === 'open') expect(other.open.length).toBeGreaterThan(0);
  }
});

it('the same question has the same answer', () => {
  const random = randomFromSeed(SEED, 'again');
  for (let index = 0; index < 60; index += 1) {
    const { writer, reader } = schemaPair(random);
    const proofs = [0, 1].map(() => proveInclusion({ writer: schemaFromValue(writer), reader: schemaFromValue(reader), ...wayOf(index) }));
    expect(JSON.stringify(proofs[0])).toBe(JSON.stringify(proofs[1]));
  }
});

describeCorpus('real schemas', () => {
  it('each is included in a copy of itself in which only remarks differ', () => {
    let count = 0;
    for (const document of corpusShare('inclusion of copies', 9)) {
      const schemas = componentSchemas(document, 25);
      const [first] = schemas;
      if (first === undefined) continue;
      const text = JSON.stringify(first.documents.get(first.uri));
      const copy = JSON.parse(text.replaceAll('"description":"', '"description":"Now: ')) as JsonValue;
      const documents = { get: (uri: string): JsonValue | undefined => (uri === first.uri ? copy : undefined) };
      for (const schema of schemas) {
        const value = valueAtPointer(copy, schema.pointer);
        if (value === undefined) continue;
        const question = { writer: schema, reader: { ...schema, value, documents }, ...wayOf(count + 2) };
        expect([schema.uri, schema.pointer, proveInclusion(question).kind]).toEqual([schema.uri, schema.pointer, 'proved']);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(20);
  });
});
