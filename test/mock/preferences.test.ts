import { describe, expect, it } from 'vitest';
import { NO_PREFERENCES, parsePreferences } from '../../src/mock/preferences.js';

describe('parsePreferences', () => {
  it('reads a Prefer header, separated by commas or semicolons, quoted or not, in any case', () => {
    expect(parsePreferences(['Prefer', 'code=404, example="not there"; DYNAMIC=true'], '')).toEqual({
      kind: 'preferences',
      preferences: { code: 404, example: 'not there', dynamic: true, seed: undefined },
    });
  });

  it('joins several Prefer headers', () => {
    expect(parsePreferences(['prefer', 'code=201', 'PREFER', 'seed=7'], '')).toMatchObject({ preferences: { code: 201, seed: '7' } });
  });

  it('reads the query when there is no Prefer header', () => {
    expect(parsePreferences([], 'a=1&__code=500&__example=a%20b&__dynamic=false&__seed=x')).toMatchObject({
      preferences: { code: 500, example: 'a b', dynamic: false, seed: 'x' },
    });
  });

  it('ignores every query form when there is a Prefer header, even one that says nothing to us', () => {
    expect(parsePreferences(['prefer', 'respond-async'], '__code=500')).toEqual({ kind: 'preferences', preferences: NO_PREFERENCES });
  });

  it.each(['40', '4040', 'abc', '', '4.4', '099'])('refuses the code "%s"', (code) => {
    expect(parsePreferences(['prefer', `code=${code}`], '')).toEqual({ kind: 'invalid', name: 'code', value: code, from: 'header' });
  });

  it('refuses a dynamic that is neither true nor false', () => {
    expect(parsePreferences([], '__dynamic=yes')).toEqual({ kind: 'invalid', name: 'dynamic', value: 'yes', from: 'query' });
  });
});
