import type { JsonValue } from '../../base/json.js';
import { clausesFromNode } from '../../schema/clauses.js';
import { nodeFromSchema } from '../../schema/node.js';
import { schemaFromValue } from '../../schema/schema-from-value.js';
import type { Schema } from '../../schema/schema.js';
import type { ReadTree } from './read-tree.js';
import { readTreeOf } from './read-tree.js';
import { reduceClause } from './reduce-clause.js';
import { reduceItems } from './reduce-items.js';
import { reduceMembers } from './reduce-members.js';
import type { Draft, Reduction } from './reduction.js';
import { orNull } from './reduction.js';
import type { ReadMember } from './usage.js';

/** What one consumer takes. */
export interface ReducedSchema {
  readonly schema: Schema;
  /**
   * Whether it lets in more than what the consumer was ever told: arms of a union that do not speak of what is read in the others let anything
   * in there. Then it may show that a consumer breaks, but not that it is safe.
   */
  readonly isLoose: boolean;
}

/**
 * The schema of what a consumer takes: the one it was told, without the members that it never read, and looser where it was seen to survive
 * `null`, an absent member or a value it did not know. Every value of the schema is one of the result.
 *
 * @param schema - of a response or message, of the version that the consumer knows
 * @param reads - what it looked at; `undefined` when nobody knows: then each member may matter, and the schema stays as it is
 * @returns of draft 2020-12, a document of its own
 */
export function readerSchema(schema: Schema, reads: readonly ReadMember[] | undefined): Schema {
  return reads === undefined ? schema : reducedSchema(schema, reads).schema;
}

/**
 * The same, with whether it can prove a consumer safe.
 *
 * @param schema - as of {@link readerSchema}
 * @param reads - what it looked at; when it is empty anything is taken
 * @param arms - `closed`: an arm of a union lets no member in that only other arms speak of, as a provider writes it that keeps to its schema
 */
export function reducedSchema(schema: Schema, reads: readonly ReadMember[], arms: 'open' | 'closed' = 'open'): ReducedSchema {
  const reduced = REDUCED[arms];
  const known = reduced.get(schema)?.get(reads);
  if (known !== undefined) return known;
  const fresh = reads.length === 0 ? { schema: schemaFromValue(true), isLoose: false } : newlyReduced(schema, readTreeOf(reads), arms);
  reduced.set(schema, (reduced.get(schema) ?? new WeakMap()).set(reads, fresh));
  return fresh;
}

function newlyReduced(schema: Schema, tree: ReadTree, arms: Reduction['arms']): ReducedSchema {
  const definitions: Record<string, JsonValue> = {};
  let isLoose = false;
  const reduction = createReduction(definitions, arms, () => {
    isLoose = true;
  });
  const { value } = reduction.reduce(nodeFromSchema(schema), tree);
  const root = tree.survives.null ? orNull(value) : value;
  const isPlain = typeof root !== 'object' || root === null || Object.keys(definitions).length === 0;
  return { schema: schemaFromValue(isPlain ? root : { ...root, $defs: definitions }), isLoose };
}

function createReduction(definitions: Record<string, JsonValue>, arms: Reduction['arms'], loosen: () => void): Reduction {
  const named = new Map<JsonValue, Map<ReadTree, { readonly name: string; isExact: boolean }>>();
  let nameCount = 0;
  const reduction: Reduction = {
    arms,
    loosen,
    reduce: (node, tree) => {
      if (typeof node.value === 'boolean') return { value: node.value, isExact: true };
      const draft: Draft = { node, tree, reduction, plain: {}, also: [], isExact: true };
      const clauses = clausesFromNode(node);
      for (const clause of clauses.values()) reduceClause(draft, clause, clauses);
      reduceMembers(draft, clauses);
      reduceItems(draft, clauses);
      const value = joinedDraft(draft);
      return { value: clauses.has('nullable') ? orNull(value) : value, isExact: draft.isExact };
    },
    refer: (node, tree) => {
      const byTree = named.get(node.value) ?? new Map<ReadTree, { readonly name: string; isExact: boolean }>();
      named.set(node.value, byTree);
      let entry = byTree.get(tree);
      if (entry === undefined) {
        nameCount += 1;
        // Until it is worked out nobody knows: what refers to itself is taken for one that leaves something out.
        entry = { name: `r${nameCount}`, isExact: false };
        byTree.set(tree, entry);
        definitions[entry.name] = true;
        const { value, isExact } = reduction.reduce(node, tree);
        definitions[entry.name] = value;
        entry.isExact = isExact;
      }
      return { value: { $ref: `#/$defs/${entry.name}` }, isExact: entry.isExact };
    },
  };
  return reduction;
}

function joinedDraft({ plain, also }: Draft): JsonValue {
  const [only] = also;
  if (only === undefined) return plain;
  return also.length === 1 && Object.keys(plain).length === 0 ? only : { ...plain, allOf: also };
}

type Reductions = WeakMap<Schema, WeakMap<readonly ReadMember[], ReducedSchema>>;

const REDUCED: Readonly<Record<Reduction['arms'], Reductions>> = { open: new WeakMap(), closed: new WeakMap() };
