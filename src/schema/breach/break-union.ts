import type { JsonValue } from '../../base/json.js';
import { madeNode } from '../boundary/made-node.js';
import { childNode } from '../keyword/child.js';
import { ANY_VALUES, shuffled } from './break-any.js';
import type { Breaker, Breaking, Candidate } from './breaking.js';
import { builtWithout } from './breaking.js';

/**
 * `anyOf`, by values of no branch. Values that come near to one are made where the branches are broken.
 *
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.1.2
 */
export const breakAnyOf: Breaker = (breaking) => ofNoBranch(breaking);

/**
 * `oneOf`, by values of no branch and by values of two.
 *
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.1.3
 */
export const breakOneOf: Breaker = function* (breaking) {
  const [first, ...others] = ofNoBranch(breaking);
  const isReversed = breaking.random !== undefined && breaking.random.next() < 0.5;
  if (first !== undefined && !isReversed) yield first;
  yield* ofTwoBranches(breaking);
  yield* others;
};

function* ofNoBranch(breaking: Breaking): Generator<Candidate> {
  const { clause, random } = breaking;
  const how = `of no branch of its ${clause.keyword}`;
  for (const value of shuffled(ANY_VALUES, random)) yield { value, how };
  const built = builtWithout(breaking, madeNode(clause.node, { not: { anyOf: clause.value } }));
  if (built !== undefined) yield { value: built, how };
}

const MAX_PAIR_COUNT = 15;
const MAX_MADE_PAIR_COUNT = 2;

function* ofTwoBranches(breaking: Breaking): Generator<Candidate> {
  const { clause, random } = breaking;
  const branches: readonly JsonValue[] = Array.isArray(clause.value) ? clause.value : [];
  const nodes = branches.slice(0, MAX_PAIR_COUNT).map((value, index) => childNode(clause, value, index));
  const pairs = nodes.flatMap((first, index) => nodes.slice(index + 1).map((second) => [first, second] as const));
  let foundCount = 0;
  for (const [first, second] of shuffled(pairs, random).slice(0, MAX_PAIR_COUNT)) {
    const built = builtWithout(breaking, first, second);
    if (built === undefined) continue;
    yield { value: built, how: `of more than one branch of its ${clause.keyword}` };
    foundCount += 1;
    if (foundCount >= MAX_MADE_PAIR_COUNT) return;
  }
}
