import { describe, expect, it } from 'vitest';
import {
  durationOption,
  headersOption,
  knownValue,
  listOption,
  rateOption,
  shardOption,
  wordsOption,
} from '../../src/cli/option-values.js';

const wrong = expect.objectContaining({ code: 'E_ARGUMENT_VALUE' });

describe('a duration', () => {
  it.each([
    ['1ms', 1],
    ['30s', 30_000],
    ['1.5m', 90_000],
    ['24h', 86_400_000],
  ])('%s is %d ms', (text, lengthMs) => expect(durationOption({ time: text }, 'time')).toBe(lengthMs));

  it.each(['0s', '25h', '10', 'soon', '-1s', ''])('is not %j', (text) =>
    expect(() => durationOption({ time: text }, 'time')).toThrow(wrong),
  );

  it('may be left out', () => expect(durationOption({}, 'time')).toBeUndefined());
});

describe('a rate', () => {
  it.each([
    ['10', 10],
    ['10/s', 10],
    ['120/m', 2],
    ['3600/h', 1],
    ['0.5/s', 0.5],
  ])('%s is %d a second', (text, perSecond) => expect(rateOption({ rate: text }, 'rate')).toBe(perSecond));

  it.each(['0', '0/s', '10/d', '/s', 'fast', '-1/s'])('is not %j', (text) =>
    expect(() => rateOption({ rate: text }, 'rate')).toThrow(wrong),
  );
});

describe('a shard', () => {
  it.each([
    ['1/1', { index: 1, count: 1 }],
    ['3/5', { index: 3, count: 5 }],
  ])('%s is %j', (text, shard) => expect(shardOption({ shard: text }, 'shard')).toEqual(shard));

  it.each(['0/3', '4/3', '1', '1/0', 'a/b', '1/2/3'])('is not %j', (text) =>
    expect(() => shardOption({ shard: text }, 'shard')).toThrow(wrong),
  );
});

describe('a list', () => {
  it('keeps commas, which may stand in a path', () =>
    expect(listOption({ path: ['/points/{lat},{lon}'] }, 'path')).toEqual(['/points/{lat},{lon}']));

  it('of words may also be written with commas', () => expect(wordsOption({ phase: ['a, b', 'c', ''] }, 'phase')).toEqual(['a', 'b', 'c']));
});

describe('a known value', () => {
  it('is itself', () => expect(knownValue('--x', 'b', ['a', 'b'])).toBe('b'));

  it('that is mistyped is refused with the one that was meant', () => {
    expect(() => knownValue('--x', 'covrage', ['coverage', 'fuzzing'])).toThrow(
      expect.objectContaining({ args: { option: '--x', seen: 'covrage', suggestion: 'coverage', expected: 'one of coverage, fuzzing' } }),
    );
  });
});

describe('a header', () => {
  it('is a field as curl takes it', () =>
    expect(headersOption({ header: ['Authorization: Bearer a:b', 'X-Empty:', 'x-many:  1, 2 '] }, 'header')).toEqual({
      Authorization: 'Bearer a:b',
      'X-Empty': '',
      'x-many': '1, 2',
    }));

  it.each([['Authorization'], [': x'], ['A B: x'], ['X: a\r\nY: b']])('is not %j', (text) =>
    expect(() => headersOption({ header: [text] }, 'header')).toThrow(wrong),
  );

  it('that is wrong is told without its value, which may be a secret', () =>
    expect(() => headersOption({ header: ['my key: hunter2'] }, 'header')).toThrow(
      expect.objectContaining({ args: expect.objectContaining({ seen: 'my key' }) }),
    ));
});
