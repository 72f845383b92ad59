import { expect, it } from 'vitest';
import { refStep } from '../../../src/report/wording/ref-step.js';

it.each<[string, boolean, RegExp]>([
  ['main', false, /git fetch origin main:refs\/remotes\/origin\/main, then --base origin\/main/],
  ['origin/release/1.x', true, /git fetch origin release\/1\.x:refs\/remotes\/origin\/release\/1\.x/],
  ['0123abc', false, /^Fetch it first \(git fetch origin 0123abc\)/],
  ['HEAD', false, /^Name a branch/],
  ['HEAD~7', true, /^Fetch the whole history first \(git fetch --unshallow\)/],
  ['main^2', false, /^Name a branch/],
  ['a..b', false, /^Name a branch/],
  ['main:a.yaml', false, /^Name a branch/],
  ['--json', false, /^Name a branch/],
])('%s, shallow: %s', (ref, isShallow, step) => {
  expect(refStep(ref, isShallow)).toMatch(step);
});
