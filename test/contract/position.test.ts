import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import { appendToken, tokensFromPointer } from '../../src/base/json-pointer.js';
import { parseDocument } from '../../src/contract/document.js';
import { positionsInText } from '../../src/contract/position.js';

fc.configureGlobal({ seed: 20261121 });

/** Keys are made distinct, so that a key in the text can only be the one the pointer means. */
function withDistinctKeys(value: unknown, counter = { next: 0 }): JsonValue {
  if (Array.isArray(value)) return value.map((item) => withDistinctKeys(item, counter));
  if (typeof value !== 'object' || value === null) return value as JsonValue;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [`k${counter.next++}${key}`, withDistinctKeys(member, counter)]));
}

function pointersOf(value: JsonValue, pointer = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [pointer];
  return [pointer, ...Object.entries(value).flatMap(([token, member]) => pointersOf(member as JsonValue, appendToken(pointer, token)))];
}

function textAt(text: string, { line, column }: { line: number; column: number }): string {
  return (text.split('\n')[line - 1] ?? '').slice(column - 1);
}

const key = fc.string({ unit: fc.constantFrom(...'ab/~"\\ é:#\'-'), maxLength: 5 });
const document = fc
  .object({
    key,
    maxDepth: 4,
    values: [fc.integer(), fc.string({ maxLength: 6 }), fc.constant(null), fc.boolean(), fc.constant('two\nlines\n')],
  })
  .map((value) => withDistinctKeys(value));

/** Emitters, and how each writes a key. */
const EMITTERS: readonly (readonly [name: string, emit: (value: JsonValue) => string])[] = [
  ['JSON', (value) => JSON.stringify(value)],
  ['indented JSON', (value) => JSON.stringify(value, null, 2)],
  ['YAML', (value) => dump(value)],
  ['flow YAML', (value) => dump(value, { flowLevel: 1, lineWidth: -1 })],
  ['quoted YAML', (value) => dump(value, { forceQuotes: true, quoteStyle: 'double' })],
];

describe('positionsInText', () => {
  it.each(EMITTERS)('points at the key of every member of random documents in %s', (_name, emit) => {
    fc.assert(
      fc.property(document, (value) => {
        const text = emit(value);
        const pointers = pointersOf(value);
        const positions = positionsInText(text, pointers);
        for (const pointer of pointers) {
          const at = positions.get(pointer);
          const last = tokensFromPointer(pointer).at(-1);
          if (at === undefined) throw new Error(`no place for ${pointer}`);
          if (last === undefined || /^\d+$/.test(last)) continue;
          const rest = textAt(text, at);
          const written = rest.startsWith('"') || rest.startsWith("'") ? rest : rest.replace(/^\? /, '');
          expect(keyAt(written)).toBe(last);
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['{"a": [1, {"b": 2}]}', '/a/1', 1, 11],
    ['{"a": [1, {"b": 2}]}', '/a/1/b', 1, 12],
    ['a:\n  - 1\n  - b: 2\n', '/a/1', 3, 5],
    ['a:\n  - 1\n  - b: 2\n', '/a/1/b', 3, 5],
    ['a:\n  - |\n    text\n', '/a/0', 2, 5],
    ['a:\n  - &x !!str text\n', '/a/0', 2, 5],
    ['a: &x {b: 1}\nc: *x\n', '/c/b', 2, 1],
    ['a: {\n  b: 1\n}\nc: 2', '/c', 4, 1],
    ['paths:\r\n  /a/{x}:\r\n    get: {}\r\n', '/paths/~1a~1{x}/get', 3, 5],
    ['200: x\n', '/200', 1, 1],
    ['a: 1\nb: 2\na: 3\n', '/a', 3, 1],
    ['\uFEFF{"a": 1}', '/a', 1, 3],
  ])('finds its way in %j to %s', (text, pointer, line, column) => {
    expect(positionsInText(text, [pointer]).get(pointer)).toEqual({ line, column });
  });

  it('gives the nearest ancestor of what is not there', () => {
    const text = '{\n  "a": {\n    "b": 1\n  }\n}';
    expect([...positionsInText(text, ['/a/x/y', '/a/b/c', '/z', '']).values()]).toEqual([
      { line: 2, column: 3 },
      { line: 3, column: 5 },
      { line: 1, column: 1 },
      { line: 1, column: 1 },
    ]);
  });

  it('gives the beginning of a text that nobody can read', () => {
    expect(positionsInText('a: [', ['/a']).get('/a')).toEqual({ line: 1, column: 1 });
    expect(positionsInText('', ['/a']).get('/a')).toEqual({ line: 1, column: 1 });
  });
});

/** The key that begins a text, read with the parser itself. */
function keyAt(text: string): string | undefined {
  const end = text.startsWith('"')
    ? (/^"(?:[^"\\]|\\.)*"/.exec(text)?.[0].length ?? 0)
    : text.startsWith("'")
      ? (/^'(?:[^']|'')*'/.exec(text)?.[0].length ?? 0)
      : text.search(/:(?:\s|$)/);
  return Object.keys(parseDocument(`${text.slice(0, end)}: 1`, 'key.yaml') as object)[0];
}
