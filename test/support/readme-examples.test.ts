import { describe, expect, it } from 'vitest';
import { examplesFromReadme, missingLine } from './readme-examples.js';

const FENCE = '```';
const README = `# Title

## First

<!-- exit code 1 -->
${FENCE}sh
mortise lint a.yaml
${FENCE}

${FENCE}text
a.yaml:1:1 error
${FENCE}

${FENCE}bash
npm install mortise
${FENCE}

## Second

${FENCE}ts
import 'mortise';
${FENCE}

words between

${FENCE}text
not its output
${FENCE}
`;

describe('the examples of a README', () => {
  it('are its blocks of sh, ts and yaml, with section, exit code and output', () => {
    expect(examplesFromReadme(README)).toEqual([
      { section: 'First', language: 'sh', text: 'mortise lint a.yaml', line: 6, exitCode: 1, output: 'a.yaml:1:1 error' },
      { section: 'Second', language: 'ts', text: "import 'mortise';", line: 20, exitCode: 0, output: undefined },
    ]);
  });

  it.each([
    ['the same lines', 'a\nb', 'a\nb', undefined],
    ['some of the lines, in order', 'a\nc', 'a\nb\nc', undefined],
    ['anything for the mark', 'took … ms', 'took 12.5 ms', undefined],
    ['a line that was not printed', 'a\nb', 'a\nc', 'b'],
    ['lines in another order', 'b\na', 'a\nb', 'a'],
    ['a part of a line', 'ab', 'abc', 'ab'],
  ])('compares output: %s', (_what, promised, printed, missing) => {
    expect(missingLine(promised, printed)).toBe(missing);
  });
});
