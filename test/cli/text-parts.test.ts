import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textParts } from '../../src/cli/text-parts.js';
import type { TextPart } from '../../src/report/vitest-export/vitest-file.js';

const ANSWER: TextPart = { kind: 'answer', step: 0, from: 'body', pointer: '/id', form: 'plain' };
const SECRET: TextPart = { kind: 'secret', variable: 'TOKEN', form: 'plain' };
const KNOWN = new Map<string, TextPart>([
  ['mortise0capture0x', ANSWER],
  ['mortise0secret0x', SECRET],
]);

describe('a text with placeholders', () => {
  it('is cut at each of them', () => {
    expect(textParts('/orders/mortise0capture0x/items?key=mortise0secret0x', 'url', KNOWN)).toEqual([
      { kind: 'text', text: '/orders/' },
      { ...ANSWER, form: 'url' },
      { kind: 'text', text: '/items?key=' },
      { ...SECRET, form: 'url' },
    ]);
  });

  it('of JSON takes the quotation marks of a captured value with it, since the value may be a number', () => {
    expect(textParts('{"order":"mortise0capture0x","key":"mortise0secret0x","note":"see mortise0capture0x"}', 'json', KNOWN)).toEqual([
      { kind: 'text', text: '{"order":' },
      { ...ANSWER, form: 'json' },
      { kind: 'text', text: ',"key":"' },
      { ...SECRET, form: 'jsonText' },
      { kind: 'text', text: '","note":"see ' },
      { ...ANSWER, form: 'jsonText' },
      { kind: 'text', text: '"}' },
    ]);
  });

  it('without any is one part, and nothing when it is empty', () => {
    expect(textParts('plain', 'url', KNOWN)).toEqual([{ kind: 'text', text: 'plain' }]);
    expect(textParts('', 'url', KNOWN)).toEqual([]);
  });

  it('is whole again when the placeholders are put back', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom(...KNOWN.keys()));
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const parts = textParts(text, 'url', KNOWN);
        const back = parts.map((part) =>
          part.kind === 'text' ? part.text : part.kind === 'secret' ? 'mortise0secret0x' : 'mortise0capture0x',
        );
        expect(back.join('')).toBe(text);
        expect(parts.every((part) => part.kind !== 'text' || ![...KNOWN.keys()].some((key) => part.text.includes(key)))).toBe(true);
      }),
      { seed: 20261121 },
    );
  });
});
