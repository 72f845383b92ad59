import { expect, it } from 'vitest';
import { createCallCounter } from '../../src/mock/call-counter.js';

it('counts each key from 0 and forgets the oldest when there are too many', () => {
  const count = createCallCounter();
  expect([count('a'), count('a'), count('b'), count('a')]).toEqual([0, 1, 0, 2]);
  for (let index = 0; index < 10_000; index += 1) count(`key ${index}`);
  expect(count('a')).toBe(0);
});
