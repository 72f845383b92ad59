import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clause } from '../../schema/clauses.js';
import { childNode } from '../../schema/keyword/child.js';
import type { Node } from '../../schema/node.js';
import { canonicalText, sortedOnce } from './canonical-text.js';
import type { Part } from './gather-parts.js';
import { childNodes } from './gather-parts.js';

type Inner = (nodes: readonly Node[]) => JsonValue;

/**
 * What several schemas that hold together say of the members of an object. A member that one names and another does not must be let in
 * by the other's `additionalProperties`.
 *
 * @param parts - of one place
 * @param inner - the form of all the schemas that one member meets
 * @returns clauses of a form; those that nobody states are `undefined`
 */
export function mergeMembers(parts: readonly Part[], inner: Inner): JsonObject {
  const owners = parts.filter(({ clauses }) => OWN_KEYWORDS.some((keyword) => clauses.has(keyword)));
  const hasPatterns = owners.some(({ clauses }) => clauses.has('patternProperties'));
  return { ...(hasPatterns ? { groups: groupsOf(owners, inner) } : mergedMembers(owners, inner)), ...dependencies(parts, inner) };
}

const OWN_KEYWORDS = ['properties', 'patternProperties', 'additionalProperties'];

function mergedMembers(owners: readonly Part[], inner: Inner): JsonObject {
  const others = owners.flatMap(({ clauses }) => childNodes(clauses.get('additionalProperties')));
  const rest = others.length === 0 ? {} : inner(others);
  const restText = canonicalText(rest);
  const named = owners.map(({ clauses }) => membersOf(clauses.get('properties')));
  const names = [...new Set(named.flatMap((members) => [...members.keys()]))].toSorted();
  const properties = names.flatMap((name): (readonly [string, JsonValue])[] => {
    const nodes = owners.flatMap(({ clauses }, index) => {
      const own = named[index]?.get(name);
      return own === undefined ? childNodes(clauses.get('additionalProperties')) : [own];
    });
    const form = inner(nodes);
    // What every member must be needs no name.
    return canonicalText(form) === restText ? [] : [[name, form]];
  });
  return { properties: properties.length === 0 ? undefined : Object.fromEntries(properties), additionalProperties: rest };
}

function membersOf(clause: Clause | undefined): ReadonlyMap<string, Node> {
  if (clause === undefined || !isJsonObject(clause.value)) return new Map();
  const entries = Object.entries(clause.value).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, childNode(clause, value, name)] as const],
  );
  return new Map(entries);
}

/** Beside names that patterns tell, each schema is left as it is. */
function groupsOf(owners: readonly Part[], inner: Inner): JsonValue {
  const mapOf = (clause: Clause | undefined): JsonValue =>
    Object.fromEntries([...membersOf(clause)].map(([name, node]) => [name, inner([node])]));
  return sortedOnce(
    owners.map(({ clauses }) => [
      mapOf(clauses.get('properties')),
      mapOf(clauses.get('patternProperties')),
      childNodes(clauses.get('additionalProperties')).map((node) => inner([node])),
    ]),
  );
}

function dependencies(parts: readonly Part[], inner: Inner): JsonObject {
  const names = parts.flatMap(({ clauses }) => {
    const value = clauses.get('dependentRequired')?.value;
    return value === undefined ? [] : [value];
  });
  const schemas = parts.flatMap(({ clauses }) =>
    [...membersOf(clauses.get('dependentSchemas'))].map(([name, node]): JsonValue => [name, inner([node])]),
  );
  return {
    dependentRequired: names.length === 0 ? undefined : sortedOnce(names),
    dependentSchemas: schemas.length === 0 ? undefined : sortedOnce(schemas),
  };
}
