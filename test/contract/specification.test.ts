import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import { specificationOf } from '../../src/contract/specification.js';

const FROM = { file: 'a.json', text: '' };

describe('a document', () => {
  it.each<[string, JsonValue]>([
    ['a type', { type: 'object' }],
    ['types', { type: ['string', 'null'] }],
    ['properties', { properties: { id: {} } }],
    ['definitions', { definitions: {} }],
    ['a reference', { $ref: 'other.json' }],
    ['parts', { allOf: [{ minimum: 1 }] }],
    ['values', { enum: ['a'] }],
    ['its dialect', { $schema: 'https://json-schema.org/draft/2020-12/schema' }],
  ])('with %s is a schema', (_, root) => {
    expect(specificationOf(root, FROM)).toBe('json-schema');
  });

  it.each<[string, JsonValue, string]>([
    ['a package', { name: 'shop', version: '1.0.0', type: 'module', private: true }, 'an object with name, version, type, private'],
    ['the settings of a compiler', { compilerOptions: {}, include: ['src'] }, 'an object with compilerOptions, include'],
    [
      'what only uses the names of keywords',
      { properties: 'a', enum: 3, allOf: {}, $ref: null },
      'an object with properties, enum, allOf, $ref',
    ],
    ['a list', [], 'a list'],
    ['notes', 'Remember the milk', 'plain text'],
    ['a number', 1, 'a single number'],
    ['null', null, 'nothing but null'],
    ['nothing', {}, 'an empty object'],
    ['another dialect', { $schema: 'https://json.schemastore.org/package', type: 'object' }, 'an object with $schema, type'],
  ])('that is %s is refused, with a word for what it is', (_, root, found) => {
    expect(() => specificationOf(root, FROM)).toThrow(expect.objectContaining({ code: 'E_DOCUMENT_KIND', args: { found } }));
  });
});
