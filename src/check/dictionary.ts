import type { JsonValue } from '../base/json.js';
import { appendToken, tokensFromPointer } from '../base/json-pointer.js';
import type { Pair } from '../workspace/workspace.js';
import type { Slot, Suggest } from './slot.js';

/**
 * The values that a pair's dictionary has for a place in a request. The key that says most wins: `createOrder.body#/items/0` (or with
 * `*` for any index) and `getOrder.path:id`, then `path:id`, then the bare name of the parameter or the member.
 *
 * @param pair - with its dictionary
 * @returns none where no key fits
 */
export function dictionarySuggest({ dictionary }: Pick<Pair, 'dictionary'>): Suggest {
  if (Object.keys(dictionary).length === 0) return () => NONE;
  return (slot) => {
    for (const key of keysOf(slot)) if (Object.hasOwn(dictionary, key)) return dictionary[key] ?? NONE;
    return NONE;
  };
}

function keysOf({ operation, in: location, name }: Slot): readonly string[] {
  if (location !== 'body') return [`${operation.id}.${location}:${name}`, `${location}:${name}`, name];
  const tokens = tokensFromPointer(name);
  // A place in a list stands for the whole list: nobody writes a key for the third item.
  const anyItem: readonly string[] = tokens.map((token) => (/^\d+$/.test(token) ? '*' : token));
  const member = tokens.findLast((token) => !/^\d+$|^\*$/.test(token));
  return [
    `${operation.id}.body#${name}`,
    `${operation.id}.body#${anyItem.reduce((pointer, token) => appendToken(pointer, token), '')}`,
    ...(member === undefined ? [] : [member]),
  ];
}

const NONE: readonly JsonValue[] = [];
