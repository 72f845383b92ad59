import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Acceptance, AcceptanceContext, JudgedComparison } from '../../src/compat/acceptance.js';
import { applyAcceptances } from '../../src/compat/acceptance.js';
import type { Finding } from '../../src/finding/finding.js';

const FIRST: Finding = { id: 'm-0000000001', code: 'compat/operation-removed', severity: 'error', operation: 'getOrder', args: {} };
const SECOND: Finding = { ...FIRST, id: 'm-0000000002' };

const entry = (overrides: Partial<Acceptance> = {}): Acceptance => ({
  id: FIRST.id ?? '',
  what: 'it',
  contract: 'orders',
  operation: 'getOrder',
  reason: 'known',
  owner: undefined,
  until: '2027-01-31',
  untilMajor: undefined,
  pointer: '/0',
  ...overrides,
});

const comparison = (findings: readonly Finding[], overrides: Partial<JudgedComparison> = {}): JudgedComparison => ({
  provider: 'orders',
  version: '1.5.0',
  operations: new Set(['getOrder']),
  findings,
  ...overrides,
});

const CONTEXT: AcceptanceContext = { today: '2026-11-21', isWholeRun: true, settledIds: new Set() };

function applied(
  comparisons: readonly JudgedComparison[],
  entries: readonly Acceptance[],
  context: Partial<AcceptanceContext> = {},
): { readonly counted: readonly unknown[]; readonly accepted: readonly unknown[]; readonly codes: readonly string[] } {
  const result = applyAcceptances(comparisons, { file: 'accepted.yaml', entries }, { ...CONTEXT, ...context });
  return {
    counted: result.comparisons.flatMap(({ counted }) => counted.map(({ id }) => id)),
    accepted: result.comparisons.flatMap(({ accepted }) => accepted.map(({ finding }) => finding.id)),
    codes: result.findings.map(({ code, severity }) => `${severity} ${code.replace('compat/acceptance-', '')}`),
  };
}

describe('an acceptance', () => {
  it('takes its finding, and no other, from what counts', () => {
    expect(applied([comparison([FIRST, SECOND])], [entry()])).toEqual({ counted: [SECOND.id], accepted: [FIRST.id], codes: [] });
  });

  it('holds on its last day, and is an error beside its finding on the day after', () => {
    expect(applied([comparison([FIRST])], [entry()], { today: '2027-01-31' }).codes).toEqual([]);
    expect(applied([comparison([FIRST])], [entry()], { today: '2027-02-01' })).toEqual({
      counted: [FIRST.id],
      accepted: [],
      codes: ['error expired'],
    });
  });

  it('holds below its major version, and ends with it', () => {
    const untilMajor = entry({ until: undefined, untilMajor: 2 });
    expect(applied([comparison([FIRST])], [untilMajor]).accepted).toEqual([FIRST.id]);
    expect(applied([comparison([FIRST], { version: '2.0.0-rc.1' })], [untilMajor]).codes).toEqual(['error expired']);
  });

  it('fails as stale when its finding is gone', () => {
    expect(applied([comparison([SECOND])], [entry()]).codes).toEqual(['error stale']);
  });

  it('is only information when the base has it too: the change was merged with it; its day ends that', () => {
    const settledIds = new Set([entry().id]);
    expect(applied([comparison([])], [entry()], { settledIds }).codes).toEqual(['info settled']);
    expect(applied([comparison([])], [entry()], { settledIds, today: '2027-02-01' }).codes).toEqual(['error stale']);
  });

  it('fails as unmatched when neither version has what it speaks of', () => {
    expect(applied([comparison([])], [entry({ operation: 'getOder' })]).codes).toEqual(['error unmatched']);
    expect(applied([comparison([])], [entry({ contract: 'odrers' })]).codes).toEqual(['error unmatched']);
  });

  it('is left alone when its contract was not compared and not all were', () => {
    expect(applied([comparison([])], [entry({ contract: 'payments' })], { isWholeRun: false }).codes).toEqual([]);
    expect(applied([comparison([])], [entry({ contract: undefined })], { isWholeRun: false }).codes).toEqual([]);
  });

  it('accepts nothing in the contract of another system', () => {
    const both = [comparison([FIRST]), comparison([FIRST], { provider: 'payments' })];
    expect(applied(both, [entry()])).toEqual({ counted: [FIRST.id], accepted: [FIRST.id], codes: [] });
  });

  it('without a contract fails where its time is over in one of those that have its finding', () => {
    const both = [comparison([FIRST]), comparison([FIRST], { provider: 'payments', version: '2.0.0' })];
    expect(applied(both, [entry({ contract: undefined, until: undefined, untilMajor: 2 })])).toEqual({
      counted: [FIRST.id],
      accepted: [FIRST.id],
      codes: ['error expired'],
    });
  });

  it('without a contract fails as stale, not as unmatched, where one of all contracts has its operation', () => {
    const both = [comparison([]), comparison([], { provider: 'payments', operations: new Set(['pay']) })];
    expect(applied(both, [entry({ contract: undefined })]).codes).toEqual(['error stale']);
    expect(applied(both, [entry({ contract: undefined, operation: 'getOder' })]).codes).toEqual(['error unmatched']);
  });

  it('never accepts a finding without an id', () => {
    const { id: _, ...nameless } = FIRST;
    expect(applied([comparison([nameless])], [entry({ id: '' })]).accepted).toEqual([]);
  });
});

describe('acceptances over findings', () => {
  it('lose no finding, accept none that they do not name, and tell of each entry at most once', () => {
    const ids = ['m-0000000001', 'm-0000000002', 'm-0000000003'];
    const day = fc.constantFrom('2026-11-20', '2026-11-21', '2026-11-22');
    const entries = fc.uniqueArray(fc.tuple(fc.constantFrom(...ids), day), { selector: ([id]) => id });
    fc.assert(
      fc.property(fc.subarray(ids), entries, fc.subarray(ids), fc.boolean(), (seen, named, settled, isWholeRun) => {
        const findings = seen.map((id): Finding => ({ ...FIRST, id }));
        const told = applied(
          [comparison(findings)],
          named.map(([id, until]) => entry({ id, until })),
          { isWholeRun, settledIds: new Set(settled) },
        );
        const valid = new Set(named.flatMap(([id, until]) => (until >= CONTEXT.today ? [id] : [])));
        expect(told.accepted).toEqual(seen.filter((id) => valid.has(id)));
        expect(told.counted).toEqual(seen.filter((id) => !valid.has(id)));
        expect(told.codes.length).toBe(named.filter(([id]) => !(seen.includes(id) && valid.has(id))).length);
      }),
      { seed: 4 },
    );
  });
});
