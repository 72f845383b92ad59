import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.js';
import { createProving } from '../../src/compat/proving.js';
import { createSameness } from '../../src/schema/inclusion/same-schema.js';
import { schemaFromValue } from '../../src/schema/schema-from-value.js';

type Asked = Parameters<ReturnType<typeof createProving>>[0];

function asked(older: JsonObject, newer: JsonObject, direction?: Asked['direction']): Asked {
  return { writer: schemaFromValue(older), reader: schemaFromValue(newer), direction, mode: 'strict', seed: '0' };
}

describe('proofs of one budget', () => {
  it('each take of it what they cost, and the last ones nothing', () => {
    const prove = createProving(createSameness(), { maxStepCount: 300, shareCount: 1, minShare: 1 });
    const kinds = Array.from(
      { length: 400 },
      (_, index) => prove(asked({ type: 'string', maxLength: index }, { maxLength: index + 1 })).kind,
    );
    const provedCount = kinds.indexOf('open');
    expect(provedCount).toBeGreaterThan(20);
    expect(new Set(kinds.slice(provedCount))).toEqual(new Set(['open']));
  });

  it('are of their own direction', () => {
    const prove = createProving(createSameness(), { maxStepCount: 10_000, shareCount: 1, minShare: 1 });
    const [older, newer] = ['string', 'integer'].map(
      (type): JsonObject => ({ type: 'object', properties: { id: { type, readOnly: true } } }),
    );
    const kindOf = (direction?: Asked['direction']): string => prove(asked(older ?? {}, newer ?? {}, direction)).kind;
    expect([kindOf(), kindOf('request'), kindOf('response'), kindOf('request')]).toEqual(['open', 'proved', 'open', 'proved']);
  });
});
