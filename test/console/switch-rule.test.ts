import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultRulesFromJson } from '../../src/fault/fault-rules-from-json.js';
import type { Rule } from '../../src/console/api-types.js';
import { msFromDuration, textFromLeft } from '../../src/console/duration.js';
import { BREAKS, isOfMessages, leftMsOf, ruleFromSwitch, SPOILS, textFromRule } from '../../src/console/switch-rule.js';

describe('a switch of the console', () => {
  it('is a rule that the mock takes, whatever is chosen, and has words of its own', () => {
    const how = {
      down: ['503', 'reset', 'silence'],
      limit: [''],
      slow: [''],
      break: BREAKS.map(([how]) => how),
      away: [''],
      late: [''],
      spoil: SPOILS.map(([how]) => how),
    };
    const kinds = ['down', 'limit', 'slow', 'break', 'away', 'late', 'spoil'] as const;
    const setting = fc.constantFrom(...kinds).chain((kind) =>
      fc.record({
        kind: fc.constant(kind),
        how: fc.constantFrom(...how[kind]),
        limit: fc.integer({ min: 1, max: 10_000 }),
        time: fc.constantFrom('250ms', '3s', '1m'),
        operation: fc.constantFrom('', 'getPet', 'GET /orders/{id}'),
        lasts: fc.constantFrom('', '30s', '5m'),
        share: fc.constantFrom(1, 0.5, 0.1),
      }),
    );
    fc.assert(
      fc.property(setting, (chosen) => {
        const [rule] = faultRulesFromJson(ruleFromSwitch(chosen));
        expect(rule?.match.operations).toEqual(chosen.operation === '' || chosen.kind === 'away' ? undefined : [chosen.operation]);
        const shown = { ...rule?.written, label: rule?.label ?? '', setAtMs: 1_000, appliedCount: 0 } as Rule;
        expect(textFromRule(shown)).not.toBe(shown.fault);
        expect(isOfMessages(shown)).toBe(rule?.fault.kind.group === 'message');
        const lastsMs = chosen.lasts === '' ? undefined : msFromDuration(chosen.lasts);
        expect(leftMsOf(shown, 1_000)).toBe(lastsMs);
        expect(leftMsOf(shown, 1_000_000_000) ?? 0).toBe(0);
      }),
      { seed: 8 },
    );
  });

  it.each([
    [0, '0 s'],
    [1, '1 s'],
    [59_000, '59 s'],
    [60_000, '1 min 00 s'],
    [3_600_000, '1 h 00 min'],
  ])('says of %i ms: %s', (leftMs, text) => {
    expect(textFromLeft(leftMs)).toBe(text);
  });
});
