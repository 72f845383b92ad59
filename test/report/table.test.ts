import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column } from '../../src/report/table.js';
import { textFromTable } from '../../src/report/table.js';
import { widthOfText } from '../../src/report/text-width.js';

const COLUMNS: readonly Column[] = [
  { title: 'name', align: 'left', shrinks: true },
  { title: 'n', align: 'right' },
];

describe('a table', () => {
  it('is aligned under its titles, wide characters counted as they are shown', () => {
    expect(
      textFromTable(
        COLUMNS,
        [
          ['storefront → gateway', '7'],
          ['注文', '12'],
        ],
        80,
      ),
    ).toBe(['name                   n', '────────────────────  ──', 'storefront → gateway   7', '注文                  12', ''].join('\n'));
  });

  it('is never wider than the terminal as long as its cells have room, and loses nothing', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, fc.string({ unit: 'grapheme', maxLength: 30 })), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 16, max: 120 }),
        (rows, width) => {
          const text = textFromTable(COLUMNS, rows, width);
          for (const line of text.split('\n')) expect(widthOfText(line)).toBeLessThanOrEqual(width);
          const shown = new Set(text);
          expect([...rows.flat().join('').replaceAll(/\s/g, '')].filter((character) => !shown.has(character))).toEqual([]);
        },
      ),
      { seed: 20261121 },
    );
  });

  it('lets a cell that is too wide go on in a next line', () => {
    expect(textFromTable(COLUMNS, [['a very long name indeed', '1']], 14)).toBe(
      ['name         n', '───────────  ─', 'a very long  1', 'name indeed', ''].join('\n'),
    );
  });

  it('is a block for each row where the terminal is too narrow for its columns', () => {
    const columns: readonly Column[] = [
      { title: 'claim', align: 'left' },
      { title: 'verdict', align: 'left' },
    ];
    expect(
      textFromTable(
        columns,
        [
          ['attempts within the limit', 'proved'],
          ['backoff', ''],
        ],
        24,
      ),
    ).toBe(['claim    attempts within', '         the limit', 'verdict  proved', '', 'claim    backoff', ''].join('\n'));
  });
});
