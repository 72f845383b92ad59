import { isJsonObject } from '../../base/json.js';
import { resolveUri } from '../../schema/uri.js';
import type { DocumentNode } from '../openapi/reading.js';

/**
 * Where a node stands, as one text to compare.
 *
 * @param node - any
 */
export function placeOf({ uri, pointer }: DocumentNode): string {
  return `${uri}#${pointer}`;
}

/**
 * Where the reference of a node leads with its first step: to a channel's list of messages, say, and not on to the component that stands there.
 *
 * @param node - an object with `$ref`
 * @returns `undefined` when it is no reference
 */
export function referredPlace({ value, uri }: DocumentNode): string | undefined {
  const reference = isJsonObject(value) ? value['$ref'] : undefined;
  if (typeof reference !== 'string') return undefined;
  const target = resolveUri(uri, reference);
  return `${target.uri}#${decoded(target.fragment)}`;
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    // A `%` that is no escape means itself.
    return fragment;
  }
}
