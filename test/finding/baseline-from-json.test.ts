import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import { baselineFromJson, isDay } from '../../src/finding/baseline-from-json.js';

const ENTRY = { id: 'm-0123456789', until: '2026-03-31', reason: 'the shop is rewritten', what: 'getOrder: …' };

function problemsOf(value: JsonValue): readonly string[] {
  const read = baselineFromJson(value, 'baseline.yaml');
  return read.kind === 'problems' ? read.problems.map(({ pointer, problem }) => `${pointer}: ${problem}`) : [];
}

describe('a baseline', () => {
  it('is a list of entries, each with its place', () => {
    expect(baselineFromJson([ENTRY], 'baseline.yaml')).toEqual({
      kind: 'baseline',
      baseline: { file: 'baseline.yaml', entries: [{ ...ENTRY, pointer: '/0' }] },
    });
  });

  it.each([[null], [[]]])('may be empty: %j', (value) => {
    expect(baselineFromJson(value, 'b')).toEqual({ kind: 'baseline', baseline: { file: 'b', entries: [] } });
  });

  it.each<readonly [JsonValue, string]>([
    [{}, ': a list of accepted findings belongs here'],
    ['m-0123456789', ': a list of accepted findings belongs here'],
    [['m-0123456789'], '/0: an entry is an object with id, until and reason'],
    [[{ id: ENTRY.id, until: ENTRY.until }], '/0: the key "reason" is missing'],
    [[{ ...ENTRY, reason: ' ' }], '/0/reason: "reason" is a text that is not empty'],
    [[{ ...ENTRY, until: 20260331 }], '/0/until: "until" is a text that is not empty'],
    [[{ ...ENTRY, until: '31.3.2026' }], '/0/until: "31.3.2026" is not a day like 2026-03-31'],
    [[{ ...ENTRY, until: '2026-02-30' }], '/0/until: "2026-02-30" is not a day like 2026-03-31'],
    [[{ ...ENTRY, id: 'm-0' }], '/0/id: "m-0" is not the id of a finding'],
    [[{ ...ENTRY, 'a/b': 1 }], '/0/a~1b: unknown key "a/b"; known are id, until, reason, what'],
    [[ENTRY, ENTRY], '/1/id: m-0123456789 stands here a second time'],
  ])('is not %j', (value, problem) => {
    expect(problemsOf(value)).toEqual([problem]);
  });

  it('is told all that is wrong with it at once', () => {
    expect(problemsOf([{}, ENTRY, 1])).toHaveLength(4);
  });

  it('is read or refused with a reason, whatever stands there', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read = baselineFromJson(value as JsonValue, 'b');
        if (read.kind === 'problems') expect(read.problems.length).toBeGreaterThan(0);
      }),
      { seed: 20261121 },
    );
  });
});

describe('a day', () => {
  it.each(['2026-01-01', '2024-02-29', '2026-12-31'])('is %s', (text) => expect(isDay(text)).toBe(true));
  it.each(['2025-02-29', '2026-13-01', '2026-1-1', '2026-01-01T00:00', '', 'tomorrow', '2026-00-10'])('is not %s', (text) =>
    expect(isDay(text)).toBe(false),
  );
});
