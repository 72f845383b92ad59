import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clause, Clauses } from '../../schema/clauses.js';
import { childNode } from '../../schema/keyword/child.js';
import type { ReadTree } from './read-tree.js';
import { ANY, readOfMember } from './read-tree.js';
import type { Draft } from './reduction.js';
import { orNull } from './reduction.js';

/**
 * Takes what a list schema says of the items that are read into a draft. How many there are is kept: whoever has a list sees its length.
 *
 * @param draft - of the result
 * @param clauses - of its node
 */
export function reduceItems(draft: Draft, clauses: Clauses): void {
  const { plain, tree } = draft;
  const any = itemTree(tree);
  if (any === undefined) {
    if (ITEM_KEYWORDS.some((keyword) => clauses.has(keyword))) draft.isExact = false;
    return;
  }
  const prefix = clauses.get('prefixItems');
  if (prefix !== undefined && Array.isArray(prefix.value))
    plain['prefixItems'] = prefix.value.map((value: JsonValue, index) =>
      reducedItem(draft, { clause: prefix, value, tokens: [index] }, readOfMember(tree, String(index)) ?? any),
    );
  const items = clauses.get('items');
  if (items !== undefined) plain['items'] = reducedItem(draft, { clause: items, value: items.value, tokens: [] }, any);
  const unique = clauses.get('uniqueItems');
  // Items that differ only in what nobody reads are the same to who reads them.
  if (unique !== undefined && isScalar(items?.value)) plain['uniqueItems'] = unique.value;
  else if (unique !== undefined) draft.isExact = false;
  reduceContains(draft, clauses, any);
}

/** Less is asked of the items that have to be there, so that more of them may be found: only the least number still holds. */
function reduceContains(draft: Draft, clauses: Clauses, any: ReadTree): void {
  const contains = clauses.get('contains');
  if (contains === undefined) return;
  const { value, isExact } = draft.reduction.reduce(childNode(contains, contains.value), any);
  draft.plain['contains'] = value;
  const least = clauses.get('minContains');
  const most = clauses.get('maxContains');
  if (least !== undefined) draft.plain['minContains'] = least.value;
  if (most !== undefined && isExact) draft.plain['maxContains'] = most.value;
  if (!isExact) draft.isExact = false;
}

function isScalar(schema: JsonValue | undefined): boolean {
  const type = isJsonObject(schema) ? schema['type'] : undefined;
  return typeof type === 'string' && type !== 'object' && type !== 'array';
}

interface Item {
  readonly clause: Clause;
  readonly value: JsonValue;
  readonly tokens: readonly number[];
}

function reducedItem(draft: Draft, { clause, value, tokens }: Item, tree: ReadTree): JsonValue {
  const reduced = draft.reduction.reduce(childNode(clause, value, ...tokens), tree);
  if (!reduced.isExact || tree.survives.null) draft.isExact = false;
  return tree.survives.null ? orNull(reduced.value) : reduced.value;
}

/** What is read of any item; pacts and hand-written files name items by their index. */
function itemTree(tree: ReadTree): ReadTree | undefined {
  const any = tree.children.get(ANY);
  if (any !== undefined) return any;
  const numbered = [...tree.children.keys()].filter((name) => /^\d+$/.test(name));
  const [first, ...others] = numbered.map((name) => tree.children.get(name));
  if (first === undefined || others.length === 0) return first;
  // Of several items each may be the next one: what is read of one of them is read of all.
  return readOfMember(
    {
      survives: first.survives,
      count: first.count,
      children: new Map([
        ['', first],
        [ANY, joined(others, first)],
      ]),
    },
    '',
  );
}

function joined(others: readonly (ReadTree | undefined)[], start: ReadTree): ReadTree {
  let whole = start;
  for (const other of others) {
    if (other === undefined) continue;
    const holder = {
      survives: whole.survives,
      count: whole.count,
      children: new Map([
        ['', whole],
        [ANY, other],
      ]),
    };
    whole = readOfMember(holder, '') ?? whole;
  }
  return whole;
}

const ITEM_KEYWORDS = ['items', 'prefixItems', 'contains', 'uniqueItems'];
