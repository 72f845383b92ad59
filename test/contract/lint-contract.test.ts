import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import { lintContract } from '../../src/contract/lint-contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import type { Finding } from '../../src/finding/finding.js';
import { textPort } from '../support/text-port.js';

async function lint(document: JsonValue): Promise<readonly Finding[]> {
  const port = textPort({ 'api.json': JSON.stringify(document, null, 1) });
  const findings = await lintContract(await readContract('api.json', port));
  return findings.filter((finding) => finding.code !== 'contract/schema-advice');
}

const OK = { 200: { description: 'ok' } };

function withSchemas(schemas: Readonly<Record<string, JsonValue>>, openapi = '3.1.0'): JsonValue {
  return { openapi, info: { title: 'T', version: '1' }, paths: {}, components: { schemas } };
}

function brief(findings: readonly Finding[]): readonly string[] {
  return findings.map((finding) => `${finding.severity} ${finding.code} ${finding.place?.pointer}`);
}

describe('lintContract', () => {
  it('finds nothing in a sound document', async () => {
    const document = {
      openapi: '3.1.0',
      info: { title: 'T', version: '1' },
      paths: {
        '/a/{id}': { get: { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }], responses: OK } },
      },
      components: {
        schemas: { A: { type: ['object', 'null'], properties: { b: { $ref: '#/components/schemas/A' } }, examples: [{ b: null }] } },
      },
    };
    expect(await lint(document)).toEqual([]);
  });

  it.each<[string, JsonValue, string]>([
    ['a type that is none', { type: 'text' }, 'warning contract/type-unknown /components/schemas/A/type'],
    ['a type that is null', { type: null }, 'warning contract/type-unknown /components/schemas/A/type'],
    ['a pattern that does not compile', { pattern: '(' }, 'warning contract/pattern-invalid /components/schemas/A/pattern'],
    [
      'a pattern of a property name',
      { patternProperties: { '[': {} } },
      'warning contract/pattern-invalid /components/schemas/A/patternProperties/[',
    ],
    [
      'a required property that may not be',
      { required: ['x'], additionalProperties: false },
      'warning contract/required-undeclared /components/schemas/A/required',
    ],
    ['a default that does not match', { type: 'integer', default: 'x' }, 'warning contract/default-invalid /components/schemas/A/default'],
    ['an example that does not match', { type: 'integer', example: 'x' }, 'warning contract/example-invalid /components/schemas/A/example'],
    [
      'an item of examples that does not match',
      { type: 'integer', examples: [1, 'x'] },
      'warning contract/example-invalid /components/schemas/A/examples/1',
    ],
    ['a reference that leads nowhere', { $ref: '#/components/schemas/B' }, 'error contract/ref-unresolved /components/schemas/A'],
    [
      'a reference deep inside that leads nowhere',
      { allOf: [{ items: { $ref: '#/x' } }] },
      'error contract/ref-unresolved /components/schemas/A/allOf/0/items',
    ],
    ['a reference to itself', { $ref: '#/components/schemas/A' }, 'error contract/ref-circular /components/schemas/A'],
    [
      'bounds that leave nothing',
      { type: 'integer', minimum: 2, maximum: 1 },
      'warning contract/schema-unsatisfiable /components/schemas/A',
    ],
    ['an enum of the wrong type', { type: 'integer', enum: ['a', 'b'] }, 'warning contract/schema-unsatisfiable /components/schemas/A'],
    ['something that is no schema', { properties: { x: 'string' } }, 'warning contract/wrong-type /components/schemas/A/properties/x'],
  ])('finds %s', async (_title, schema, expected) => {
    expect(brief(await lint(withSchemas({ A: schema })))).toEqual([expected]);
  });

  it.each<[string, JsonValue, string]>([
    ['keywords beside a reference of 3.0', { A: { $ref: '#/components/schemas/B', type: 'nonsense' }, B: {} }, '3.0.0'],
    [
      'an example of what only a response has',
      { A: { type: 'object', required: ['id'], properties: { id: { readOnly: true } }, example: {} } },
      '3.1.0',
    ],
    [
      'a property that is named like a keyword',
      { A: { properties: { type: { type: 'string' }, pattern: { type: 'string' }, default: {} } } },
      '3.1.0',
    ],
    [
      'a property that patternProperties allow',
      { A: { required: ['x'], additionalProperties: false, patternProperties: { '^x': true } } },
      '3.1.0',
    ],
  ])('says nothing of %s', async (_title, schemas, version) => {
    expect(brief(await lint(withSchemas(schemas as Record<string, JsonValue>, version)))).toEqual([]);
  });

  it('finds examples of operations that do not match, at the example', async () => {
    const media = { schema: { type: 'object', required: ['a'] }, examples: { good: { value: { a: 1 } }, bad: { value: {} } } };
    const document = {
      openapi: '3.0.0',
      info: { title: 'T', version: '1' },
      paths: {
        '/a': {
          get: {
            parameters: [{ name: 'q', in: 'query', schema: { type: 'integer' }, example: 'x' }],
            responses: {
              200: {
                description: '',
                headers: { 'X-A': { schema: { type: 'integer' }, example: 'x' } },
                content: { 'application/json': media, 'text/xml': { schema: { type: 'object' }, example: '<a/>' } },
              },
            },
          },
        },
      },
    };
    expect(brief(await lint(document))).toEqual([
      'warning contract/example-invalid /paths/~1a/get/parameters/0/example',
      'warning contract/example-invalid /paths/~1a/get/responses/200/headers/X-A/example',
      'warning contract/example-invalid /paths/~1a/get/responses/200/content/application~1json/examples/bad/value',
    ]);
  });

  it('finds paths that match the same requests, and bodies where there should be none', async () => {
    const parameters = (name: string) => [{ name, in: 'path', required: true, schema: {} }];
    const document = {
      openapi: '3.0.0',
      info: { title: 'T', version: '1' },
      paths: {
        '/a/{x}': { get: { parameters: parameters('x'), responses: OK } },
        '/a/{y}': { get: { parameters: parameters('y'), responses: OK }, put: { parameters: parameters('y'), responses: OK } },
        '/b': { get: { requestBody: { content: { 'application/json': {} } }, responses: OK } },
      },
    };
    expect(brief(await lint(document))).toEqual([
      'warning contract/path-ambiguous /paths/~1a~1{y}/get',
      'warning contract/body-on-get /paths/~1b/get',
    ]);
  });

  it('tells what is wrong with a shared component once, in document order, with its line', async () => {
    const document = {
      openapi: '3.1.0',
      info: { title: 'T', version: '1' },
      components: { parameters: { P: { name: 'p', in: 'query', style: 'odd', schema: { type: 'odd' } } } },
      paths: {
        '/b': { get: { parameters: [{ $ref: '#/components/parameters/P' }], responses: {} } },
        '/a': { get: { parameters: [{ $ref: '#/components/parameters/P' }] } },
      },
    };
    const findings = await lint(document);
    expect(findings.map((finding) => [finding.code, finding.place?.line])).toEqual([
      ['contract/parameter-style', 12],
      ['contract/type-unknown', 14],
      ['contract/responses-missing', 31],
    ]);
  });

  it('gives the advice of the second opinion as one piece of information', async () => {
    const port = textPort({
      'api.json': JSON.stringify({ openapi: '3.0.0', info: { title: 'T', version: '1' }, paths: {}, oops: 1, also: 2 }),
    });
    const findings = await lintContract(await readContract('api.json', port));
    expect(findings).toMatchObject([{ code: 'contract/schema-advice', severity: 'info', place: { file: 'api.json', line: 1 } }]);
  });

  it('gives the same findings in the same order every time', async () => {
    const document = withSchemas({ A: { type: 'x', default: 1 }, B: { pattern: '(' }, C: { $ref: '#/d' } });
    expect(await lint(document)).toEqual(await lint(document));
  });
});
