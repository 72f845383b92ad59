import type { Arbitrary } from 'fast-check';
import { shrinksOf } from '../../schema/arbitrary/draw.js';
import type { TestCase } from '../test-case.js';
import type { Move } from './moves.js';

/**
 * Sequences smaller than one, most promising first: without one of its moves (a creation takes with it all that is done to its thing), then with smaller
 * values in one of its writes.
 *
 * @param moves - that failed
 * @param requestsOf - what draws the values of a write
 */
export function* smallerMoves(
  moves: readonly Move[],
  requestsOf: (kind: 'replace' | 'change') => Arbitrary<TestCase> | undefined,
): Iterable<readonly Move[]> {
  for (const [index, move] of moves.entries()) {
    const rest = moves.filter(
      (other, place) => place !== index && !(move.kind === 'create' && other.kind !== 'list' && other.thing === move.thing),
    );
    if (rest.some(({ kind }) => kind === 'create')) yield rest;
  }
  for (const [index, move] of moves.entries()) {
    if (move.kind !== 'replace' && move.kind !== 'change') continue;
    const requests = requestsOf(move.kind);
    if (requests === undefined) continue;
    let count = 0;
    for (const drawn of shrinksOf(requests, move.drawn)) {
      yield moves.with(index, { ...move, drawn });
      count += 1;
      if (count >= MAX_SHRINK_COUNT) break;
    }
  }
}

/** Of one write, at a time. */
const MAX_SHRINK_COUNT = 12;
