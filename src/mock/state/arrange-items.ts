import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Operation } from '../../contract/contract.js';
import { plainName } from '../../contract/resource-name.js';
import { isPagingName } from './paging.js';

export type KeyedItem = readonly [key: string, item: JsonObject];

/**
 * The things that a request asks for, in the order it asks for: query parameters that are called like members choose by their values, `sort` and
 * `order_by` name members, with `-` or `desc` for the other way round.
 *
 * @param items - all that there are
 * @param operation - that lists them; only what it declares counts
 * @param parameters - of the request
 */
export function arrangedItems(
  items: readonly KeyedItem[],
  operation: Operation,
  parameters: ReadonlyMap<string, JsonValue>,
): readonly KeyedItem[] {
  let arranged = items;
  const orders: Order[] = [];
  let isTurned = false;
  for (const { name, in: location } of operation.parameters) {
    const value = location === 'query' ? parameters.get(`query:${name}`) : undefined;
    if (value === undefined || isPagingName(name)) continue;
    const plain = plainName(name);
    if (SORTS.has(plain)) orders.push(...ordersOf(value));
    else if (DIRECTIONS.has(plain)) isTurned = /^desc/i.test(String(value));
    else arranged = filtered(arranged, name, value);
  }
  if (orders.length === 0) return arranged;
  return arranged.toSorted(([, left], [, right]) => compared(left, right, orders) * (isTurned ? -1 : 1));
}

interface Order {
  readonly member: string;
  readonly isDescending: boolean;
}

/** Nothing is left out by the name of a member that no thing has. */
function filtered(items: readonly KeyedItem[], name: string, value: JsonValue): readonly KeyedItem[] {
  const member = items.flatMap(([, item]) => memberNamed(item, name) ?? [])[0];
  if (member === undefined || isJsonObject(value)) return items;
  const wanted = new Set((Array.isArray(value) ? value : [value]).map(String));
  return items.filter(([, item]) => {
    const own = item[member];
    if (Array.isArray(own)) return own.some((one: JsonValue) => wanted.has(String(one)));
    return own !== undefined && !isJsonObject(own) && wanted.has(String(own));
  });
}

function memberNamed(item: JsonObject, name: string): string | undefined {
  const plain = plainName(name);
  return Object.keys(item).find((member) => plainName(member) === plain);
}

/** `name`, `-name`, `name:desc`, `name desc`, `name,-age`. */
function ordersOf(value: JsonValue): readonly Order[] {
  const parts = (Array.isArray(value) ? value.map(String) : String(value).split(',')).slice(0, MAX_ORDER_COUNT);
  return parts.flatMap((part) => {
    const [, sign, member, way] = /^([-+]?)([\w.-]+?)(?:[: ](asc|desc)\w*)?$/i.exec(part.trim()) ?? [];
    return member === undefined ? [] : [{ member, isDescending: sign === '-' || way?.toLowerCase() === 'desc' }];
  });
}

function compared(left: JsonObject, right: JsonObject, orders: readonly Order[]): number {
  for (const { member, isDescending } of orders) {
    const order = comparedValues(memberValue(left, member), memberValue(right, member));
    if (order !== 0) return isDescending ? -order : order;
  }
  return 0;
}

/** `created` is also what `created_at` is asked for by. */
function memberValue(item: JsonObject, name: string): JsonValue | undefined {
  const member = memberNamed(item, name) ?? memberNamed(item, `${name}at`);
  return member === undefined ? undefined : item[member];
}

/** What is not there comes last. */
function comparedValues(left: JsonValue | undefined, right: JsonValue | undefined): number {
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [one, other] = [String(left), String(right)];
  return one < other ? -1 : Number(one > other);
}

const SORTS: ReadonlySet<string> = new Set('sort sortby orderby ordering sortfield'.split(' '));
const DIRECTIONS: ReadonlySet<string> = new Set('order direction sortorder sortdirection orderdirection dir'.split(' '));
const MAX_ORDER_COUNT = 8;
