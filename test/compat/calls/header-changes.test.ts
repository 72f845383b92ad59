import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { apiWith, compared, linesOf } from '../compared.js';

function giving(headers: JsonObject): JsonObject {
  return apiWith({ responses: { '200': { description: 'done', headers } } });
}

const RANGE = { type: 'object', properties: { from: { const: 1 } }, required: ['from'] };

describe('headers of an answer', () => {
  it('of the name Content-Type say nothing: the types of the body do', async () => {
    const newer = giving({ 'Content-Type': { required: true, schema: { const: 'text/csv' } } });
    expect((await compared(giving({}), newer)).findings).toEqual([]);
    expect((await compared(newer, giving({}))).findings).toEqual([]);
  });

  it('are shown as the newer version writes them', async () => {
    const [older, newer] = [giving({ range: { schema: RANGE } }), giving({ range: { schema: RANGE, explode: true } })];
    const { findings } = await compared(older, newer);
    expect(linesOf(findings)).toEqual(['error compat/header-form response/200/header/range']);
    expect(findings[0]?.args).toMatchObject({ before: 'simple', after: 'simple explode', value: 'from=1' });
  });
});
