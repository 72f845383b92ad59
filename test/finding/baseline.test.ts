import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Baseline } from '../../src/finding/baseline.js';
import { applyBaseline, entriesFromFindings } from '../../src/finding/baseline.js';
import type { Finding } from '../../src/finding/finding.js';

const FIRST: Finding = { id: 'm-0000000001', code: 'check/status-declared', severity: 'error', args: {} };
const SECOND: Finding = { id: 'm-0000000002', code: 'check/headers-match', severity: 'warning', args: {} };

function baseline(...entries: readonly (readonly [id: string | undefined, until: string])[]): Baseline {
  return {
    file: 'baseline.yaml',
    entries: entries.map(([id = '', until], index) => ({ id, until, reason: 'known', what: 'it', pointer: `/${index}` })),
  };
}

const WHOLE = { today: '2026-03-31', isWholeRun: true };

describe('a baseline over findings', () => {
  it('accepts up to and including its day', () => {
    const applied = applyBaseline([FIRST, SECOND], baseline([FIRST.id, '2026-03-31']), WHOLE);
    expect(applied).toEqual({ counted: [SECOND], accepted: [FIRST] });
  });

  it('accepts no more on the day after, and says so where the entry stands', () => {
    const applied = applyBaseline([FIRST], baseline([FIRST.id, '2026-03-30']), WHOLE);
    expect(applied.accepted).toEqual([]);
    expect(applied.counted).toMatchObject([
      FIRST,
      { code: 'check/baseline-expired', severity: 'error', place: { file: 'baseline.yaml', pointer: '/0' }, args: { id: FIRST.id } },
    ]);
  });

  it('warns of an entry whose finding is gone, whether its day has come or not', () => {
    const applied = applyBaseline([], baseline([FIRST.id, '2027-01-01'], [SECOND.id, '2020-01-01']), WHOLE);
    expect(applied.counted.map(({ code, severity }) => [code, severity])).toEqual([
      ['check/baseline-unmatched', 'warning'],
      ['check/baseline-unmatched', 'warning'],
    ]);
  });

  it('says nothing of what was not seen when not everything was run', () => {
    expect(applyBaseline([], baseline([FIRST.id, '2027-01-01']), { ...WHOLE, isWholeRun: false }).counted).toEqual([]);
  });

  it('never accepts a finding without an id', () => {
    const { id: _id, ...nameless } = FIRST;
    expect(applyBaseline([nameless], baseline(['', '2027-01-01']), WHOLE).accepted).toEqual([]);
  });

  it('loses no finding and accepts none that it does not name', () => {
    const ids = ['m-0000000001', 'm-0000000002', 'm-0000000003', 'm-0000000004'];
    const day = fc.constantFrom('2026-03-30', '2026-03-31', '2026-04-01');
    fc.assert(
      fc.property(
        fc.subarray(ids),
        fc.uniqueArray(fc.tuple(fc.constantFrom(...ids), day), { selector: ([id]) => id }),
        fc.boolean(),
        (seen, entries, isWholeRun) => {
          const findings = seen.map((id): Finding => ({ ...FIRST, id }));
          const { counted, accepted } = applyBaseline(findings, baseline(...entries), { today: '2026-03-31', isWholeRun });
          expect([...counted, ...accepted].filter((finding) => findings.includes(finding))).toHaveLength(findings.length);
          const valid = new Set(entries.filter(([, until]) => until >= '2026-03-31').map(([id]) => id));
          expect(accepted.map(({ id }) => id)).toEqual(seen.filter((id) => valid.has(id)));
        },
      ),
      { seed: 20261121 },
    );
  });

  it('that was just written accepts all there is, each cause once', () => {
    const entries = entriesFromFindings([FIRST, SECOND, FIRST], { until: '2026-06-30', reason: 'begun', textOf: ({ code }) => code });
    expect(entries).toEqual([
      { id: FIRST.id, until: '2026-06-30', reason: 'begun', what: FIRST.code },
      { id: SECOND.id, until: '2026-06-30', reason: 'begun', what: SECOND.code },
    ]);
    const written = { file: 'b', entries: entries.map((entry, index) => ({ ...entry, pointer: `/${index}` })) };
    expect(applyBaseline([FIRST, SECOND], written, WHOLE).counted).toEqual([]);
  });
});
