import type { OperationEntry } from '../contract/contract.js';
import { segmentsOf } from './path-template.js';

/** How many templates a miss is compared with at the most: a miss must stay cheap on any contract. */
const MAX_COMPARED_COUNT = 20_000;
const SHOWN_COUNT = 3;

/**
 * The templates nearest to a path that matched none, best first, `GET /orders/{id}` each; empty when nothing is near.
 *
 * @param entries - of the contract
 * @param basePaths - tried before each template, the best counts
 * @param path - of the request, not decoded
 */
export function nearMisses(entries: readonly OperationEntry[], basePaths: readonly string[], path: string): readonly string[] {
  const wanted = segmentsOf(path.slice(0, 2_048));
  const scored: { readonly text: string; readonly score: number }[] = [];
  for (const entry of entries.slice(0, MAX_COMPARED_COUNT)) {
    const score = Math.max(...basePaths.map((basePath) => likeness(segmentsOf(basePath + entry.path), wanted)));
    if (score > 0.5) scored.push({ text: `${entry.method} ${entry.path}`, score });
  }
  return scored
    .sort((left, right) => right.score - left.score)
    .slice(0, SHOWN_COUNT)
    .map(({ text }) => text);
}

/** Segments in order, 1 for an equal one, less for a parameter or a similar one, per segment of the longer path. */
function likeness(template: readonly string[], wanted: readonly string[]): number {
  if (Math.abs(template.length - wanted.length) > 1) return 0;
  let points = 0;
  for (let index = 0; index < Math.min(template.length, wanted.length); index += 1) {
    points += segmentLikeness(template[index] ?? '', wanted[index] ?? '');
  }
  return points / Math.max(template.length, wanted.length);
}

function segmentLikeness(template: string, wanted: string): number {
  if (template === wanted) return 1;
  if (wanted === '') return 0;
  if (template.includes('{')) return 0.6;
  const [left, right] = [template.toLowerCase(), wanted.toLowerCase()];
  if (left === right) return 0.95;
  if (left.startsWith(right) || right.startsWith(left)) return 0.8;
  return commonPrefixLength(left, right) * 2 >= Math.max(left.length, right.length) ? 0.6 : 0;
}

function commonPrefixLength(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return length;
}
