import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { appendToken } from '../../base/json-pointer.js';
import type { Place } from '../../base/place.js';
import { isEqualJson } from '../../schema/equality.js';
import type { SchemaEdit } from './schema-edit.js';
import type { SchemaView } from './schema-view.js';

/**
 * The keywords that refuse no value and say something else now.
 *
 * @param location - of the value
 * @param older - what was said
 * @param newer - what is said
 */
export function remarkEdits(location: readonly string[], older: SchemaView, newer: SchemaView): readonly SchemaEdit[] {
  return REMARKS.flatMap((keyword) => {
    const [before, after] = [remarkOf(older, keyword), remarkOf(newer, keyword)];
    if (before === undefined && after === undefined) return [];
    if (before !== undefined && after !== undefined && isEqualJson(before.value, after.value)) return [];
    return [{ kind: 'remark', keyword, location, older: before?.place, newer: after?.place, before: before?.value, after: after?.value }];
  });
}

interface Remark {
  readonly value: JsonValue;
  readonly place: Place;
}

/** The nearest that says it; `false` is what is meant when nothing is said. */
function remarkOf({ nodes }: SchemaView, keyword: string): Remark | undefined {
  for (const node of nodes) {
    const value = isJsonObject(node.value) ? node.value[keyword] : undefined;
    if (value !== undefined && value !== false)
      return { value, place: { file: node.resource.documentUri, pointer: appendToken(node.pointer, keyword) } };
  }
  return undefined;
}

const REMARKS: readonly string[] =
  'deprecated x-sunset x-stability-level readOnly writeOnly format default discriminator contentEncoding contentMediaType contentSchema x-extensible-enum xml'.split(
    ' ',
  );
