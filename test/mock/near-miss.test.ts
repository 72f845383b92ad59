import { describe, expect, it } from 'vitest';
import { nearMisses } from '../../src/mock/near-miss.js';
import { entry } from '../support/operation-entry.js';

const entries = [entry('GET', '/orders'), entry('GET', '/orders/{id}'), entry('POST', '/orders/{id}/lines'), entry('GET', '/users')];

describe('nearMisses', () => {
  it.each([
    ['/order/1', 'GET /orders/{id}'],
    ['/Orders', 'GET /orders'],
    ['/orders/1/line', 'POST /orders/{id}/lines'],
    ['/v1/user', 'GET /users'],
  ])('leads %s to %s first', (path, first) => {
    expect(nearMisses(entries, ['', '/v1'], path)[0]).toBe(first);
  });

  it('is empty when nothing is near, and quick on a path of any length', () => {
    expect(nearMisses(entries, [''], '/completely/other/thing/here')).toEqual([]);
    expect(nearMisses(entries, [''], `/${'a/'.repeat(100_000)}`)).toEqual([]);
  });
});
