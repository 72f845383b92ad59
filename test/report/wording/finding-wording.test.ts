import { expect, it } from 'vitest';
import type { FindingCode } from '../../../src/finding/finding-code.js';
import { FINDING_WORDINGS, messageOfFinding, wordsOfFinding } from '../../../src/report/wording/finding-wording.js';

it.each(Object.keys(FINDING_WORDINGS) as readonly FindingCode[])('has whole clauses for %s even when nothing is known', (code) => {
  const { what, expected, seen, next } = wordsOfFinding({ code, severity: 'warning', args: {} });
  expect(what.length).toBeGreaterThan(10);
  for (const text of [what, expected, seen, next]) expect(text ?? '').not.toMatch(/\.$|\[object|NaN/);
});

it('says what, what was expected and seen, and what to do', () => {
  const args = { expected: 'array', found: 'null' };
  expect(messageOfFinding({ code: 'contract/wrong-type', severity: 'warning', args })).toBe(
    'an array belongs here (expected array, seen: null)',
  );
  const example = { name: 'one', at: '/a', problem: 'must be integer', problemCount: 3 };
  expect(messageOfFinding({ code: 'contract/example-invalid', severity: 'warning', args: example })).toBe(
    'the example "one" does not match its schema: /a must be integer (and 2 more)',
  );
});
