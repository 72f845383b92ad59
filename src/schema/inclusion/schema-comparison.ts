import type { JsonValue } from '../../base/json.js';
import type { Direction } from '../schema.js';
import type { Violation } from '../violation.js';

/**
 * `robust`: whoever writes keeps to the members its schema names, whoever reads responses lets unknown members pass, as the robustness
 * principle has it. `strict`: a schema means exactly the values it lets in, as gateways and registries see it.
 */
export type ComparisonMode = 'robust' | 'strict';

/** How two versions of a schema are compared. */
export interface ComparisonOptions {
  /**
   * `request`: the older schema's side writes and the newer one's reads, `readOnly` members left out; `response`: the newer one's side
   * writes and the older one's reads, `writeOnly` members left out; `undefined`: as `request`, with all members.
   */
  readonly direction: Direction | undefined;
  /** Default `robust`. */
  readonly mode?: ComparisonMode;
  /** What chance follows; the same seed gives the same answer. Default `'0'`. */
  readonly seed?: string;
  readonly budget?: ComparisonBudget;
}

/** How hard it is tried, in counts, so that the same input has the same answer on every machine. */
export interface ComparisonBudget {
  /** Pairs of places that the proof may look at. */
  readonly maxStepCount: number;
  /** Values that the search for a witness may judge. */
  readonly maxValueCount: number;
  /** Breaks that are looked for in one pair of schemas, each of a distinct cause; what a clause asks for beside is told with them. */
  readonly maxBreakCount: number;
}

/** What is known of two versions of a schema. */
export interface SchemaComparison {
  /**
   * `compatible`: proved, whatever is written can be read. `breaking`: each of `breaks` has a value that shows it. `unknown`: neither, and
   * `open` says where and why.
   */
  readonly kind: 'compatible' | 'breaking' | 'unknown';
  /** At least one when it is `breaking`, each of another cause; empty otherwise. */
  readonly breaks: readonly SchemaBreak[];
  /** What was neither proved nor shown wrong; empty when it is `compatible`, at least one when it is `unknown`, any number beside breaks. */
  readonly open: readonly OpenPart[];
}

/** One way in which what is written can no longer be read. */
export interface SchemaBreak {
  /** A small whole value: the writer's schema lets it in, the reader's refuses it. */
  readonly witness: JsonValue;
  /** The reader's clause that refuses it. */
  readonly violation: Violation;
  /** Where in a value, `*` for any item or any member that only a pattern names: `['items', '*', 'price']`. */
  readonly location: readonly string[];
  /** Where the writer's schema of that place stands; `undefined` when nothing there speaks of it. */
  readonly writer: SchemaPlace | undefined;
  readonly reader: SchemaPlace;
}

export interface SchemaPlace {
  readonly uri: string;
  readonly pointer: string;
}

/** A place that could not be decided. */
export interface OpenPart {
  readonly location: readonly string[];
  readonly writer: SchemaPlace;
  readonly reader: SchemaPlace;
  readonly reason: OpenReason;
}

/**
 * `budget`: the counts ran out; `recursion`: the schemas nest without an end that is known; `keyword`: the reader says more than the
 * writer by a keyword that the proof cannot follow (`keyword` names it); `reference`: a reference leads nowhere.
 */
export type OpenReason =
  | { readonly kind: 'budget' }
  | { readonly kind: 'recursion' }
  | { readonly kind: 'keyword'; readonly keyword: string }
  | { readonly kind: 'reference'; readonly reference: string };
