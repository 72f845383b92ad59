import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column } from '../../src/report/table.js';
import { textFromTable } from '../../src/report/table.js';

const COLUMNS: readonly Column[] = [
  { title: 'name', align: 'left', shrinks: true },
  { title: 'n', align: 'right' },
];

describe('a table', () => {
  it('is aligned under its titles', () => {
    expect(
      textFromTable(
        COLUMNS,
        [
          ['storefront → gateway', '7'],
          ['a', '12'],
        ],
        80,
      ),
    ).toBe(['name                   n', '────────────────────  ──', 'storefront → gateway   7', 'a                     12', ''].join('\n'));
  });

  it('is no wider than the terminal as long as something may shrink', () => {
    const cell = fc.string({ unit: 'grapheme-ascii', maxLength: 60 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, fc.string({ unit: 'grapheme-ascii', maxLength: 5 }))),
        fc.integer({ min: 16, max: 120 }),
        (rows, width) => {
          for (const line of textFromTable(COLUMNS, rows, width).split('\n')) expect([...line].length).toBeLessThanOrEqual(width);
        },
      ),
      { seed: 20261121 },
    );
  });

  it('says with an ellipsis that a cell was cut', () => {
    expect(textFromTable(COLUMNS, [['a very long name indeed', '1']], 14)).toContain('a very lon…');
  });
});
