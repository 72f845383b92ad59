import { expect, it } from 'vitest';
import { locateFindings } from '../../src/contract/locate.js';
import type { Finding } from '../../src/finding/finding.js';

function at(place: Finding['place']): Finding {
  return { code: 'contract/wrong-type', severity: 'warning', ...(place === undefined ? {} : { place }), args: {} };
}

it('fills in lines and columns where the text is known, and leaves the rest as it is', () => {
  const texts = new Map([
    ['a.yaml', 'x:\n  y: 1\n'],
    ['b.json', '{"z": [1]}'],
  ]);
  const findings = [
    at({ file: 'a.yaml', pointer: '/x/y' }),
    at({ file: 'b.json', pointer: '/z/0' }),
    at({ file: 'c.json', pointer: '/z' }),
    at({ file: 'a.yaml', line: 9, pointer: '/x' }),
    at(undefined),
  ];
  expect(locateFindings(findings, texts).map((finding) => finding.place)).toEqual([
    { file: 'a.yaml', pointer: '/x/y', line: 2, column: 3 },
    { file: 'b.json', pointer: '/z/0', line: 1, column: 8 },
    { file: 'c.json', pointer: '/z' },
    { file: 'a.yaml', line: 9, pointer: '/x' },
    undefined,
  ]);
});
