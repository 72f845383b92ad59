import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { negotiate } from '../../src/wire/media-range.js';

const names = [
  'application/json',
  'application/xml',
  'text/plain',
  'text/html; charset=utf-8',
  'application/hal+json',
  'image/png',
  'image/*',
  '*/*',
];
const offers = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 });
const ranges = fc.array(
  fc.tuple(
    fc.constantFrom('*/*', 'application/*', 'text/*', 'image/png', 'application/json', 'application/xml', 'text/html'),
    fc.constantFrom('', ';q=0', ';q=0.5', ';q=1'),
  ),
  { minLength: 1 },
);

describe('negotiate', () => {
  it.each([
    // Without a header: JSON first, else the first.
    [undefined, ['application/xml', 'application/json'], 'application/json'],
    [undefined, ['application/xml', 'text/plain'], 'application/xml'],
    [undefined, ['text/html', 'application/vnd.api+json'], 'application/vnd.api+json'],
    [undefined, [], undefined],
    ['', ['text/html'], 'text/html'],
    ['*/*', ['application/xml', 'application/json'], 'application/json'],
    ['*', ['application/xml', 'application/json'], 'application/json'],
    // Quality, then how specific, then the order of the header.
    ['text/html, application/json', ['application/json', 'text/html'], 'text/html'],
    ['text/html;q=0.5, application/json;q=0.4', ['application/json', 'text/html'], 'text/html'],
    ['*/*, application/xml', ['application/json', 'application/xml'], 'application/xml'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', ['application/json', 'application/xml'], 'application/xml'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', ['application/json'], 'application/json'],
    ['application/*', ['application/xml', 'application/json'], 'application/json'],
    // The most specific range decides the quality.
    ['application/json;q=0, */*', ['application/json', 'application/xml'], 'application/xml'],
    ['application/json;q=0', ['application/json'], undefined],
    // Parameters count, and are ignored where nothing else matches.
    ['application/json; version=2', ['application/json; version=1', 'application/json; version=2'], 'application/json; version=2'],
    ['application/json; version=2', ['application/json'], 'application/json'],
    ['application/json', ['application/json; charset=utf-8'], 'application/json; charset=utf-8'],
    ['text/plain; a="x,y"; q=0.1', ['text/plain; a="x,y"'], 'text/plain; a="x,y"'],
    // Suffixes.
    ['application/json', ['application/problem+json'], 'application/problem+json'],
    ['application/json', ['application/problem+json', 'application/json'], 'application/json'],
    ['application/*+json', ['application/xml', 'application/hal+json'], 'application/hal+json'],
    // Ranges in the contract.
    ['image/png', ['image/*'], 'image/*'],
    ['text/plain', ['*/*'], '*/*'],
    // Nothing acceptable.
    ['text/csv', ['application/json'], undefined],
    ['nonsense', ['application/json'], undefined],
  ] as const)('Accept %j of %j is %j', (accept, offered, expected) => {
    expect(negotiate(accept, offered)).toBe(expected);
  });

  it('answers with something that was offered, and never with what a q of 0 alone speaks of', () => {
    fc.assert(
      fc.property(offers, ranges, (offered, accepted) => {
        const chosen = negotiate(accepted.map(([range, quality]) => range + quality).join(', '), offered);
        if (chosen !== undefined) expect(offered).toContain(chosen);
        if (accepted.every(([, quality]) => quality === ';q=0')) expect(chosen).toBeUndefined();
      }),
      { seed: 20261121, numRuns: 500 },
    );
  });

  it('never fails to serve who accepts anything', () => {
    fc.assert(
      fc.property(offers, (offered) => {
        expect(negotiate('*/*;q=0.1', offered)).toBeDefined();
      }),
      { seed: 20261121 },
    );
  });

  it('bounds what it reads of a flood', () => {
    expect(negotiate(`${'text/x, '.repeat(100_000)}*/*`, ['application/json'])).toBeUndefined();
    expect(negotiate('"\\'.repeat(100_000), ['application/json'])).toBeUndefined();
  });
});
