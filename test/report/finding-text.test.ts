import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/finding/finding.js';
import { countsOf, summaryText, textFromFindings } from '../../src/report/finding-text.js';

const findings: readonly Finding[] = [
  {
    code: 'contract/ref-unresolved',
    severity: 'error',
    place: { file: 'api.yaml', line: 3, column: 5, pointer: '/paths' },
    args: { reference: '#/x' },
  },
  { code: 'contract/responses-missing', severity: 'warning', place: { file: 'api.yaml', line: 120, column: 17 }, args: {} },
  {
    code: 'contract/wrong-type',
    severity: 'warning',
    place: { file: 'other.yaml', pointer: '/a' },
    args: { expected: 'object', found: 'null' },
  },
];

describe('textFromFindings', () => {
  it('groups by file, aligns, wraps and sums up', () => {
    expect(textFromFindings(findings, { columnCount: 80, colour: false })).toMatchInlineSnapshot(`
      "api.yaml
        3:5     error    $ref "#/x" leads nowhere. Correct it, or add what it names
                         contract/ref-unresolved
        120:17  warning  the operation has no responses. Declare at least one
                         contract/responses-missing

      other.yaml
        #/a  warning  an object belongs here (expected object, seen: null)
                      contract/wrong-type

      1 error, 2 warnings
      "
    `);
  });

  it('says so when there is nothing', () => {
    expect(textFromFindings([], { columnCount: 80, colour: false })).toBe('no problems\n');
  });

  it('writes colours only when they are understood', () => {
    expect(textFromFindings(findings, { columnCount: 80, colour: false })).not.toContain('\u001b');
    expect(textFromFindings(findings, { columnCount: 80, colour: true })).toContain('\u001b[31merror');
  });

  it.each([
    [{ error: 1, warning: 0, info: 0 }, '1 error'],
    [{ error: 2, warning: 5, info: 0 }, '2 errors, 5 warnings'],
    [{ error: 0, warning: 1, info: 3 }, '1 warning, 3 info'],
    [{ error: 0, warning: 0, info: 0 }, 'no problems'],
  ])('sums up %j as %s', (counts, text) => {
    expect(summaryText(counts)).toBe(text);
  });

  it('counts by severity', () => {
    expect(countsOf(findings)).toEqual({ error: 1, warning: 2, info: 0 });
  });
});
