import { describe, expect, it } from 'vitest';
import { inTurns } from '../../src/base/in-turns.js';

describe('rows in turns', () => {
  it('give their first items before any second, and go on with those that are left', () => {
    expect([...inTurns([[1, 2, 3], [], [4], [5, 6]])]).toEqual([1, 4, 5, 2, 6, 3]);
    expect([...inTurns([])]).toEqual([]);
  });

  it('are opened when their first item is due', () => {
    const log: string[] = [];
    function* row(name: string): Generator<string> {
      log.push(`open ${name}`);
      yield `${name}1`;
      yield `${name}2`;
    }
    function* rows(): Generator<Iterable<string>> {
      for (const name of ['a', 'b']) {
        log.push(`row ${name}`);
        yield row(name);
      }
    }
    for (const item of inTurns(rows())) log.push(item);
    expect(log).toEqual(['row a', 'open a', 'a1', 'row b', 'open b', 'b1', 'a2', 'b2']);
  });
});
