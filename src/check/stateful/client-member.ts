import type { JsonValue } from '../../base/json.js';
import type { Operation } from '../../contract/contract.js';
import { responseForStatus } from '../../wire/select-response.js';
import type { TestCase } from '../test-case.js';
import { pathParameterNames } from '../../contract/path-values.js';
import type { Resource } from './resource-model.js';
import { isIdName, plainName, referredNoun } from '../../contract/resource-name.js';
import type { SchemaMember } from '../../schema/schema-members.js';
import { schemaMembers } from '../../schema/schema-members.js';
import { isVolatileName } from './volatile-member.js';

/** What a contract says about the members of a resource, in requests and in answers. */
export interface MemberFacts {
  /** Whether a client decides the member: not its id, nothing that a provider sets or never shows. */
  isClients(name: string): boolean;
  /** Whether a client may send the member. */
  isSendable(name: string): boolean;
  /** Whether a value is what the contract puts in place of an absent member. */
  isDefault(name: string, value: JsonValue): boolean;
}

/**
 * What the contract says about the members of what a case sends, and of what reads of it show.
 *
 * @param resource - that the case is about
 * @param testCase - with a body
 */
export function memberFactsOf(resource: Resource, { operation, body }: Pick<TestCase, 'operation' | 'body'>): MemberFacts {
  const sent = schemaMembers(body?.mediaType.schema);
  const shown = resource.read === undefined ? new Map<string, SchemaMember>() : shownMembers(resource.read);
  const factsOf = (name: string): readonly SchemaMember[] => [sent.get(name), shown.get(name)].filter((member) => member !== undefined);
  const ids = new Set([...pathParameterNames(operation.path), ...pathParameterNames(resource.itemPath)].map(plainName));
  return {
    isClients: (name) => {
      const isId = isIdName(name) || ids.has(plainName(name)) || refersToItself(resource, name);
      return !isId && !isVolatileName(name) && !factsOf(name).some(({ readOnly, writeOnly }) => readOnly || writeOnly);
    },
    isSendable: (name) => sent.has(name),
    isDefault: (name, value) =>
      factsOf(name).some(({ defaultValue }) => defaultValue !== undefined && JSON.stringify(defaultValue) === JSON.stringify(value)),
  };
}

function refersToItself({ noun }: Resource, name: string): boolean {
  return referredNoun(name) === noun;
}

/**
 * The members that a read declares to show, those of an envelope and of what stands in it together.
 *
 * @param read - an operation that shows one thing
 */
export function shownMembers(read: Operation): ReadonlyMap<string, SchemaMember> {
  const members = schemaMembers(responseForStatus(read, 200)?.content.find(({ schema }) => schema !== undefined)?.schema);
  // An envelope holds the thing in one member.
  const inner = [...members.values()].flatMap(({ schema }) => [...schemaMembers(schema)]);
  return new Map([...inner, ...members]);
}
