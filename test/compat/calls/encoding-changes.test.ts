import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { apiWith, compared, linesOf } from '../compared.js';

const FORM = { type: 'object', properties: { tags: { type: 'array', items: { type: 'string' } } } };

function form(encoding: JsonObject | undefined): JsonObject {
  const mediaType = { schema: FORM, ...(encoding === undefined ? {} : { encoding: { tags: encoding } }) };
  return apiWith({ requestBody: { required: true, content: { 'application/x-www-form-urlencoded': mediaType } } });
}

function answer(encoding: JsonObject): JsonObject {
  const content = { 'multipart/mixed': { schema: FORM, encoding: { tags: encoding } } };
  return apiWith({ responses: { '200': { description: 'done', content } } });
}

const headers = (...names: readonly string[]): JsonObject => ({
  headers: Object.fromEntries(names.map((name) => [name, { schema: { type: 'string' } }])),
});

describe('how members of a form are written', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['a default that is said', form(undefined), form({ style: 'form', explode: true, allowReserved: false })],
    ['a default of another style that is said', form({ style: 'spaceDelimited' }), form({ style: 'spaceDelimited', explode: false })],
    ['the order and the case of the names of headers', answer(headers('X-A', 'x-b')), answer(headers('X-B', 'x-a'))],
  ])('%s is no change', async (_, older, newer) => {
    expect((await compared(older, newer)).findings).toEqual([]);
  });

  it('is a suspicion when it changes, of who writes it', async () => {
    const sent = await compared(form(undefined), form({ explode: false }));
    expect(linesOf(sent.findings)).toEqual(['warning compat/encoding-changed request/body/tags']);
    expect(sent.findings[0]?.compat?.direction).toBe('consumer-writes');
    const given = await compared(answer({}), answer(headers('x-a')));
    expect(linesOf(given.findings)).toEqual(['warning compat/encoding-changed response/200/body/tags']);
    expect(given.findings[0]?.compat?.direction).toBe('provider-writes');
  });
});
