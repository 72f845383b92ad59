import { patternFromText } from '../pattern/pattern.js';

/** Names of members: one, those that a pattern matches, or all but some. */
export type NameSet =
  | { readonly kind: 'one'; readonly name: string }
  | { readonly kind: 'matching'; readonly source: string }
  | { readonly kind: 'other'; readonly names: ReadonlySet<string>; readonly sources: readonly string[] };

export const ANY_NAME: NameSet = { kind: 'other', names: new Set(), sources: [] };

/**
 * Whether a name is one of the set.
 *
 * @param set - of names
 * @param name - of a member
 */
export function hasName(set: NameSet, name: string): boolean {
  if (set.kind === 'one') return set.name === name;
  if (set.kind === 'matching') return patternFromText(set.source).test(name);
  return !set.names.has(name) && !set.sources.some((source) => patternFromText(source).test(name));
}
