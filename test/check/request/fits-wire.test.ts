import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import { bodyFit, parameterFit } from '../../../src/check/request/fits-wire.js';
import type { Parameter } from '../../../src/contract/contract.js';
import { contentParameterOf, mediaTypeOf, operationOf, parameterOf } from '../../wire/operation-from.js';

function fits(parameter: Parameter, value: JsonValue, others: readonly Parameter[] = []): boolean {
  return parameterFit(parameter, operationOf({ parameters: [parameter, ...others] }))(value);
}

describe('a value of a parameter is read alike by every server', () => {
  const path = parameterOf('path', 'id', {});
  const header = parameterOf('header', 'X-A', {});
  const query = parameterOf('query', 'q', {});
  const cookie = parameterOf('cookie', 'c', {});
  const list = parameterOf('query', 'q', {}, { explode: false });
  const deep = parameterOf('query', 'q', {}, { style: 'deepObject', explode: true });

  it.each<readonly [string, Parameter, JsonValue]>([
    ['a word in a path', path, 'naïve 日本'],
    ['a blank inside a header', header, 'a b'],
    ['any text in a query', query, 'a&b=c/\u0000'],
    ['an empty text in an optional query parameter', query, ''],
    ['unreserved characters in a cookie', cookie, 'a-b_c.d~1'],
    ['a number', query, -1.5],
    ['a list', list, ['a', 1, true]],
    ['a comma in an exploded list', query, ['a,b']],
    ['the members of a deep object', deep, { a: 1, b: 'x' }],
    ['an object as JSON', contentParameterOf('query', 'q', mediaTypeOf('application/json')), { a: [{}] }],
  ])('%s', (_, parameter, value) => {
    expect(fits(parameter, value)).toBe(true);
  });

  it.each<readonly [string, Parameter, JsonValue]>([
    ['not an empty path segment', path, ''],
    ['not a dot segment', path, '..'],
    ['not a slash in a path', path, 'a/b'],
    ['not a percent sign in a path', path, 'a%2Fb'],
    ['not a blank at the end of a path segment', path, 'a '],
    ['not a blank at the end of a header', header, 'a '],
    ['not what is no ASCII in a header', header, 'é'],
    ['not a line break in a header', header, 'a\r\nb'],
    ['not a semicolon in a cookie', cookie, 'a;b'],
    ['not null', query, null],
    ['not an empty text that is required', parameterOf('query', 'q', {}, { required: true }), ''],
    ['not half of a surrogate pair', query, '\ud800'],
    ['not a number with an exponent', query, 1e21],
    ['not an empty list', query, []],
    ['not the delimiter of the style', list, ['a,b']],
    ['not a list in a list', query, [['a']]],
    ['not an object in an object', deep, { a: { b: 1 } }],
    ['not brackets in a member of a deep object', deep, { 'a[b]': 1 }],
    ['not what is no ASCII as JSON in a header', contentParameterOf('header', 'X-A', mediaTypeOf('application/json')), { a: 'é' }],
  ])('%s', (_, parameter, value) => {
    expect(fits(parameter, value)).toBe(false);
  });

  it('not a member of the name of another parameter, where members stand by themselves', () => {
    expect(fits(query, { limit: 1 })).toBe(true);
    expect(fits(query, { limit: 1 }, [parameterOf('query', 'limit', {})])).toBe(false);
  });
});

describe('a body is read alike by every server', () => {
  const form = mediaTypeOf('application/x-www-form-urlencoded');
  const deepForm = mediaTypeOf('application/x-www-form-urlencoded', {}, { encoding: { a: { style: 'deepObject' } } });

  it.each<readonly [string, JsonValue, boolean, ReturnType<typeof mediaTypeOf>]>([
    ['anything as JSON', [null, '', {}], true, mediaTypeOf('application/json')],
    ['a flat form', { a: 'x', b: [1, 2] }, true, form],
    ['a nested form only by a declared style', { a: { b: 1 } }, false, form],
    ['a nested form by a declared style', { a: { b: 1 } }, true, deepForm],
    ['a form with null', { a: null }, false, form],
    ['a form with an empty list', { a: [] }, false, form],
    ['a form that is no object', 'x', false, form],
    ['parts with objects', { a: { b: 1 } }, true, mediaTypeOf('multipart/form-data')],
    ['parts with an empty text', { a: '' }, false, mediaTypeOf('multipart/form-data')],
    ['control characters in XML', { a: '\u0001' }, false, mediaTypeOf('application/xml')],
    ['text', 'a\nb', true, mediaTypeOf('text/plain')],
    ['an empty text', '', false, mediaTypeOf('text/plain')],
  ])('%s', (_, value, expected, mediaType) => {
    expect(bodyFit(mediaType)(value)).toBe(expected);
  });
});
