import { expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import type { InclusionProof } from '../../../src/schema/inclusion/inclusion-question.js';
import { proveBy } from '../../../src/schema/inclusion/prove-inclusion.js';
import { createProver } from '../../../src/schema/inclusion/prover.js';
import { createSameness } from '../../../src/schema/inclusion/same-schema.js';
import { isReadable, mayWrite } from '../../../src/schema/inclusion/value-views.js';
import { schemaAt } from '../../../src/schema/schema-at.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';

const BUDGET = { maxStepCount: 20_000, maxValueCount: 0, maxBreakCount: 1 };

/** Asks one prover about parts of two schemas, in turn. */
function proofs(writer: JsonValue, reader: JsonValue, paths: readonly string[]): readonly InclusionProof[] {
  const prover = createProver('response', createSameness());
  const sides = [schemaFromValue(writer), schemaFromValue(reader)];
  return paths.map((path) => {
    const [writes, reads] = sides.map((schema) => schemaAt(schema, ...path.split('/').filter((token) => token !== '')));
    if (writes === undefined || reads === undefined) throw new Error(path);
    return proveBy({ writer: writes, reader: reads, direction: 'response', mode: 'robust', seed: '0', budget: BUDGET }, prover);
  });
}

function kinds(writer: JsonValue, reader: JsonValue, paths: readonly string[]): readonly string[] {
  return proofs(writer, reader, paths).map(({ kind }) => kind);
}

const reference = (name: string): JsonObject => ({ $ref: `#/$defs/${name}` });

function objectOf(properties: JsonObject): JsonObject {
  return { type: 'object', properties };
}

it('what stands behind a reference is open where the reference leads to, as a place of the whole', () => {
  const whole = (type: string): JsonValue => ({
    ...objectOf({ first: reference('node') }),
    $defs: { node: objectOf({ next: reference('node'), leaf: reference('leaf') }), leaf: objectOf({ value: { type } }) },
  });
  expect(proofs(whole('string'), whole('integer'), [''])).toMatchObject([
    { open: [{ location: ['first', 'leaf', 'value'], reader: { pointer: '/$defs/leaf/properties/value/type' } }] },
  ]);
  expect(kinds(whole('integer'), whole('number'), [''])).toEqual(['proved']);
});

it('what else names members of the value takes part: then the two schemas alone say too little', () => {
  const whole = (own: JsonObject): JsonValue => ({
    ...objectOf({ part: reference('named') }),
    allOf: [objectOf({ part: reference('beside') })],
    $defs: { named: objectOf(own), beside: objectOf({ more: { type: 'string' } }) },
  });
  const reader = { ...objectOf({ part: reference('named') }), $defs: { named: objectOf({ more: { type: 'integer' } }) } };
  expect(kinds(whole({}), reader, [''])).toEqual(['open']);
});

it('what a proof takes for granted is proved each time that the proof is used again', () => {
  const whole = (type: string): JsonValue => ({
    ...objectOf({ inner: objectOf({ leaf: reference('leaf') }) }),
    $defs: { leaf: { type } },
  });
  expect(kinds(whole('string'), whole('integer'), ['', 'properties/inner', 'properties/inner'])).toEqual(['open', 'open', 'open']);
});

it('what rests on a place that is still being proved takes for granted what that place takes', () => {
  const again = { ...reference('node'), maxProperties: 5 };
  const whole = (type: string): JsonValue => ({
    ...again,
    $defs: { node: objectOf({ inner: objectOf({ again }), leaf: reference('leaf') }), leaf: { type } },
  });
  const inner = '$defs/node/properties/inner';
  expect(kinds(whole('string'), whole('integer'), [`${inner}/properties/again`, inner])).toEqual(['open', 'open']);
  expect(kinds(whole('integer'), whole('number'), [`${inner}/properties/again`, inner])).toEqual(['proved', 'proved']);
});

it('references that lead back to themselves prove nothing', () => {
  const whole = (way: string): JsonValue => ({
    ...objectOf({ part: reference('a') }),
    $defs: { a: reference(way), b: { allOf: [reference('a')] }, c: reference('a') },
  });
  expect(kinds(whole('b'), whole('c'), [''])).toEqual(['open']);
});

it('a pair that holds is proved once for good', () => {
  const whole = (type: string): JsonValue => ({
    ...objectOf({ first: reference('leaf'), second: reference('leaf') }),
    $defs: { leaf: objectOf({ value: { type } }) },
  });
  const prover = createProver('response', createSameness());
  const [writer, reader] = [schemaFromValue(whole('integer')), schemaFromValue(whole('number'))];
  const question = { writer, reader, direction: 'response', mode: 'robust', seed: '0', budget: BUDGET } as const;
  expect(proveBy(question, prover).kind).toBe('proved');
  const before = prover.stepCount();
  expect(proveBy(question, prover).kind).toBe('proved');
  expect(prover.stepCount()).toBe(before);
});

it('what is empty by its words is so only where the same words lead to the same', () => {
  const whole = (type: string): JsonValue => ({
    ...objectOf({ inner: objectOf({ leaf: reference('leaf') }) }),
    $defs: { leaf: { type } },
  });
  const prover = createProver('response', createSameness());
  const kindOf = (writer: JsonValue, reader: JsonValue): string => {
    const sides = { writer: schemaFromValue(writer), reader: schemaFromValue(reader) };
    return proveBy({ ...sides, direction: 'response', mode: 'robust', seed: '0', budget: BUDGET }, prover).kind;
  };
  expect(kindOf(whole('integer'), whole('number'))).toBe('proved');
  expect(kindOf(whole('string'), whole('integer'))).toBe('open');
});

it('what rests on a place that is still being proved is not known of others that say the same', () => {
  const again = { ...reference('node'), maxProperties: 5 };
  const whole = (type: string): JsonValue => ({
    ...again,
    $defs: { node: objectOf({ inner: objectOf({ again }), twin: objectOf({ again }), leaf: reference('leaf') }), leaf: { type } },
  });
  const place = '$defs/node/properties';
  expect(kinds(whole('string'), whole('integer'), [`${place}/inner/properties/again`, `${place}/twin`])).toEqual(['open', 'open']);
});

it.each([[[]], [['created']]])(
  'of a union the clause of the very schema that holds is open, and not what another arm asks for: %j',
  (required) => {
    const whole = (type: string): JsonValue => ({
      anyOf: [{ type: 'string' }, reference('customer'), reference('deleted')],
      $defs: {
        customer: { ...objectOf({ id: { type: 'string' }, created: { type } }), required: ['id', ...required] },
        deleted: { ...objectOf({ id: { type: 'string' }, deleted: { enum: [true] } }), required: ['id', 'deleted'] },
      },
    });
    const [proof] = proofs(whole('string'), whole('integer'), ['']);
    expect(proof).toMatchObject({
      kind: 'open',
      open: [{ location: ['created'], reader: { pointer: '/$defs/customer/properties/created/type' } }],
    });
    expect(proof?.kind === 'open' ? proof.open.length : 0).toBe(1);
  },
);

it('an arm that held is not taken to hold still where members are named by what may be null beside it', () => {
  const whole = (type: string): JsonObject => ({
    allOf: [
      {
        oneOf: [{ ...objectOf({ one: { type: 'integer' } }), required: ['one'] }, objectOf({ more: { type } })],
      },
      { type: 'object', nullable: true, properties: { more: { type: 'string' } } },
    ],
  });
  const [writer, reader] = ['boolean', 'string'].map((type) => schemaFromValue(whole(type), 'openapi-3.0'));
  if (writer === undefined || reader === undefined) throw new Error('two');
  const question = { writer, reader, direction: 'response', mode: 'robust', seed: '0', budget: BUDGET } as const;
  const witness = { one: 1, more: 'x' };
  expect([mayWrite(question, witness), isReadable(question, witness)]).toEqual([true, false]);
  expect(proveBy(question, createProver('response', createSameness())).kind).toBe('open');
});

it('the same words at two places are open at both, and what stands behind them is open once', () => {
  const whole = (maxLength: number, type: string): JsonValue => {
    const place = (): JsonObject => objectOf({ text: { type: 'string', maxLength }, leaf: reference('leaf') });
    return { ...objectOf({ first: place(), second: place() }), $defs: { leaf: objectOf({ value: { type } }) } };
  };
  const [proof] = proofs(whole(4, 'string'), whole(3, 'integer'), ['']);
  expect(proof?.kind === 'open' ? proof.open.map(({ location }) => location.join('/')) : []).toEqual([
    'first/text',
    'second/text',
    'first/leaf/value',
  ]);
});

it('of unions in the same words each is open where the arms behind them are', () => {
  const whole = (type: string): JsonValue => {
    const union: JsonObject = { anyOf: [{ type: 'integer' }, reference('leaf')] };
    return {
      ...objectOf({ first: objectOf({ at: union }), second: objectOf({ at: union }) }),
      $defs: { leaf: objectOf({ value: { type } }) },
    };
  };
  const places = ['properties/first', 'properties/second', ''];
  const found = proofs(whole('string'), whole('integer'), places).map((proof) =>
    proof.kind === 'open' ? proof.open.map(({ location }) => location.join('/')) : [],
  );
  expect(found).toEqual([['at/value'], ['at/value'], ['first/at/value']]);
});
