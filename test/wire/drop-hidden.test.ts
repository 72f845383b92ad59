import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import { schemaAt } from '../../src/schema/schema-at.js';
import { schemaFromValue } from '../../src/schema/schema-from-value.js';
import { compileHiddenDrop } from '../../src/wire/drop-hidden.js';

function drop(schema: JsonValue, value: JsonValue, direction: 'request' | 'response' = 'request'): JsonValue {
  const compiled = compileHiddenDrop(schemaFromValue(schema, 'openapi-3.1'), direction);
  return compiled === undefined ? value : compiled(value);
}

const ID = { type: 'integer', readOnly: true };

describe('compileHiddenDrop', () => {
  it('is not needed where nothing is marked for the direction', () => {
    expect(compileHiddenDrop(schemaFromValue({ properties: { id: ID } }), 'response')).toBeUndefined();
    expect(
      compileHiddenDrop(schemaFromValue({ $ref: '#/$defs/a', $defs: { a: { properties: { a: { $ref: '#/$defs/a' } } } } }), 'request'),
    ).toBeUndefined();
    expect(compileHiddenDrop(schemaFromValue(true), 'request')).toBeUndefined();
  });

  it('is needed or not whatever was asked before of schemas that lead to each other', () => {
    const document = (): JsonValue => ({
      $defs: {
        clean: { properties: { next: { $ref: '#/$defs/clean' } } },
        hiding: { properties: { clean: { $ref: '#/$defs/clean' }, loop: { $ref: '#/$defs/loop' }, id: ID } },
        loop: { properties: { back: { $ref: '#/$defs/hiding' }, clean: { $ref: '#/$defs/clean' } } },
      },
    });
    for (const order of [
      ['clean', 'loop', 'hiding'],
      ['hiding', 'clean', 'loop'],
      ['loop', 'hiding', 'clean', 'loop'],
    ]) {
      const root = schemaFromValue(document(), 'openapi-3.1');
      for (const name of order) {
        const schema = schemaAt(root, '$defs', name) ?? root;
        expect(compileHiddenDrop(schema, 'request') === undefined).toBe(name === 'clean');
        expect(compileHiddenDrop(schema, 'response')).toBeUndefined();
      }
    }
  });

  it('takes out what does not travel that way, and nothing else', () => {
    const schema = { properties: { id: ID, secret: { writeOnly: true }, name: {} } };
    expect(drop(schema, { id: 1, secret: 2, name: 3 })).toEqual({ secret: 2, name: 3 });
    expect(drop(schema, { id: 1, secret: 2, name: 3 }, 'response')).toEqual({ id: 1, name: 3 });
  });

  it('looks into members, items, other members, references and allOf', () => {
    const schema = {
      $defs: { pet: { properties: { id: ID } } },
      properties: {
        a: { $ref: '#/$defs/pet' },
        b: { items: { $ref: '#/$defs/pet' } },
        c: { additionalProperties: { $ref: '#/$defs/pet' } },
      },
      allOf: [{ properties: { top: ID } }],
    };
    const value = { top: 1, a: { id: 1 }, b: [{ id: 1, n: 2 }, 3], c: { x: { id: 1, m: 4 } }, d: { id: 5 } };
    expect(drop(schema, value)).toEqual({ a: {}, b: [{ n: 2 }, 3], c: { x: { m: 4 } }, d: { id: 5 } });
  });

  it('follows a schema that holds itself as deep as the value goes', () => {
    const schema = { $ref: '#/$defs/n', $defs: { n: { properties: { id: ID, next: { $ref: '#/$defs/n' } } } } };
    expect(drop(schema, { id: 1, next: { id: 2, next: { id: 3 } } })).toEqual({ next: { next: {} } });
  });

  it('leaves a member that is hidden in one alternative only', () => {
    const schema = { oneOf: [{ properties: { id: ID } }, { properties: { id: { type: 'string' } } }] };
    expect(drop(schema, { id: 'x' })).toEqual({ id: 'x' });
  });

  it('gives back the very value when nothing in it is hidden', () => {
    const value = { name: 1, list: [{ a: 1 }] };
    expect(drop({ properties: { id: ID, list: { items: { properties: { id: ID } } } } }, value)).toBe(value);
  });

  it('touches no prototype', () => {
    const value = JSON.parse('{"id":1,"__proto__":{"id":2}}') as JsonValue;
    expect(JSON.stringify(drop({ properties: { id: ID } }, value))).toBe('{"__proto__":{"id":2}}');
  });
});
