import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { partQuestion } from '../../../src/schema/inclusion/part-question.js';
import { createSearchMemory, partKey } from '../../../src/schema/inclusion/search-memory.js';
import type { OpenPart } from '../../../src/schema/inclusion/schema-comparison.js';
import type { InclusionQuestion } from '../../../src/schema/inclusion/inclusion-question.js';
import type { Schema } from '../../../src/schema/schema.js';

const BUDGET = { maxStepCount: 1, maxValueCount: 1, maxBreakCount: 1 };

function schema(uri: string, value: JsonObject): Schema {
  return { value, dialect: 'openapi-3.0', uri, pointer: '', documents: new Map([[uri, value]]) };
}

function question(older: JsonObject, newer: JsonObject): InclusionQuestion {
  return { writer: schema('old', older), reader: schema('new', newer), direction: 'request', mode: 'robust', seed: '0', budget: BUDGET };
}

function part(writer: string, reader: string, keyword = 'maxLength'): OpenPart {
  return {
    location: ['a'],
    writer: { uri: 'old', pointer: writer },
    reader: { uri: 'new', pointer: reader },
    reason: { kind: 'keyword', keyword },
  };
}

const TEXT = { type: 'string', maxLength: 3 };
const BOTH = { properties: { a: TEXT, b: TEXT, maxLength: { properties: { type: { type: 'string' } } } } };

describe('the question of an open place', () => {
  it('is of the schema that the open clause is of', () => {
    const asked = partQuestion(question(BOTH, BOTH), part('/properties/a', '/properties/a/maxLength'));
    expect([asked?.writer.pointer, asked?.reader.pointer]).toEqual(['/properties/a', '/properties/a']);
    expect(asked?.reader.value).toBe(TEXT);
  });

  it('is of the whole union where the clause is of a branch, however deep, and also through a condition', () => {
    const union = { properties: { a: { anyOf: [{ oneOf: [TEXT, { allOf: [TEXT] }] }] }, b: { not: TEXT } } };
    const readerOf = (pointer: string): string | undefined =>
      partQuestion(question(BOTH, union), part('/properties/a', pointer))?.reader.pointer;
    expect(readerOf('/properties/a/anyOf/0/oneOf/1/allOf/0/maxLength')).toBe('/properties/a');
    expect(readerOf('/properties/a/anyOf/0/oneOf/0')).toBe('/properties/a');
    expect(readerOf('/properties/b/not/maxLength')).toBe('/properties/b');
  });

  it('takes a member that is called like a keyword for a member', () => {
    const named = { properties: { not: { properties: { maxLength: TEXT } } } };
    const asked = partQuestion(question(named, named), part('/properties/not', '/properties/not/properties'));
    expect(asked?.reader.pointer).toBe('/properties/not/properties');
    expect(partQuestion(question(named, named), part('/properties/not', '/properties/not', 'type'))?.reader.pointer).toBe(
      '/properties/not',
    );
  });

  it('of a reference is of the schema that holds it', () => {
    const linked = { properties: { a: { $ref: '#/properties/b' }, b: TEXT } };
    const asked = partQuestion(question(linked, linked), part('/properties/a', '/properties/a/$ref', 'anything'));
    expect(asked?.reader.pointer).toBe('/properties/a');
  });

  it('is none for the whole, and none for a place that is not there', () => {
    expect(partQuestion(question(BOTH, BOTH), part('/properties/a', '/maxLength'))).toBeUndefined();
    expect(partQuestion(question(BOTH, BOTH), part('/properties/z', '/properties/a/maxLength'))).toBeUndefined();
    expect(partQuestion(question(BOTH, BOTH), part('/properties/a', '/properties/z/maxLength'))).toBeUndefined();
  });
});

describe('what an open place is remembered by', () => {
  const keyAt = (older: JsonObject, newer: JsonObject, at: string, clause = 'maxLength'): string => {
    const open = part(`/properties/${at}`, `/properties/${at}/${clause}`, clause);
    const asked = partQuestion(question(older, newer), open);
    return asked === undefined ? '' : partKey(asked, open);
  };

  it('is the same where the same words stand, and another where a word, a side or the clause is another', () => {
    const wide = { type: 'string', maxLength: 4 };
    const one = keyAt(BOTH, BOTH, 'a');
    expect(keyAt(BOTH, BOTH, 'b')).toBe(one);
    const others = [
      keyAt(BOTH, BOTH, 'a', 'type'),
      keyAt({ properties: { a: wide } }, BOTH, 'a'),
      keyAt(BOTH, { properties: { a: wide } }, 'a'),
    ];
    expect(new Set([one, ...others]).size).toBe(4);
  });

  it('is the place where the words are many', () => {
    const long = { type: 'string', maxLength: 3, enum: Array.from({ length: 400 }, (_one, index) => `value ${index}`) };
    const two = { properties: { a: long, b: long } };
    expect(keyAt(two, two, 'a')).not.toBe(keyAt({ properties: { b: long, a: { ...long } } }, two, 'b'));
  });

  it('starts with nothing known', () => {
    const memory = createSearchMemory();
    expect([memory.told.size, memory.witnesses.size, memory.futile.size]).toEqual([0, 0, 0]);
  });
});
