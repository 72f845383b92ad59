import type { Clause } from '../clauses.js';
import { allowedTypes, allowedValues, numberFacts, textFacts } from '../sample/facts.js';
import type { Edge } from './edge.js';
import type { ReachablePlace } from './reachable-places.js';

/**
 * What a place lets in that sets no limit: numbers around zero and beyond what 32 bits hold, up to the greatest that every reader of JSON keeps,
 * a long text, and texts that are not plain letters. No value that a sane server could not take: no NUL, no megabytes, no number that JSON
 * readers round.
 *
 * @param place - where numbers or texts may stand
 * @param clause - the `type` that lets them in
 * @see https://www.rfc-editor.org/rfc/rfc8259#section-6
 */
export function* unlimitedEdges({ nodes }: ReachablePlace, clause: Clause): Generator<Edge> {
  if (allowedValues(nodes) !== undefined) return;
  const types = allowedTypes(nodes);
  if (types.includes('integer') || types.includes('number')) {
    const { least, most } = numberFacts(nodes, false);
    const isBounded = Number.isFinite(least) && Number.isFinite(most);
    for (const { value, how } of isBounded ? [] : NUMBERS) if (value >= least && value <= most) yield { value, how, clause };
  }
  if (types.includes('string')) {
    const { most, patterns, formats } = textFacts(nodes);
    const isFree = !Number.isFinite(most) && patterns.length === 0 && formats.length === 0;
    for (const { value, how } of isFree ? TEXTS : []) yield { value, how, clause };
  }
}

const LONG_LENGTH = 256;
const INT32_MOST = 2 ** 31 - 1;

const NUMBERS: readonly { readonly value: number; readonly how: string }[] = [
  { value: INT32_MOST + 1, how: 'beyond int32' },
  { value: 0, how: 'zero' },
  { value: -1, how: 'below zero' },
  { value: Number.MAX_SAFE_INTEGER, how: 'the greatest whole number that every reader keeps' },
  { value: INT32_MOST, how: 'the greatest int32' },
  { value: -INT32_MOST - 2, how: 'below int32' },
  { value: Number.MIN_SAFE_INTEGER, how: 'the least whole number that every reader keeps' },
];

const TEXTS: readonly { readonly value: string; readonly how: string }[] = [
  { value: 'Zo\u00eb "O\'Brien" \u6771\u4eac \u{1f600}', how: 'with quotes, and letters of other scripts and beyond the basic plane' },
  { value: 'a'.repeat(LONG_LENGTH), how: `of ${LONG_LENGTH} characters` },
  { value: 'two\r\n\tlines \\ and a backslash', how: 'with line breaks, a tab and a backslash' },
];
