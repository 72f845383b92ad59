import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { apiWith, compared, linesOf } from '../compared.js';

const OBJECT = { type: 'object', properties: { id: { type: 'string' } } };

/** An operation that takes a body of one of these types. */
function takingAnyOf(content: JsonObject): JsonObject {
  return { requestBody: { required: true, content } };
}

function givingAnyOf(content: JsonObject): JsonObject {
  return { responses: { '200': { description: 'done', content } } };
}

function hooking(operation: JsonObject): JsonObject {
  return apiWith({}, { webhooks: { paid: { post: { responses: { '200': { description: 'done' } }, ...operation } } } });
}

describe('media types of bodies', () => {
  it.each<[string, JsonObject, JsonObject, readonly string[]]>([
    [
      'a range with a parameter is the same range',
      apiWith(takingAnyOf({ 'application/*+json': {} })),
      apiWith(takingAnyOf({ 'application/*+json; charset=utf-8': {} })),
      [],
    ],
    [
      'a type that stood under a range is held against what was said of the range, which stands there still',
      apiWith(takingAnyOf({ 'application/*': { schema: OBJECT } })),
      apiWith(takingAnyOf({ 'application/*': { schema: OBJECT }, 'application/json': { schema: { ...OBJECT, required: ['id'] } } })),
      ['error compat/schema-broken request/body'],
    ],
    [
      'a type that the provider no longer sends was one of its own choice',
      hooking(takingAnyOf({ 'application/json': {}, 'text/plain': {} })),
      hooking(takingAnyOf({ 'application/json': {} })),
      ['info compat/media-type-removed webhook/paid/request/body/text/plain'],
    ],
    [
      'members of a multipart body are texts on the wire',
      apiWith(takingAnyOf({ 'multipart/form-data': { schema: { type: 'object', properties: { count: { type: 'integer' } } } } })),
      apiWith(takingAnyOf({ 'multipart/form-data': { schema: { type: 'object', properties: { count: { type: 'string' } } } } })),
      ['info compat/schema-changed request/body/count'],
    ],
    [
      'an answer whose body is declared no longer may still have one',
      apiWith(givingAnyOf({ 'application/json': {} })),
      apiWith({}),
      ['warning compat/media-type-removed response/200/body/application/json'],
    ],
    [
      'one of two types of an answer may be what a consumer asks for',
      apiWith(givingAnyOf({ 'application/json': {}, 'text/plain': {} })),
      apiWith(givingAnyOf({ 'application/json': {} })),
      ['error compat/media-type-removed response/200/body/text/plain'],
    ],
  ])('%s', async (_, older, newer, expected) => {
    expect(linesOf((await compared(older, newer)).findings)).toEqual(expected);
  });

  it('a body that was never declared is what the provider writes from now on', async () => {
    const { findings } = await compared(apiWith({}), apiWith(givingAnyOf({ 'application/json': {} })));
    expect(findings.map(({ compat }) => [compat?.direction, compat?.effect])).toEqual([['provider-writes', 'added']]);
  });
});
