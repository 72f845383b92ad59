import type { CodePointSet } from './code-point-set.js';

/** A regular expression, taken apart. */
export type PatternTree =
  | { readonly kind: 'set'; readonly set: CodePointSet }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternTree[] }
  | { readonly kind: 'choice'; readonly branches: readonly PatternTree[] }
  | { readonly kind: 'repeat'; readonly body: PatternTree; readonly least: number; readonly most: number }
  | { readonly kind: 'assertion'; readonly at: 'start' | 'end' | 'word' | 'not-word' }
  | { readonly kind: 'look'; readonly body: PatternTree; readonly isAhead: boolean; readonly isNegated: boolean }
  | { readonly kind: 'backreference' };
