import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { versionFromText } from '../../src/compat/version-set.js';
import { judgeVersionStep, leastVersion } from '../../src/compat/version-step.js';

const judged = (older: string, newer: string, advised: 'major' | 'minor' | 'patch' | 'none'): unknown => {
  const finding = judgeVersionStep({ provider: 'orders', older, newer, advised, place: { file: 'orders.yaml', pointer: '/info/version' } });
  return finding === undefined ? 'fits' : `${finding.severity} ${finding.args['expected']}`;
};

describe('the version of a newer contract', () => {
  it.each([
    ['1.4.0', '1.5.0', 'major', 'warning 2.0.0'],
    ['1.4.0', '2.0.0', 'major', 'fits'],
    ['1.4.0', '1.4.0', 'minor', 'warning 1.5.0'],
    ['1.4.0', '1.4.1', 'minor', 'warning 1.5.0'],
    ['1.4.0', '1.5.0', 'minor', 'fits'],
    ['1.4.0', '1.4.0', 'patch', 'info 1.4.1'],
    ['1.4.0', '1.3.0', 'patch', 'info 1.4.1'],
    ['1.4.0', '1.4.0', 'none', 'fits'],
  ] as const)('from %s to %s, when a %s step is advised: %s', (older, newer, advised, expected) => {
    expect(judged(older, newer, advised)).toBe(expected);
  });

  it('may break with its second number before 1.0.0', () => {
    expect(judged('0.4.0', '0.4.1', 'major')).toBe('warning 0.5.0');
    expect(judged('0.4.0', '0.5.0', 'major')).toBe('fits');
    expect(judged('0.4.0', '0.4.1', 'minor')).toBe('fits');
  });

  it('may change in any way from one candidate to the next, but not without another name', () => {
    expect(judged('2.0.0-rc.1', '2.0.0-rc.2', 'major')).toBe('fits');
    expect(judged('2.0.0-rc.1', '2.0.0', 'major')).toBe('fits');
    expect(judged('2.0.0-rc.1', '2.0.0-rc.1', 'major')).toBe('warning 3.0.0');
  });

  it('is held to no number that it does not have', () => {
    expect(judged('2', '2', 'minor')).toBe('fits');
    expect(judged('2', '2', 'major')).toBe('warning 3.0.0');
    expect(judged('1.4', '1.4', 'patch')).toBe('fits');
  });

  it.each([
    ['2026-01-15', '2026-02-15'],
    ['', '1.0.0'],
    ['latest', 'latest'],
  ])('is not judged when one of %j and %j is no version', (older, newer) => {
    expect(judged(older, newer, 'major')).toBe('fits');
  });

  it('fits when it is the least version that is asked for, and never one below', () => {
    const number = fc.nat({ max: 20 });
    fc.assert(
      fc.property(number, number, number, fc.constantFrom('major', 'minor', 'patch'), (major, minor, patch, advised) => {
        const older = `${major}.${minor}.${patch}`;
        const from = versionFromText(older);
        const least = from === undefined ? undefined : leastVersion(from, advised)?.join('.');
        expect(judged(older, least ?? '', advised)).toBe('fits');
        expect(judged(older, older, advised)).not.toBe('fits');
      }),
      { seed: 3 },
    );
  });
});
