import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { tokensFromPointer } from '../../base/json-pointer.js';
import type { Clause, Clauses } from '../../schema/clauses.js';
import { childNode } from '../../schema/keyword/child.js';
import type { Node } from '../../schema/node.js';
import { resolveReference } from '../../schema/reference.js';
import { ANY } from './read-tree.js';
import type { Draft, Reduced } from './reduction.js';
import { isMissed } from './reduce-members.js';
import { spokenPlaces } from './spoken-places.js';

/**
 * Takes one clause into a draft as far as it speaks of what is read. Where a clause holds for the contrary of a schema (`not`, `if`, `oneOf`) a
 * looser schema would ask more, so there it stands as it is or not at all.
 *
 * @param draft - of the result
 * @param clause - of its node
 * @param clauses - all of them
 */
export function reduceClause(draft: Draft, clause: Clause, clauses: Clauses): void {
  const { keyword, value } = clause;
  if (KEPT.has(keyword)) draft.plain[keyword] = value;
  else REDUCERS[keyword]?.(draft, clause, clauses);
}

type Reducer = (draft: Draft, clause: Clause, clauses: Clauses) => void;

const reference: Reducer = (draft, clause) => {
  const target = typeof clause.value === 'string' ? resolveReference(clause.node, clause.value) : undefined;
  if (target === undefined) {
    // What leads nowhere accepts nothing; nobody can tell what was meant.
    draft.isExact = false;
    draft.reduction.loosen();
    return;
  }
  draft.also.push(taken(draft, draft.reduction.refer(target, draft.tree)));
};

const allOf: Reducer = (draft, clause) => {
  for (const part of partsOf(clause)) draft.also.push(taken(draft, draft.reduction.reduce(part, draft.tree)));
};

const union: Reducer = (draft, clause) => {
  const parts = partsOf(clause);
  if (parts.length === 0) return;
  const reduced = parts.map((part) => draft.reduction.reduce(part, draft.tree));
  if (reduced.every(({ isExact }) => isExact)) {
    draft.also.push({ [clause.keyword]: reduced.map(({ value }) => value) });
    return;
  }
  draft.isExact = false;
  const arms = reduced.map(({ value }) => value);
  const silent = silentPlaces(draft, parts);
  const isUnlike = silent.some((places) => places.length > 0);
  // What an arm says nothing of below a member that it has cannot be closed.
  const canClose = draft.reduction.arms === 'closed' && silent.flat().every((place) => /^\/[^/*]+$/.test(place));
  if (isUnlike && !canClose) draft.reduction.loosen();
  draft.also.push({ anyOf: isUnlike && canClose ? arms.map((arm, index) => withoutMembers(arm, silent[index] ?? [])) : arms });
};

function withoutMembers(arm: JsonValue, places: readonly string[]): JsonValue {
  if (places.length === 0) return arm;
  const names = places.flatMap((place) => tokensFromPointer(place));
  return { allOf: [arm, { properties: Object.fromEntries(names.map((name) => [name, false])) }] };
}

const not: Reducer = (draft, clause) => {
  const node = childNode(clause, clause.value);
  const { value, isExact } = draft.reduction.reduce(node, draft.tree);
  if (isExact) draft.also.push({ not: value });
  else {
    draft.isExact = false;
    if (spokenPlaces(node, draft.tree).size > 0) draft.reduction.loosen();
  }
};

const condition: Reducer = (draft, clause, clauses) => {
  const test = draft.reduction.reduce(childNode(clause, clause.value), draft.tree);
  const branch = (keyword: 'then' | 'else'): Reduced => {
    const found = clauses.get(keyword);
    return found === undefined ? { value: true, isExact: true } : draft.reduction.reduce(childNode(found, found.value), draft.tree);
  };
  const [then, otherwise] = [branch('then'), branch('else')];
  if (!then.isExact || !otherwise.isExact) draft.isExact = false;
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is named so.
  if (test.isExact) draft.also.push({ if: test.value, then: then.value, else: otherwise.value });
  else {
    draft.isExact = false;
    draft.also.push({ anyOf: [then.value, otherwise.value] });
    draft.reduction.loosen();
  }
};

/** Values by name. A consumer that survived one it did not know takes any other of the kind. */
const values: Reducer = (draft, clause) => {
  const known: readonly JsonValue[] = clause.keyword === 'const' ? [clause.value] : Array.isArray(clause.value) ? clause.value : [];
  const isOfParts = known.some((value) => typeof value === 'object' && value !== null);
  if (clause.keyword === 'enum' && !Array.isArray(clause.value)) return;
  if (!isOfParts && !draft.tree.survives.newValue) {
    draft.plain[clause.keyword] = clause.value;
    return;
  }
  draft.isExact = false;
  if (isOfParts && draft.tree.children.size > 0) draft.reduction.loosen();
  draft.also.push({ type: [...new Set(known.map(typeOf))] });
};

const dependentRequired: Reducer = (draft, clause) => {
  if (!isJsonObject(clause.value)) return;
  const kept: Record<string, JsonValue> = {};
  for (const [name, needs] of Object.entries(clause.value)) {
    const missed = isRead(draft, name) && Array.isArray(needs) ? needs.filter((need) => isMissed(draft.tree, String(need))) : [];
    if (!Array.isArray(needs) || missed.length < needs.length) draft.isExact = false;
    if (missed.length > 0) kept[name] = missed;
  }
  if (Object.keys(kept).length > 0) draft.plain['dependentRequired'] = kept;
};

const dependentSchemas: Reducer = (draft, clause) => {
  if (!isJsonObject(clause.value)) return;
  const kept: Record<string, JsonValue> = {};
  for (const [name, schema] of Object.entries(clause.value)) {
    const node = childNode(clause, schema ?? true, name);
    if (isRead(draft, name)) kept[name] = taken(draft, draft.reduction.reduce(node, draft.tree));
    else {
      draft.isExact = false;
      if (spokenPlaces(node, draft.tree).size > 0) draft.reduction.loosen();
    }
  }
  if (Object.keys(kept).length > 0) draft.plain['dependentSchemas'] = kept;
};

/** What is left over depends on all the others, read or not. */
const unevaluated: Reducer = (draft, clause) => {
  draft.isExact = false;
  if (typeof clause.value === 'object' && draft.tree.children.size > 0) draft.reduction.loosen();
};

const REDUCERS: Readonly<Record<string, Reducer>> = {
  $ref: reference,
  $dynamicRef: reference,
  $recursiveRef: reference,
  allOf,
  anyOf: union,
  oneOf: union,
  not,
  if: condition,
  enum: values,
  const: values,
  dependentRequired,
  dependentSchemas,
  unevaluatedProperties: unevaluated,
  unevaluatedItems: unevaluated,
};

function taken(draft: Draft, { value, isExact }: Reduced): JsonValue {
  if (!isExact) draft.isExact = false;
  return value;
}

function partsOf(clause: Clause): readonly Node[] {
  return Array.isArray(clause.value) ? clause.value.map((value: JsonValue, index) => childNode(clause, value, index)) : [];
}

/** For each arm the places that are read and that only other arms speak of; of those within one another the outermost. */
function silentPlaces(draft: Draft, arms: readonly Node[]): readonly (readonly string[])[] {
  const spoken = arms.map((arm) => spokenPlaces(arm, draft.tree));
  const all = [...new Set(spoken.flatMap((places) => [...places]))].sort();
  return spoken.map((places) => {
    const missing = all.filter((place) => !places.has(place));
    return missing.filter((place) => !missing.some((other) => place.startsWith(`${other}/`)));
  });
}

function isRead(draft: Draft, name: string): boolean {
  return draft.tree.children.has(ANY) || draft.tree.children.has(name);
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

const KEPT: ReadonlySet<string> = new Set(
  (
    'type multipleOf minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength pattern format minItems maxItems ' +
    'readOnly writeOnly'
  ).split(' '),
);
