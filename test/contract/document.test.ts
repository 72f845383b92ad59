import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/errors.js';
import type { JsonValue } from '../../src/base/json.js';
import { parseDocument, parseDocumentLeniently } from '../../src/contract/document.js';

fc.configureGlobal({ seed: 20261121 });

/** Members named `__proto__` are own members in JSON; `toEqual` would not see them in what fast-check makes. */
const document = fc.jsonValue({ maxDepth: 5 }).filter((value) => typeof value === 'object' && value !== null) as fc.Arbitrary<JsonValue>;

function thrownBy(work: () => unknown): InputError {
  try {
    work();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('parseDocument', () => {
  it('gives back what was written as JSON', () => {
    fc.assert(
      fc.property(document, (value) => {
        expect(parseDocument(JSON.stringify(value), 'a.json')).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('gives back what was written as YAML', () => {
    const plain = document.map((value) => JSON.parse(JSON.stringify(value).replaceAll('"__proto__"', '"proto"')) as JsonValue);
    fc.assert(
      fc.property(plain, (value) => {
        expect(parseDocument(dump(value), 'a.yaml')).toEqual(value);
      }),
    );
  });

  it('never throws anything but an InputError, whatever the text', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(...'{}[]:,"\'&*!|>-?#%@` \n\tab01') }),
      fc.json().map((json) => json.slice(0, -1)),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('a.json', 'a.yaml', '-'), (source, file) => {
        try {
          parseDocument(source, file);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['skips a byte order mark', '\uFEFF{"a": 1}', 'a.json', { a: 1 }],
    ['reads a flow mapping in a YAML file', '{a: 1}', 'a.yaml', { a: 1 }],
    ['reads a flow mapping from standard input', '{a: 1}', '-', { a: 1 }],
    ['makes texts of number keys', '200: ok', 'a.yaml', { 200: 'ok' }],
    ['leaves dates as text', 'day: 2026-01-01', 'a.yaml', { day: '2026-01-01' }],
    ['leaves yes and no as text', 'a: yes\nb: no', 'a.yaml', { a: 'yes', b: 'no' }],
    ['merges keys', 'base: &base {a: 1}\nown:\n  <<: *base\n  b: 2', 'a.yaml', { base: { a: 1 }, own: { a: 1, b: 2 } }],
    ['takes a closing bracket that is indented too little', 'a: {\n  b: 1\n}\nc: 2', 'a.yaml', { a: { b: 1 }, c: 2 }],
    ['keeps a block scalar that looks the same', 'a: {\n  b: 1\n}\nc: |\n  {\n  x\n  }\n', 'a.yaml', { a: { b: 1 }, c: '{\nx\n}\n' }],
  ])('%s', (_title, text, file, expected) => {
    expect(parseDocument(text, file)).toEqual(expected);
  });

  it('keeps a member named __proto__ to itself', () => {
    for (const [text, file] of [
      ['{"__proto__": {"polluted": 1}}', 'a.json'],
      ['__proto__: {polluted: 1}', 'a.yaml'],
    ] as const) {
      const value = parseDocument(text, file);
      expect(Object.hasOwn(value as object, '__proto__')).toBe(true);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    }
  });

  it('says where a text is broken', () => {
    expect(thrownBy(() => parseDocument('{\n  "a": 1,\n  "b" 2\n}', 'a.json'))).toMatchObject({
      code: 'E_DOCUMENT_SYNTAX',
      at: { file: 'a.json', line: 3, column: 7 },
      args: { format: 'JSON', reason: '"2" cannot stand here' },
    });
    expect(thrownBy(() => parseDocument('a: 1\nb: [1, 2', 'a.yaml'))).toMatchObject({
      code: 'E_DOCUMENT_SYNTAX',
      at: { file: 'a.yaml', line: 2 },
      args: { format: 'YAML' },
    });
    expect(thrownBy(() => parseDocument('', 'a.yaml'))).toMatchObject({
      code: 'E_DOCUMENT_SYNTAX',
      args: { reason: 'the document is empty' },
    });
    for (const text of ['', ' \n', '\ufeff'])
      expect(thrownBy(() => parseDocument(text, 'a.json'))).toMatchObject({ args: { format: 'JSON', reason: 'the document is empty' } });
    expect(thrownBy(() => parseDocument('a: [1', 'a.json'))).toMatchObject({ at: { line: 1, column: 1 }, args: { format: 'JSON' } });
    expect(thrownBy(() => parseDocument('a: 1\n---\nb: 2', 'a.yaml'))).toMatchObject({ code: 'E_DOCUMENT_SYNTAX' });
    expect(thrownBy(() => parseDocument('{"a": 1', '-'))).toMatchObject({ code: 'E_DOCUMENT_SYNTAX', args: { format: 'JSON' } });
  });

  it('lets the last of two equal keys hold, and says so', () => {
    const parsed = parseDocumentLeniently('a: 1\nb: 2\na: 3\n', 'a.yaml');
    expect(parsed).toEqual({ value: { a: 3, b: 2 }, duplicateKeys: [{ key: 'a', place: { file: 'a.yaml', line: 3, column: 1 } }] });
  });

  it('refuses a text over the limit, and takes one at the limit', () => {
    expect(parseDocumentLeniently('{"a":1}', 'a.json', 7).value).toEqual({ a: 1 });
    expect(thrownBy(() => parseDocumentLeniently('{"a":1}', 'a.json', 6))).toMatchObject({ code: 'E_DOCUMENT_TOO_LARGE' });
  });

  it.each(['a.json', 'a.yaml'])('takes 1,000 levels and refuses 1,001 in %s', (file) => {
    const nested = (levelCount: number) => `${'['.repeat(levelCount)}${']'.repeat(levelCount)}`;
    expect(parseDocument(nested(1000), file)).toBeInstanceOf(Array);
    expect(thrownBy(() => parseDocument(nested(1001), file)).code).toBe('E_DOCUMENT_TOO_DEEP');
    expect(thrownBy(() => parseDocument(`${nested(200_000)}x`, file)).code).toMatch(/E_DOCUMENT_(?:TOO_DEEP|SYNTAX)/);
  });

  it('refuses aliases that explode, within a second', () => {
    const levels = Array.from({ length: 60 }, (_unused, level) =>
      level === 0 ? 'l0: &l0 [x, x]' : `l${level}: &l${level} [*l${level - 1}, *l${level - 1}]`,
    );
    const startMs = performance.now();
    expect(thrownBy(() => parseDocument(levels.join('\n'), 'bomb.yaml')).code).toBe('E_DOCUMENT_ALIASES');
    expect(performance.now() - startMs).toBeLessThan(1000);
  });

  it('refuses aliases that stand inside of what they name', () => {
    expect(thrownBy(() => parseDocument('a: &a\n  b: *a', 'a.yaml')).code).toBe('E_DOCUMENT_ALIASES');
  });

  it('refuses a chain of aliases that nests too deep', () => {
    const links = Array.from({ length: 3000 }, (_unused, link) => (link === 0 ? 'l0: &l0 [x]' : `l${link}: &l${link} [*l${link - 1}]`));
    expect(thrownBy(() => parseDocument(links.join('\n'), 'a.yaml')).code).toBe('E_DOCUMENT_TOO_DEEP');
  });

  it('takes the aliases that people use', () => {
    expect(parseDocument('a: &a {x: 1}\nb: *a\nc: [*a, *a]', 'a.yaml')).toEqual({ a: { x: 1 }, b: { x: 1 }, c: [{ x: 1 }, { x: 1 }] });
  });
});
