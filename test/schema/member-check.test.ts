import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.js';
import { isJsonObject } from '../../src/base/json.js';
import { memberCheck } from '../../src/schema/member-check.js';
import { schemaFromValue } from '../../src/schema/schema-from-value.js';
import { isValid } from '../../src/schema/validate.js';
import { smallSchema } from '../laws/schema-arbitrary.js';

const SCALARS: readonly (string | number)[] = ['', 'a', 'ab', 'abc', 'zzz', 0, 1, 1.5, -2, 7];

/** With another scalar within one member, if there is one. */
function replaced(value: JsonObject, [first, second]: readonly string[], scalar: string | number): JsonObject | undefined {
  if (first === undefined) return undefined;
  const member = value[first];
  if (second === undefined) return typeof member === 'string' || typeof member === 'number' ? { ...value, [first]: scalar } : undefined;
  const inner = isJsonObject(member) ? replaced(member, [second], scalar) : undefined;
  return inner === undefined ? undefined : { ...value, [first]: inner };
}

describe('the check of one member', () => {
  it('says of every other scalar what the whole schema says of the whole object', () => {
    let checkedCount = 0;
    const path = fc.constantFrom(['a'], ['b'], ['a', 'b']);
    const member = fc.dictionary(fc.constantFrom('a', 'b', 'c'), smallSchema, { maxKeys: 3, noNullPrototype: true });
    // Most small schemas let few objects in.
    const wide: fc.Arbitrary<JsonObject> = fc
      .record(
        { properties: member, allOf: fc.array(smallSchema, { minLength: 1, maxLength: 2 }), additionalProperties: smallSchema },
        { requiredKeys: [] },
      )
      .map((clauses) => ({ ...clauses, $defs: { one: { type: 'string' }, two: { maxProperties: 3 } } }));
    const schemas = fc.oneof(smallSchema, wide);
    const scalar = fc.constantFrom(...SCALARS);
    const inner = fc.dictionary(fc.constantFrom('a', 'b', 'c'), scalar, { maxKeys: 2, noNullPrototype: true });
    const object = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(scalar, inner), {
      minKeys: 1,
      maxKeys: 3,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(schemas, fc.array(object, { minLength: 10, maxLength: 10 }), path, (written, values, tokens) => {
        const schema = schemaFromValue(written);
        const check = memberCheck(schema, tokens);
        if (check === undefined) return;
        for (const value of values) {
          if (!isValid(schema, value) || replaced(value, tokens, 1) === undefined) continue;
          checkedCount += 1;
          const whole = SCALARS.map((other) => isValid(schema, replaced(value, tokens, other) ?? null));
          expect(SCALARS.map(check)).toEqual(whole);
        }
      }),
      { seed: 11, numRuns: 700 },
    );
    expect(checkedCount).toBeGreaterThan(50);
  });

  it('follows references, lists that hold together and what else a member may be', () => {
    const schema = schemaFromValue({
      allOf: [{ $ref: '#/$defs/envelope' }, { properties: { id: { maxLength: 4 } } }],
      additionalProperties: { type: 'integer' },
      $defs: { envelope: { type: 'object', required: ['id'], properties: { id: { type: 'string', pattern: '^e' } } } },
    });
    const [id, other] = [memberCheck(schema, ['id']), memberCheck(schema, ['other'])];
    expect([id?.('e1'), id?.('e1234'), id?.('x'), id?.(1)]).toEqual([false, false, false, false]);
    expect([other?.(1), other?.('1')]).toEqual([true, false]);
  });

  it('is none where the other members have a say, or the whole', () => {
    const id = { properties: { id: { type: 'string' } } };
    const more: readonly JsonObject[] = [
      { oneOf: [{ required: ['id'] }, true] },
      { not: { properties: { id: { const: 'x' } } } },
      { if: { properties: { id: { const: 'x' } } }, else: { required: ['y'] } },
      { enum: [{ id: 'x' }] },
      { const: { id: 'x' } },
      { patternProperties: { d: { type: 'string' } } },
      { unevaluatedProperties: false },
      { dependentSchemas: { id: { properties: { id: { const: 'x' } } } } },
      { $dynamicRef: '#/properties' },
      { $ref: '#/nowhere' },
      { allOf: [false] },
    ];
    for (const clauses of more)
      expect(memberCheck(schemaFromValue({ ...id, ...clauses }), ['id']), JSON.stringify(clauses)).toBeUndefined();
    expect(memberCheck(schemaFromValue({ ...id, minProperties: 1, required: ['id'] }), ['id'])).toBeDefined();
    expect(memberCheck(schemaFromValue({ properties: { id: { anyOf: [{ type: 'string' }] } } }), ['id'])).toBeUndefined();
  });
});
