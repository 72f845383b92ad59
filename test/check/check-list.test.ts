import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/check/check-list.js';
import { FINDING_WORDINGS } from '../../src/report/wording/finding-wording.js';

/** What is said of a run, and is no law that a provider could break. */
const NO_CHECKS = [
  'check/flaky',
  'check/login-failed',
  'check/example-refused',
  'check/operation-untested',
  'check/state-failed',
  'check/baseline-expired',
  'check/baseline-unmatched',
];

describe('the list of checks', () => {
  it('has every code of testing that is a check, once', () => {
    const codes = Object.keys(FINDING_WORDINGS).filter((code) => code.startsWith('check/'));
    expect(CHECKS.map(({ code }) => code).toSorted()).toEqual(codes.filter((code) => !NO_CHECKS.includes(code)).toSorted());
  });

  it('names each in words that stand in one line', () => {
    for (const { code, name, summary } of CHECKS) {
      expect(`check/${name}`).toBe(code);
      expect(summary).toMatch(/^[a-zA-Z][^\n.]{10,100}$/);
    }
  });
});
