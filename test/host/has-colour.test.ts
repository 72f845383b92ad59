import { describe, expect, it } from 'vitest';
import { hasColour } from '../../src/host/has-colour.js';

describe('colours', () => {
  it.each([
    ['are there on a terminal', {}, true, true],
    ['are not there elsewhere', {}, false, false],
    ['are off by NO_COLOR', { NO_COLOR: '1' }, true, false],
    ['are not off by an empty NO_COLOR', { NO_COLOR: '' }, true, true],
    ['are on by FORCE_COLOR where there is no terminal', { FORCE_COLOR: '1' }, false, true],
    ['are off by FORCE_COLOR=0', { FORCE_COLOR: '0' }, true, false],
    ['are not on by an empty FORCE_COLOR', { FORCE_COLOR: '' }, false, false],
    ['follow FORCE_COLOR before NO_COLOR, as in Node', { FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
    ['are off on a terminal that is dumb', { TERM: 'dumb' }, true, false],
  ])('%s', (_what, env, isTerminal, expected) => {
    expect(hasColour({ env, isTerminal })).toBe(expected);
  });

  it('follow the command line before all that', () => {
    expect(hasColour({ asked: false, env: { FORCE_COLOR: '1' }, isTerminal: true })).toBe(false);
    expect(hasColour({ asked: true, env: { NO_COLOR: '1' }, isTerminal: false })).toBe(true);
  });
});
