import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { isHidden } from '../schema/hidden-property.js';
import { nodeFromSchema } from '../schema/node.js';
import type { Direction, Schema } from '../schema/schema.js';
import type { SchemaBranch } from './schema-branch.js';
import { mayHaveHiddenMember } from './has-hidden-member.js';
import { branchesFromSchemas } from './schema-branch.js';

/** The value without the members that do not travel; the same value when there are none in it. */
export type HiddenDrop = (value: JsonValue) => JsonValue;

/**
 * What takes the members out of a value that do not travel in a direction: `readOnly` ones of a request, `writeOnly` ones of a response.
 * `undefined` when the schema surely has no such member, so that most bodies are not walked at all.
 *
 * @param schema - of the whole value
 * @param direction - the way the value travels
 * @see OpenAPI 3.0.4 §4.7.24.2 ("readOnly … SHOULD NOT be sent as part of the request")
 */
export function compileHiddenDrop(schema: Schema, direction: Direction): HiddenDrop | undefined {
  if (!mayHaveHiddenMember(schema, direction)) return undefined;
  const plan = planDrop([schema], direction, new Map());
  return (value) => withoutHidden(value, plan, 0);
}

/** What to take out of the values of some schemas; what lies below is planned when a value leads there. */
interface DropPlan {
  readonly hidden: ReadonlySet<string>;
  readonly members: ReadonlyMap<string, () => DropPlan>;
  readonly rest: () => DropPlan;
  readonly items: () => DropPlan;
}

type PlanCache = Map<string, DropPlan>;

function planDrop(schemas: readonly Schema[], direction: Direction, cache: PlanCache): DropPlan {
  if (schemas.length === 0) return NOTHING_TO_DROP;
  // Schemas are looked up by place: a recursive schema leads back to the same plan.
  const key = schemas.map((schema) => `${schema.uri}#${schema.pointer}`).join(' ');
  const known = cache.get(key);
  if (known !== undefined) return known;
  const branches = branchesFromSchemas(schemas);
  const names = new Set(branches.flatMap((branch) => [...branch.properties.keys()]));
  const below = (part: (branch: SchemaBranch) => readonly Schema[]): (() => DropPlan) => {
    let planned: DropPlan | undefined;
    return () => {
      planned ??= planDrop(branches.flatMap(part), direction, cache);
      return planned;
    };
  };
  const plan: DropPlan = {
    hidden: new Set([...names].filter((name) => isHiddenInAll(branches, name, direction))),
    members: new Map([...names].map((name) => [name, below((branch) => branch.properties.get(name) ?? [])])),
    rest: below((branch) => (Array.isArray(branch.additional) ? branch.additional : [])),
    items: below((branch) => branch.items),
  };
  cache.set(key, plan);
  return plan;
}

/** Where alternatives disagree the member stays: it may be the one that travels. */
function isHiddenInAll(branches: readonly SchemaBranch[], name: string, direction: Direction): boolean {
  return branches.every((branch) => {
    const schemas = branch.properties.get(name);
    return schemas === undefined || schemas.some((schema) => isHidden(nodeFromSchema(schema), direction));
  });
}

function withoutHidden(value: JsonValue, plan: DropPlan, depth: number): JsonValue {
  if (typeof value !== 'object' || value === null || plan === NOTHING_TO_DROP || depth > MAX_DROP_DEPTH) return value;
  if (isJsonObject(value)) return withoutHiddenMembers(value, plan, depth);
  const items = plan.items();
  const kept = value.map((item) => withoutHidden(item, items, depth + 1));
  return kept.some((item, index) => item !== value[index]) ? kept : value;
}

function withoutHiddenMembers(value: JsonObject, plan: DropPlan, depth: number): JsonObject {
  let isChanged = false;
  const kept: [string, JsonValue | undefined][] = [];
  for (const [name, member] of Object.entries(value)) {
    if (plan.hidden.has(name)) {
      isChanged = true;
      continue;
    }
    const below = plan.members.get(name) ?? plan.rest;
    const next = member === undefined ? member : withoutHidden(member, below(), depth + 1);
    isChanged ||= next !== member;
    kept.push([name, next]);
  }
  return isChanged ? Object.fromEntries(kept) : value;
}

const NOTHING_TO_DROP: DropPlan = { hidden: new Set(), members: new Map(), rest: () => NOTHING_TO_DROP, items: () => NOTHING_TO_DROP };
const MAX_DROP_DEPTH = 500;
