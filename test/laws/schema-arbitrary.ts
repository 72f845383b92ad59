import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../src/base/json.js';

const NAMES = ['a', 'b', 'c'];
const name = fc.constantFrom(...NAMES);
const small = fc.integer({ min: 0, max: 4 });
const scalar = fc.oneof(
  fc.constantFrom<JsonValue>('', 'a', 'ab', 'abc', '😀b', 0, 1, 1.5, -2, 3, true, false, null),
  fc.integer({ min: -9, max: 9 }),
);

/** JSON values from a small world, so that random schemas meet them often. */
export const smallJson: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

function clause(keyword: string, value: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonObject> {
  return value.map((given) => ({ [keyword]: given }));
}

/** Schemas of draft 2020-12 from a small grammar that has nearly every keyword; `$ref` leads to one of the definitions beside it. */
export const smallSchema: fc.Arbitrary<JsonObject> = fc
  .letrec<{ schema: JsonValue; clauses: JsonObject }>((tie) => {
    const schema = tie('schema');
    const wanted = fc.constantFrom<JsonValue>({ type: 'string' }, { minimum: 1 }, { enum: ['a', 1, null] }, { type: ['object', 'null'] });
    const list = fc.array(schema, { minLength: 1, maxLength: 3 });
    const map = fc.dictionary(name, schema, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
    const type = fc.constantFrom('string', 'number', 'integer', 'boolean', 'null', 'array', 'object');
    return {
      schema: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom<JsonValue>(true, {}, { type: 'string' }, { type: 'integer' }),
        tie('clauses'),
      ),
      clauses: fc
        .array(
          fc.oneof(
            clause('type', type),
            clause('type', fc.uniqueArray(type, { minLength: 1, maxLength: 3 })),
            clause('enum', fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 })),
            clause('const', smallJson),
            clause('minimum', fc.integer({ min: -5, max: 5 })),
            clause('exclusiveMaximum', fc.integer({ min: -5, max: 9 })),
            clause('multipleOf', fc.constantFrom(1, 2, 0.5, 0.1, 3)),
            clause('minLength', small),
            clause('maxLength', small),
            clause('pattern', fc.constantFrom('^a', 'b$', '^[ab]*$', 'c', '^.{2}$')),
            clause('minItems', small),
            clause('maxItems', small),
            clause('uniqueItems', fc.boolean()),
            clause('items', schema),
            clause('prefixItems', list),
            fc.record(
              { contains: wanted, minContains: small, maxContains: small },
              { requiredKeys: ['contains'] },
            ) as fc.Arbitrary<JsonObject>,
            clause('properties', map),
            clause('patternProperties', fc.dictionary(fc.constantFrom('^a', '[bc]'), schema, { minKeys: 1, noNullPrototype: true })),
            clause('additionalProperties', schema),
            clause('additionalProperties', fc.constant(false)),
            clause('propertyNames', fc.constantFrom<JsonValue>({ pattern: '^[ab]' }, { maxLength: 1 }, { enum: ['a', 'c'] })),
            clause('required', fc.uniqueArray(name, { maxLength: 3 })),
            clause('minProperties', small),
            clause('maxProperties', small),
            clause('dependentRequired', fc.dictionary(name, fc.uniqueArray(name, { maxLength: 2 }), { minKeys: 1, noNullPrototype: true })),
            clause('dependentSchemas', map),
            clause('unevaluatedProperties', fc.constantFrom<JsonValue>(false, { type: 'string' })),
            clause('unevaluatedItems', fc.constantFrom<JsonValue>(false, { type: 'string' })),
            clause('allOf', list),
            clause('anyOf', list),
            clause('oneOf', list),
            clause('not', schema),
            // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is named so.
            fc.record({ if: schema, then: schema, else: schema }, { requiredKeys: ['if'] }) as fc.Arbitrary<JsonObject>,
            clause('$ref', fc.constantFrom('#/$defs/one', '#/$defs/two')),
          ),
          { minLength: 1, maxLength: 3 },
        )
        .map((clauses) => Object.assign({}, ...clauses) as JsonObject),
    };
  })
  .clauses.filter(isFairToAjv)
  .chain((root) => fc.record({ one: simpleDefinition, two: simpleDefinition }).map(($defs): JsonObject => ({ ...root, $defs })));

/** ajv does not see what a recursive reference has evaluated, and takes `[]` where `prefixItems` stands beside `contains`; the official suite covers both. */
function isFairToAjv(root: JsonObject): boolean {
  const text = JSON.stringify(root);
  if (text.includes('"prefixItems"') && text.includes('"contains"')) return false;
  return !text.includes('"unevaluated') || !text.includes('"#/$defs/');
}

/** Recursion only through a member, so that ajv ends too. */
const simpleDefinition = fc.constantFrom<JsonValue>(
  { type: 'object', properties: { a: { $ref: '#/$defs/one' } }, maxProperties: 2 },
  { type: ['array', 'null'], items: { $ref: '#/$defs/two' }, maxItems: 2 },
  { type: 'string', minLength: 1 },
  { enum: ['a', 1, null] },
);
