import type { TemplateSegment } from '../../contract/path-values.js';
import { nounFromWord, referredNoun } from '../../contract/resource-name.js';

/**
 * The noun of what a path leads to: its last literal segment; empty when it has none.
 *
 * @param path - the segments of a template
 */
export function nounOfPath(path: readonly TemplateSegment[]): string {
  const last = path.findLast((segment) => segment.kind === 'literal');
  return last?.kind === 'literal' ? nounFromWord(last.text) : '';
}

/**
 * The noun of what a path parameter names: the literal segment before it, else what its own name refers to.
 *
 * @param path - the segments of a template
 * @param name - of the parameter
 */
export function nounOfParameter(path: readonly TemplateSegment[], name: string): string {
  const index = path.findIndex((segment) => segment.kind === 'parameter' && segment.name === name);
  const before = path[index - 1];
  if (before?.kind === 'literal') return nounFromWord(before.text);
  return referredNoun(name) ?? nounFromWord(name);
}
