import fc from 'fast-check';
import { expect, it } from 'vitest';
import { interleave } from '../../../src/check/request/interleave.js';

it('every item comes once, those of a row in their order, and no row waits for more than one of each other', () => {
  const rows = fc.array(fc.array(fc.integer(), { maxLength: 6 }), { maxLength: 6 });
  fc.assert(
    fc.property(rows, (given) => {
      const labelled = given.map((row, index) => row.map((_, place) => ({ index, place })));
      const items = [...interleave(labelled)];
      expect(items.length).toBe(given.flat().length);
      for (const [index, row] of labelled.entries()) expect(items.filter((item) => item.index === index)).toEqual(row);
      expect(items.map(({ place }) => place)).toEqual(items.map(({ place }) => place).sort((left, right) => left - right));
    }),
    { seed: 9 },
  );
});

it('a row is read no further than it is asked for', () => {
  let readCount = 0;
  function* endless(): Iterable<number> {
    for (;;) yield readCount++;
  }
  const [first] = interleave([endless(), endless()]);
  expect(first).toBe(0);
  expect(readCount).toBe(1);
});
