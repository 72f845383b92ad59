import { array, assert, constantFrom, jsonValue, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitContent, streamForm } from '../../../src/mock/stream/split-content.js';

const piece = constantFrom('data: a', '\n', '\r\n', '\n\n', '\u001e', '[', ']', ',', '{}', ' ', 'ä', '"');

describe('the parts of a content', () => {
  it('are the content when they are joined, whatever it is', () => {
    assert(
      property(
        array(piece).map((pieces) => pieces.join('')),
        constantFrom('events', 'lines', 'records', 'array', 'words'),
        (text, form) => {
          const parts = splitContent(text, form);
          expect(parts.join('')).toBe(text);
          if (form !== 'array') expect(parts).not.toContain('');
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  it('of a JSON list are as many as it has items', () => {
    assert(
      property(array(jsonValue(), { minLength: 1 }), (items) => {
        expect(splitContent(JSON.stringify(items), 'array')).toHaveLength(items.length);
      }),
      { seed: 1 },
    );
  });

  it('of lines are the lines', () => {
    assert(
      property(array(string().filter((line) => !line.includes('\n'))), (lines) => {
        const text = lines.map((line) => `${line}\n`).join('');
        expect(splitContent(text, 'lines')).toEqual(lines.map((line) => `${line}\n`));
      }),
      { seed: 1 },
    );
  });

  it.each([
    ['events', 'data: a\n\nid: 1\ndata: b\n\n', ['data: a\n\n', 'id: 1\ndata: b\n\n']],
    ['events', 'data: a\r\n\r\ndata: b', ['data: a\r\n\r\n', 'data: b']],
    ['records', '\u001e{"a":1}\n\u001e2\n', ['\u001e{"a":1}\n', '\u001e2\n']],
    ['words', 'one two\nthree', ['one ', 'two\n', 'three']],
    ['array', '[1, 2]', ['[1, 2]']],
    ['array', '[]', ['[]']],
    ['array', '[1,', ['[1,']],
  ] as const)('as %s of %j are %j', (form, text, parts) => {
    expect(splitContent(text, form)).toEqual(parts);
  });

  it.each([
    ['text/event-stream; charset=utf-8', 'events'],
    ['application/x-ndjson', 'lines'],
    ['application/json-seq', 'records'],
    ['application/hal+json', 'array'],
    ['text/plain', 'words'],
    ['image/png', undefined],
  ])('%s has the form %s', (contentType, form) => {
    expect(streamForm(contentType)).toBe(form);
  });
});
