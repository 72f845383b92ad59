import { expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { apiWith, compared, giving, linesOf, taking } from '../compared.js';

const LOST = { $ref: '#/components/schemas/Lost' };

function order(members: JsonObject): JsonObject {
  return { type: 'object', properties: members };
}

it.each<[string, (schema: JsonObject) => JsonObject]>([
  ['is sent', (schema) => apiWith(taking(schema))],
  ['is answered', (schema) => apiWith(giving(schema))],
])('of what %s nothing is told of references that led nowhere before and lead there still', async (_, api) => {
  const before = { id: { type: 'string' }, lost: LOST, far: { $ref: 'https://example.com/common.json#/String' } };
  const after = { ...before, id: { type: 'integer' } };
  const { findings } = await compared(api(order(before)), api(order(after)));
  expect(linesOf(findings)).toHaveLength(1);
  expect(findings[0]?.code).toBe('compat/schema-broken');
});

it('a reference that leads nowhere now, or by other words, is told as undecided', async () => {
  for (const [before, after] of [
    [{ type: 'string' }, LOST],
    [{ $ref: '#/components/schemas/Gone' }, LOST],
  ] as const) {
    const { findings } = await compared(apiWith(taking(order({ lost: before }))), apiWith(taking(order({ lost: after }))));
    expect(findings.map(({ code }) => code)).toContain('compat/schema-undecided');
  }
});
