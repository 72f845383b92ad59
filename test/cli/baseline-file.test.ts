import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBaseline } from '../../src/cli/baseline-file.js';
import { textFromBaseline } from '../../src/report/baseline-text.js';
import { textPort } from '../support/text-port.js';

const read = (text: string, file = 'baseline.yaml') => readBaseline(file, textPort({ [file]: text }));

describe('a baseline file', () => {
  it.each(['', '# nothing yet\n', '[]', '\n\n'])('may accept nothing: %j', async (text) => {
    expect((await read(text)).baseline.entries).toEqual([]);
  });

  it('that was written is read back as it was, in both formats', async () => {
    const text = fc.string({ unit: 'binary', minLength: 1 }).filter((one) => one.trim() !== '' && one.isWellFormed());
    const entry = fc.record({
      id: fc.integer({ min: 0, max: 9_999 }).map((number) => `m-${String(number).padStart(10, '0')}`),
      until: fc.constantFrom('2026-03-31', '2027-12-01'),
      reason: text,
      what: fc.option(text, { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(entry, { selector: ({ id }) => id, maxLength: 5 }),
        fc.constantFrom('json' as const, 'yaml' as const),
        async (entries, format) => {
          const { baseline } = await read(textFromBaseline(entries, format), `baseline.${format}`);
          expect(baseline.entries.map(({ pointer: _pointer, ...rest }) => rest)).toEqual(entries);
        },
      ),
      { seed: 20261121 },
    );
  });

  it('is refused at the line and column where it is wrong, with all that is wrong', async () => {
    const text = '- id: m-0123456789\n  until: 2026-02-30\n  reason: known\n- { id: m-0123456780, until: 2026-03-01 }\n';
    await expect(read(text)).rejects.toMatchObject({
      code: 'E_BASELINE_INVALID',
      at: { file: 'baseline.yaml', line: 2, column: 3 },
      args: { problem: '"2026-02-30" is not a day like 2026-03-31', more: ['baseline.yaml:4:3 the key "reason" is missing'] },
    });
  });

  it('is refused when it is no YAML', async () => {
    await expect(read('- {')).rejects.toMatchObject({ code: 'E_DOCUMENT_SYNTAX' });
  });
});
