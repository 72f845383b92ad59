import type { JsonValue } from '../../base/json.js';
import type { Clause } from '../clauses.js';
import type { Literal } from './literal.js';
import type { NameSet } from './name-set.js';

/** What holds of a value at one place and is not taken apart any further. Each speaks of values of its own type only. */
export type Atom =
  | { readonly kind: 'values'; readonly values: readonly JsonValue[] }
  | { readonly kind: 'not-values'; readonly values: readonly JsonValue[] }
  | { readonly kind: 'limit'; readonly keyword: LimitKeyword; readonly limit: number }
  | { readonly kind: 'multiple'; readonly step: number; readonly isHeld: boolean }
  | { readonly kind: 'pattern'; readonly source: string; readonly isHeld: boolean }
  | { readonly kind: 'format'; readonly name: string; readonly isHeld: boolean }
  | { readonly kind: 'unique'; readonly isHeld: boolean }
  /** Every item from index `from` on, before `to`. */
  | { readonly kind: 'items'; readonly from: number; readonly to: number; readonly literal: Literal }
  | { readonly kind: 'some-item'; readonly from: number; readonly to: number; readonly literal: Literal }
  | { readonly kind: 'count'; readonly literal: Literal; readonly least: number; readonly most: number }
  | { readonly kind: 'present'; readonly name: string }
  | { readonly kind: 'absent'; readonly name: string }
  | { readonly kind: 'needs'; readonly because: string; readonly name: string }
  | { readonly kind: 'members'; readonly names: NameSet; readonly literal: Literal }
  | { readonly kind: 'some-member'; readonly names: NameSet; readonly literal: Literal }
  /** Every name of a member, as a text. */
  | { readonly kind: 'names'; readonly literal: Literal }
  | { readonly kind: 'some-name'; readonly literal: Literal };

export type LimitKeyword =
  | 'minimum'
  | 'maximum'
  | 'exclusiveMinimum'
  | 'exclusiveMaximum'
  | 'minLength'
  | 'maxLength'
  | 'minItems'
  | 'maxItems'
  | 'minProperties'
  | 'maxProperties';

/** One of several ways in which something may hold. */
export interface Alternative {
  /** Bits of the types that are left. */
  readonly types: number;
  readonly atoms: readonly Atom[];
  readonly literals: readonly Literal[];
  /** Refused beside, known but not worth a proof of their own. */
  readonly aside?: readonly Literal[];
  /** May hold too: a writer's members may be named by them. */
  readonly maybe?: readonly Literal[];
  /** The clause that does not hold. */
  readonly blame?: Clause;
}

/** At least one of them holds. None: it cannot hold at all. */
export type Disjunction = readonly Alternative[];
