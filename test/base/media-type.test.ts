import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonMediaType, parseMediaType } from '../../src/base/media-type.js';

const token = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,8}$/);

describe('parseMediaType', () => {
  it('reads type, subtype, suffix and parameters', () => {
    const parsed = parseMediaType('Application/Problem+JSON; Charset="utf-8" ;v=1');
    expect(parsed).toMatchObject({ type: 'application', subtype: 'problem+json', suffix: 'json', essence: 'application/problem+json' });
    expect([...(parsed?.parameters ?? [])]).toEqual([
      ['charset', 'utf-8'],
      ['v', '1'],
    ]);
  });

  it('reads quoted strings with delimiters and escapes in them', () => {
    expect(parseMediaType('multipart/form-data; boundary="a;b, \\"c\\""; x=y')?.parameters.get('boundary')).toBe('a;b, "c"');
  });

  it.each(['', 'json', 'a/', '/b', 'a/b/c', 'a b/c', ';', '\u0000/x'])('refuses %j', (text) => {
    expect(parseMediaType(text)).toBeUndefined();
  });

  it('takes a lone star for any type', () => {
    expect(parseMediaType('*; q=.2')?.essence).toBe('*/*');
  });

  it('keeps the parameters before a broken one', () => {
    expect([...(parseMediaType('a/b; x=1; =; y=2')?.parameters ?? [])]).toEqual([['x', '1']]);
  });

  it('gives back what was written', () => {
    fc.assert(
      fc.property(token, token, fc.dictionary(token, fc.string({ unit: 'grapheme-ascii' })), (type, subtype, parameters) => {
        const written = Object.entries(parameters).map(([name, value]) => `; ${name}="${value.replaceAll(/["\\]/g, '\\$&')}"`);
        const parsed = parseMediaType(`${type}/${subtype}${written.join('')}`);
        expect(parsed?.essence).toBe(`${type}/${subtype}`);
        expect(Object.fromEntries(parsed?.parameters ?? [])).toEqual({ ...parameters });
      }),
      { seed: 20261121 },
    );
  });

  it('never throws and costs linear time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        parseMediaType(text);
        parseMediaType(`a/b;${text}`);
      }),
      { seed: 20261121 },
    );
    expect(parseMediaType(`a/b;${' x="'.repeat(4000)}`)?.essence).toBe('a/b');
    expect(parseMediaType(`a/b; x="${'\\"'.repeat(8000)}`)?.essence).toBe('a/b');
    expect(parseMediaType(`a/b; x="${'a'.repeat(20_000_000)}"`)).toBeUndefined();
  });
});

describe('isJsonMediaType', () => {
  it.each([
    ['application/json', true],
    ['application/hal+json; x=1', true],
    ['text/json', true],
    ['application/jsonl', false],
    ['application/xml', false],
    ['*/*', false],
  ])('%s: %s', (text, expected) => {
    const parsed = parseMediaType(text);
    expect(parsed !== undefined && isJsonMediaType(parsed)).toBe(expected);
  });
});
