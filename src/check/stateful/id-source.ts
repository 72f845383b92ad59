import { isJsonObject } from '../../base/json.js';
import { appendToken, tokensFromPointer, valueAtPointer } from '../../base/json-pointer.js';
import type { JsonValue } from '../../base/json.js';
import type { Contract } from '../../contract/contract.js';
import type { Exchange } from '../../journal/exchange.js';
import { shownMembers } from './client-member.js';
import { bodyOf } from './json-body.js';
import { linkedIdPointer } from './linked-item.js';
import { pathParameterNames, pathValues } from '../../contract/path-values.js';
import type { Resource } from './resource-model.js';
import { ID_NAMES, isIdName, nounFromWord, plainName, referredNoun } from '../../contract/resource-name.js';
import { locationTarget } from './step-capture.js';

/** Where the id of what was created stands in the answer that created it. */
export interface IdSource {
  readonly from: 'body' | 'path';
  /** As in a capture of kind `step`. */
  readonly pointer: string;
}

/**
 * Where the id of a created resource may stand in an answer, most likely first: where a link says, in the member that bears the name of the path's
 * parameter or that of an id, in the `Location` when it has the form of the item's path. Places that hold the same id are told once; empty when
 * there is none.
 *
 * @param contract - whose links are looked at
 * @param resource - that was created
 * @param exchange - the answer to its creation
 */
export function idSourcesOf(contract: Pick<Contract, 'operations'>, resource: Resource, exchange: Exchange): readonly IdSource[] {
  const body = bodyOf(exchange) ?? null;
  const linked = linkedIdPointer(contract, resource.create, resource.itemPath);
  if (linked !== undefined && isId(valueAtPointer(body, linked))) return [{ from: 'body', pointer: linked }];
  const pointer = ownPointer(resource, body, exchange);
  const target = locationTarget(exchange);
  const own: readonly IdSource[] = pointer === undefined ? [] : [{ from: 'body', pointer }];
  const isItem = target !== undefined && pathValues(resource.itemPath, target) !== undefined;
  // The body is preferred while both agree: its value has the type that the schema wants.
  if (!isItem || agrees(resource, target, pointer === undefined ? undefined : valueAtPointer(body, pointer))) return own;
  return [...own, { from: 'path', pointer: '0' }];
}

function agrees({ itemPath }: Resource, target: string, id: JsonValue | undefined): boolean {
  const name = pathParameterNames(itemPath).at(-1) ?? '';
  return id !== undefined && pathValues(itemPath, target)?.get(name) === String(id);
}

/** Where the id stands in the body, if the body is about what was created: many a creation answers with what the new thing stands below. */
function ownPointer(resource: Resource, body: JsonValue, { request }: Exchange): string | undefined {
  const pointer = pointerOfId(resource, body);
  if (pointer === undefined) return undefined;
  const tokens = tokensFromPointer(pointer);
  const parameter = pathParameterNames(resource.itemPath).at(-1) ?? '';
  const name = tokens.at(-1) ?? '';
  if (!isIdName(name) && plainName(name) === plainName(parameter)) return pointer;
  const parents = [...(pathValues(resource.create.path, request.target)?.values() ?? [])];
  if (parents.includes(String(valueAtPointer(body, pointer)))) return undefined;
  const object = tokens.length === 1 ? body : valueAtPointer(body, appendToken('', tokens[0] ?? ''));
  return isJsonObject(object) && resembles(resource, Object.keys(object)) ? pointer : undefined;
}

/** Whether most of the members are among those that a read shows, as far as the contract tells. */
function resembles({ read }: Resource, names: readonly string[]): boolean {
  const shown = read === undefined ? undefined : shownMembers(read);
  if (shown === undefined || shown.size === 0) return true;
  return names.filter((name) => shown.has(name)).length * 2 > names.length;
}

function pointerOfId(resource: Resource, body: JsonValue): string | undefined {
  if (!isJsonObject(body)) return undefined;
  const own = nameOfId(resource, body);
  if (own !== undefined) return appendToken('', own);
  for (const [name, member] of Object.entries(body)) {
    if (!isJsonObject(member) || !(WRAPPERS.has(plainName(name)) || plainName(name) === resource.noun)) continue;
    const inner = nameOfId(resource, member);
    if (inner !== undefined) return appendToken(appendToken('', name), inner);
  }
  return undefined;
}

/**
 * The member of an object that holds the id of a resource: that of the name of the path's parameter, of the resource's own reference, of an id.
 *
 * @param resource - that the object is about
 * @param object - of an answer or a request
 */
export function nameOfId({ itemPath, noun }: Resource, object: Readonly<Record<string, JsonValue | undefined>>): string | undefined {
  const parameter = pathParameterNames(itemPath).at(-1) ?? '';
  const names = Object.keys(object).filter((name) => isId(object[name]));
  const isOwn = isIdName(parameter) || referredNoun(parameter) === noun || nounFromWord(parameter) === noun;
  return (
    names.find((name) => plainName(name) === plainName(parameter)) ??
    (isOwn ? names.find((name) => referredNoun(name) === noun) : undefined) ??
    (isOwn ? ID_NAMES.flatMap((known) => names.filter((name) => plainName(name) === known))[0] : undefined)
  );
}

function isId(value: JsonValue | undefined): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

const WRAPPERS: ReadonlySet<string> = new Set(['data', 'item', 'result', 'attributes', 'payload', 'response']);
