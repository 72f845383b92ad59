import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { apiWith, compared, linesOf } from '../compared.js';

function answering(responses: JsonObject): JsonObject {
  return apiWith({ responses });
}

const OBJECT = { type: 'object', properties: { id: { type: 'string' } } };
const PLAIN = { description: 'done' };
const having = (schema: JsonObject): JsonObject => ({ ...PLAIN, content: { 'application/json': { schema } } });
const SURE = having({ ...OBJECT, required: ['id'] });
const UNSURE = having(OBJECT);

describe('statuses of two versions meet', () => {
  it.each<[string, JsonObject, JsonObject, readonly string[]]>([
    [
      'in a range beside a status of it',
      answering({ '200': PLAIN, '2XX': SURE }),
      answering({ '200': PLAIN, '2XX': UNSURE }),
      ['error compat/schema-broken response/2XX/body'],
    ],
    [
      'in every class',
      answering({ '200': PLAIN, '1XX': SURE, '3XX': SURE, '4XX': SURE, '5XX': SURE }),
      answering({ '200': PLAIN, '1XX': UNSURE, '3XX': UNSURE, '4XX': UNSURE, '5XX': UNSURE }),
      ['1XX', '3XX', '4XX', '5XX'].map((status) => `error compat/schema-broken response/${status}/body`),
    ],
    ['in a status of a range that is named now', answering({ '2XX': PLAIN }), answering({ '201': PLAIN }), []],
    [
      'in a range that takes in what was named',
      answering({ '201': PLAIN }),
      answering({ '2XX': PLAIN }),
      ['info compat/response-removed response/201'],
    ],
  ])('%s', async (_, older, newer, expected) => {
    expect(linesOf((await compared(older, newer)).findings)).toEqual(expected);
  });
});

describe('links of an answer', () => {
  const linking = (link: JsonObject): JsonObject =>
    answering({ '200': { ...PLAIN, links: { next: { operationId: 'placeOrder', ...link } } } });

  it('are the same in any order of their parameters', async () => {
    const responses = (parameters: JsonObject): JsonObject => ({
      responses: { '200': { ...PLAIN, links: { next: { operationId: 'placeOrder', parameters } } } },
    });
    // What changed besides is why the two are compared at all.
    const older = apiWith({ ...responses({ a: '1', b: '2' }), tags: ['a'] });
    const newer = apiWith({ ...responses({ b: '2', a: '1' }), tags: ['b'] });
    expect(linesOf((await compared(older, newer)).findings)).toEqual(['info compat/operation-tags']);
  });

  it('change with what they send', async () => {
    const changed = ['warning compat/link-changed response/200/link/next'];
    expect(linesOf((await compared(linking({ requestBody: 1 }), linking({ requestBody: 2 }))).findings)).toEqual(changed);
    expect(linesOf((await compared(linking({ parameters: { a: '1' } }), linking({ parameters: { a: '2' } }))).findings)).toEqual(changed);
  });
});

describe('the life of an operation', () => {
  it.each([
    ['2026-07-02', ['info compat/deprecated']],
    ['2026-07-01', ['info compat/deprecated']],
    ['2026-06-30', ['warning compat/sunset-changed', 'info compat/deprecated']],
  ])('that is to end on %s is told once where it is deprecated, and is in doubt where that day is over', async (sunset, expected) => {
    const [before, after] = [apiWith({}), apiWith({ deprecated: true, 'x-sunset': sunset })];
    expect(linesOf((await compared(before, after, { today: '2026-07-01' })).findings)).toEqual(expected);
  });

  it.each<[string, JsonObject, JsonObject, readonly string[]]>([
    ['sinks where nothing was said', {}, { 'x-stability-level': 'beta' }, ['warning compat/stability-changed']],
    ['is the same whether it is said not to be deprecated or nothing is said', {}, { deprecated: false }, []],
    ['is in doubt as long as its last day is none', { 'x-sunset': 'soon' }, { 'x-sunset': 'soon' }, ['warning compat/sunset-changed']],
    [
      'is in doubt as long as nobody knows its level',
      { 'x-stability-level': 'solid' },
      { 'x-stability-level': 'solid' },
      ['warning compat/stability-changed'],
    ],
    [
      'is no shorter where its last day is given an hour',
      { 'x-sunset': '2026-06-30' },
      { 'x-sunset': '2026-06-30T10:00:00Z' },
      ['info compat/sunset-changed'],
    ],
    [
      'is shorter where its last day is an earlier one',
      { 'x-sunset': '2026-06-30' },
      { 'x-sunset': '2026-06-29' },
      ['warning compat/sunset-changed'],
    ],
    ['is in doubt where something stands behind the day', {}, { 'x-sunset': '2026-06-30?' }, ['warning compat/sunset-changed']],
  ])('%s', async (_, older, newer, expected) => {
    // What does not change besides is passed over with the path it stands in.
    const [before, after] = [apiWith({ ...older, summary: 'a', tags: ['a'] }), apiWith({ ...newer, tags: ['b'] })];
    const lines = linesOf((await compared(before, after)).findings);
    expect(lines.filter((line) => !line.endsWith('operation-tags'))).toEqual(expected);
  });
});
