import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSettledParts } from '../../src/compat/settled-parts.js';
import type { OpenPart, SchemaBreak } from '../../src/schema/inclusion/schema-comparison.js';

/** A place that no proof holds for: where in a value, and which pair of schemas stands there. */
function part(location: readonly string[], name: string): OpenPart {
  return { location, writer: { uri: 'old', pointer: `/${name}` }, reader: { uri: 'new', pointer: `/${name}` }, reason: { kind: 'budget' } };
}

function found(location: readonly string[], keyword: string): SchemaBreak {
  const schema = { schemaUri: 'new', schemaPointer: `/${keyword}` };
  const violation = { keyword, code: 'schema/x', instancePointer: '', args: {}, ...schema } as unknown as SchemaBreak['violation'];
  return { witness: keyword, violation, location, writer: undefined, reader: { uri: 'new', pointer: `/${keyword}` } };
}

const TOKENS = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 3 });

describe('places that were searched for breaks', () => {
  it('are not searched again, and what was found there is found wherever the same pair of schemas stands', () => {
    fc.assert(
      fc.property(TOKENS, TOKENS, TOKENS, (first, second, below) => {
        const parts = createSettledParts();
        expect(parts.divide([part(first, 'P')])).toEqual({ known: [], rest: [part(first, 'P')] });
        parts.note([part(first, 'P')], [found([...first, ...below], 'minimum')]);
        expect(parts.divide([part(second, 'P')])).toEqual({ known: [found([...second, ...below], 'minimum')], rest: [] });
        expect(parts.divide([part(second, 'Q')])).toEqual({ known: [], rest: [part(second, 'Q')] });
      }),
      { seed: 65, numRuns: 60 },
    );
  });

  it('are to be searched once, where the same pair of schemas stands first', () => {
    const parts = createSettledParts();
    expect(parts.divide([part(['a'], 'P'), part(['b'], 'Q'), part(['c'], 'P')]).rest).toEqual([part(['a'], 'P'), part(['b'], 'Q')]);
  });

  it('where nothing was found are known as such', () => {
    const parts = createSettledParts();
    parts.note([part(['a'], 'P')], []);
    expect(parts.divide([part(['b'], 'P')])).toEqual({ known: [], rest: [] });
  });

  it('have the breaks that are nearest below them, and no others', () => {
    const parts = createSettledParts();
    parts.note([part([], 'P'), part(['a'], 'Q')], [found(['a', 'x'], 'minimum'), found(['b'], 'maximum')]);
    expect(parts.divide([part(['c'], 'Q')]).known).toEqual([found(['c', 'x'], 'minimum')]);
    expect(parts.divide([part(['c'], 'P')]).known).toEqual([found(['c', 'b'], 'maximum')]);
  });

  it('are told by their causes, so that a search passes over them', () => {
    const parts = createSettledParts();
    expect([...parts.told]).toEqual([]);
    parts.note([part([], 'P')], [found([], 'minimum'), found(['a'], 'minimum'), found([], 'maximum')]);
    expect(parts.told.size).toBe(2);
  });
});
