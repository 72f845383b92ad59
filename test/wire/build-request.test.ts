import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import type { Operation, Parameter } from '../../src/contract/contract.js';
import type { RequestValues } from '../../src/wire/build-request.js';
import { buildRequest } from '../../src/wire/build-request.js';
import { judgeRequest } from '../../src/wire/judge-request.js';
import { bodyOf, contentParameterOf, contractOf, mediaTypeOf, operationOf, parameterOf } from './operation-from.js';

/** Judges a built request the way a server would: from its target, headers and body alone. */
function judgeBuilt(operation: Operation, values: RequestValues) {
  const request = buildRequest(operation, values);
  const [path = ''] = request.target.split('?');
  const pattern = operation.path.replaceAll(/\{([^}]+)\}/g, '([^/]*)');
  const names = [...operation.path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] ?? '');
  const matched = new RegExp(`^${values.basePath}${pattern}$`).exec(path)?.slice(1) ?? [];
  const pathValues = new Map(names.map((name, index) => [name, matched[index] ?? '']));
  return { request, judgement: judgeRequest({ operation, contract: contractOf(), request, pathValues }) };
}

describe('buildRequest', () => {
  it('puts each parameter where and how the contract says', () => {
    const operation = operationOf({
      method: 'PUT',
      path: '/a/{id}/b{m}',
      parameters: [
        parameterOf('path', 'id', true, { required: true }),
        parameterOf('path', 'm', true, { style: 'matrix', required: true }),
        parameterOf('query', 'q', true, { explode: false }),
        parameterOf('query', 'f', true, { style: 'deepObject' }),
        parameterOf('header', 'X-H', true),
        parameterOf('cookie', 'c', true),
        parameterOf('cookie', 'd', true),
        parameterOf('query', 'absent', true),
        parameterOf('query', 'nothing', true),
      ],
      requestBody: bodyOf(true, mediaTypeOf('application/json')),
    });
    const request = buildRequest(operation, {
      basePath: '/v1',
      parameters: new Map<string, JsonValue>([
        ['path:id', 'a/b ?'],
        ['path:m', [1, 2]],
        ['query:q', ['x,y', 'z']],
        ['query:f', { k: 'v' }],
        ['header:X-H', [1, true]],
        ['cookie:c', 'one two'],
        ['cookie:d', 2],
        ['query:nothing', null],
        ['query:undeclared', 1],
      ]),
      body: { mediaType: mediaTypeOf('application/json'), value: { a: 1 } },
    });
    expect(request).toEqual({
      method: 'PUT',
      target: '/v1/a/a%2Fb%20%3F/b;m=1,2?q=x%2Cy,z&f%5Bk%5D=v',
      headers: ['X-H', '1,true', 'cookie', 'c=one%20two; d=2', 'content-type', 'application/json'],
      body: new TextEncoder().encode('{"a":1}'),
    });
  });

  it('keeps a fixed query of the path, drops its fragment, and shows what is missing', () => {
    const operation = operationOf({ path: '/a/{id}?type=x#frag', parameters: [parameterOf('query', 'q', true)] });
    expect(buildRequest(operation, { basePath: '', parameters: new Map([['query:q', 1]]) }).target).toBe('/a/%7Bid%7D?type=x&q=1');
  });

  it('sends no header parameter that OpenAPI ignores', () => {
    const operation = operationOf({ parameters: [parameterOf('header', 'Content-Type', true), parameterOf('header', 'X', true)] });
    const parameters = new Map([
      ['header:Content-Type', 'application/x-tar'],
      ['header:X', '1'],
    ]);
    expect(buildRequest(operation, { basePath: '', parameters }).headers).toEqual(['X', '1']);
  });

  it('ends no header early', () => {
    const operation = operationOf({
      parameters: [parameterOf('header', 'X-H', true), parameterOf('cookie', 'c', true, { style: 'cookie' })],
    });
    const parameters = new Map([
      ['header:X-H', 'a\r\nevil: 1'],
      ['cookie:c', 'é'],
    ]);
    expect(buildRequest(operation, { basePath: '', parameters }).headers).toEqual(['X-H', 'a%0D%0Aevil: 1', 'cookie', 'c=%C3%A9']);
  });

  it('leaves out a body that its media type has no form for', () => {
    const body = { mediaType: mediaTypeOf('text/plain'), value: { a: 1 } };
    expect(buildRequest(operationOf(), { basePath: '', parameters: new Map(), body })).toMatchObject({ headers: [], body: undefined });
  });

  it('builds requests in which the judge finds nothing, and the values that were put in', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    const token = fc.stringMatching(/^[a-z]{1,5}$/);
    const kinds: readonly (readonly [schema: JsonValue, value: fc.Arbitrary<JsonValue>, plain: fc.Arbitrary<JsonValue>])[] = [
      [{ type: 'string' }, text, token],
      [{ type: 'integer', minimum: -5, maximum: 5 }, fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 })],
      [{ type: 'boolean' }, fc.boolean(), fc.boolean()],
      [{ type: 'array', items: { type: 'string' }, minItems: 1 }, fc.array(text, { minLength: 1 }), fc.array(token, { minLength: 1 })],
    ];
    // Of these styles the delimiters cannot be escaped, so the values hold none.
    const places = [
      ['path', 'simple', false],
      ['path', 'label', true],
      ['path', 'matrix', false],
      ['query', 'form', false],
      ['query', 'pipeDelimited', true],
      ['query', 'spaceDelimited', true],
      ['header', 'simple', true],
      ['cookie', 'form', false],
      ['cookie', 'cookie', true],
    ] as const;
    const parameter = fc
      .tuple(fc.constantFrom(...places), fc.boolean(), fc.constantFrom(...kinds))
      .chain(([[location, style, needsPlain], explode, [schema, value, plain]]) =>
        fc.tuple(fc.constant({ location, style, explode: explode && !style.endsWith('Delimited'), schema }), needsPlain ? plain : value),
      );
    fc.assert(
      fc.property(fc.array(parameter, { maxLength: 6 }), fc.jsonValue() as fc.Arbitrary<JsonValue>, (drawn, bodyValue) => {
        const parameters = drawn.map(([{ location, style, explode, schema }], index) =>
          parameterOf(location, `p${index}`, schema, { style, explode, required: true }),
        );
        const path =
          parameters
            .filter((one) => one.in === 'path')
            .map((one) => `/{${one.name}}`)
            .join('') || '/';
        const mediaType = mediaTypeOf('application/json');
        const operation = operationOf({ method: 'POST', path, parameters, requestBody: bodyOf(true, mediaType) });
        const values = new Map(parameters.map((one, index) => [`${one.in}:${one.name}`, drawn[index]?.[1] ?? null]));
        const { judgement } = judgeBuilt(operation, { basePath: '/base', parameters: values, body: { mediaType, value: bodyValue } });
        expect(judgement.problems).toEqual([]);
        expect(Object.fromEntries(judgement.parameters)).toEqual(Object.fromEntries(values));
        expect(judgement.body).toEqual(JSON.parse(JSON.stringify(bodyValue)));
      }),
      { seed: 20261121, numRuns: 300 },
    );
  });

  it('carries a whole query string', () => {
    const form = mediaTypeOf('application/x-www-form-urlencoded', { type: 'object', properties: { a: { type: 'integer' } } });
    const parameter: Parameter = contentParameterOf('querystring', 'all', form);
    const { request, judgement } = judgeBuilt(operationOf({ parameters: [parameter] }), {
      basePath: '',
      parameters: new Map([['querystring:all', { a: 5 }]]),
    });
    expect(request.target).toBe('/things?a=5');
    expect(judgement.parameters.get('querystring:all')).toEqual({ a: 5 });
  });
});
