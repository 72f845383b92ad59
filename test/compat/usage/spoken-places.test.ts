import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import { readTreeOf } from '../../../src/compat/usage/read-tree.js';
import { spokenPlaces } from '../../../src/compat/usage/spoken-places.js';
import { nodeFromSchema } from '../../../src/schema/node.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';

const READS = ['/a', '/a/b', '/c'].map((pointer) => ({ pointer, count: 1, survives: { null: false, absent: false, newValue: false } }));
const member = { properties: { a: { properties: { b: true } } } };

/** The places that a schema speaks of, of those that are read. */
function spoken(schema: JsonValue): readonly string[] {
  return [...spokenPlaces(nodeFromSchema(schemaFromValue(schema)), readTreeOf(READS))].toSorted();
}

describe('a schema speaks of what is read', () => {
  it.each(['not', 'if', 'then', 'else'])('in place, by %s', (keyword) => {
    expect(spoken({ [keyword]: member })).toEqual(['/a', '/a/b']);
  });

  it.each(['allOf', 'anyOf', 'oneOf'])('in place, by a part of %s', (keyword) => {
    expect(spoken({ [keyword]: [{}, member] })).toEqual(['/a', '/a/b']);
  });

  it.each<[string, JsonValue, readonly string[]]>([
    ['behind a reference', { $ref: '#/$defs/a', $defs: { a: member } }, ['/a', '/a/b']],
    ['by a pattern', { patternProperties: { '^a$': {} } }, ['/a']],
    ['by what others may be', { additionalProperties: {} }, ['/a', '/c']],
    ['wholly, where there can be no members', { type: ['string', 'null'] }, ['/a', '/a/b', '/c']],
    ['wholly, where values without members are listed', { enum: ['x', null] }, ['/a', '/a/b', '/c']],
    ['wholly, where nothing is let in', false, ['/a', '/a/b', '/c']],
    ['not at all, where anything else is let in', { additionalProperties: true }, []],
    ['not at all, where one of several types has members', { type: ['string', 'object'] }, []],
  ])('%s', (_, schema, expected) => {
    expect(spoken(schema)).toEqual(expected);
  });
});
