import type { JsonObject, JsonValue } from '../../base/json.js';

/** How far an actual value may differ from the example, for each part of a message. */
export interface PactRules {
  readonly path: RuleList | undefined;
  readonly status: RuleList | undefined;
  readonly query: readonly PathRule[];
  readonly header: readonly PathRule[];
  readonly body: readonly PathRule[];
  readonly metadata: readonly PathRule[];
}

/** The matchers of one place, of which all or one must hold. */
export interface RuleList {
  readonly combine: 'AND' | 'OR';
  readonly matchers: readonly PactMatcher[];
}

export interface PathRule extends RuleList {
  /** As v3 and v4 write it: `$.items[*].id` in bodies, a name elsewhere. */
  readonly path: string;
  readonly tokens: readonly PathToken[];
}

/** One step of a path: the member or index of that name, or any. */
export type PathToken = { readonly kind: 'name'; readonly name: string } | { readonly kind: 'any-member' } | { readonly kind: 'any-item' };

/**
 * One rule in the form that all versions are brought to.
 *
 * @see https://github.com/pact-foundation/pact-specification/tree/version-4
 */
export type PactMatcher =
  | { readonly kind: PlainMatcherKind }
  /** The same kind of value; of lists also how many items. */
  | { readonly kind: 'type'; readonly minCount: number | undefined; readonly maxCount: number | undefined }
  | { readonly kind: 'regex'; readonly pattern: string }
  | { readonly kind: 'include'; readonly text: string }
  /** `timestamp` is what v3 called `datetime`. The format is that of Java's `DateTimeFormatter`. */
  | { readonly kind: 'date' | 'time' | 'datetime' | 'timestamp'; readonly format: string | undefined }
  | { readonly kind: 'content-type'; readonly mediaType: string }
  | { readonly kind: 'status-code'; readonly status: StatusClass | readonly number[] }
  | { readonly kind: 'each-key' | 'each-value'; readonly rules: readonly PactMatcher[]; readonly others: JsonObject }
  | { readonly kind: 'array-contains'; readonly variants: readonly ArrayVariant[] }
  /** One that we do not know, as a plugin's: kept, and taken to let everything pass. The pointer is that of the file it was read from. */
  | { readonly kind: 'other'; readonly json: JsonObject; readonly pointer: string };

/** `values`: names of members do not matter, each value is as the example's. */
export type PlainMatcherKind = 'equality' | 'integer' | 'decimal' | 'number' | 'boolean' | 'null' | 'not-empty' | 'semver' | 'values';

export type StatusClass = 'info' | 'success' | 'redirect' | 'clientError' | 'serverError' | 'nonError' | 'error';

/** One item that a list must hold: that of the example at this index. */
export interface ArrayVariant {
  readonly index: number;
  readonly rules: readonly PathRule[];
  readonly generators: JsonValue | undefined;
}

/** No rules: every value is as the example. */
export const NO_RULES: PactRules = { path: undefined, status: undefined, query: [], header: [], body: [], metadata: [] };
