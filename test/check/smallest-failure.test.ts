import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Called, CalledStep } from '../../src/check/case-runner.js';
import { smallestFailure } from '../../src/check/smallest-failure.js';
import type { TestCase } from '../../src/check/test-case.js';
import { exchangeWith } from '../support/exchange-arbitrary.js';

describe('the smallest failing case', () => {
  it('is the least number from which on all fail, when each smaller one is offered by halving and by one less', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 10_000 }), fc.nat({ max: 10_000 }), async (one, other) => {
        const [least, first] = [Math.min(one, other), Math.max(one, other)];
        const { size, requestCount } = await shrunk(first, (number) => number >= least);
        expect(size).toBeGreaterThanOrEqual(least);
        expect(requestCount).toBeLessThanOrEqual(60);
        if (first - least < 30 || requestCount < 60) expect(size).toBe(least);
      }),
      { seed: 6 },
    );
  });

  it('stays when nothing smaller fails, or nothing smaller can be sent', async () => {
    expect(await shrunk(40, (number) => number === 40)).toMatchObject({ size: 40 });
    expect(
      await shrunk(
        40,
        () => true,
        () => false,
      ),
    ).toEqual({ size: 40, requestCount: 0 });
  });
});

/** Cases are numbers here: their name is the number. */
async function shrunk(
  first: number,
  fails: (number: number) => boolean,
  isSendable: (number: number) => boolean = () => true,
): Promise<{ readonly size: number; readonly requestCount: number }> {
  let requestCount = 0;
  const caseOf = (number: number): TestCase => ({ name: String(number) }) as TestCase;
  const calledOf = (testCase: TestCase): CalledStep => ({ testCase, exchange: exchangeWith(), requestProblems: [] });
  const judgement = { code: 'check/not-a-server-error', severity: 'error', operation: 'a', place: { file: 'f' }, args: {} } as const;
  const { testCase } = await smallestFailure({
    first: { testCase: caseOf(first), called: calledOf(caseOf(first)), judgement },
    *smaller({ name }) {
      for (let step = Number(name); step >= 1; step = Math.floor(step / 2)) yield caseOf(Number(name) - step);
    },
    call: async (candidate): Promise<Called> => {
      if (!isSendable(Number(candidate.name))) return { kind: 'withheld', reason: 'no' };
      requestCount += 1;
      return { kind: 'exchange', ...calledOf(candidate) };
    },
    failureOf: ({ testCase: failed }) => (fails(Number(failed.name)) ? judgement : undefined),
  });
  return { size: Number(testCase.name), requestCount };
}
