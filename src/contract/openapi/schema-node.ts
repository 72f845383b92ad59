import type { Schema } from '../../schema/schema.js';
import type { DocumentNode, Reading } from './reading.js';
import { reportWrongType } from './reading.js';
import { resolveNode } from './reference.js';

/**
 * The schema that stands at a node, uncopied and unread; `undefined` when there is none, or, with a defect, when it cannot be one.
 *
 * @param reading - takes the defect
 * @param node - where a Schema Object may stand
 * @see https://spec.openapis.org/oas/v3.1.1.html#schema-object
 */
export function schemaAtNode(reading: Reading, node: DocumentNode): Schema | undefined {
  const { value, uri, pointer } = node;
  if (value === undefined) return undefined;
  if ((typeof value !== 'object' || value === null || Array.isArray(value)) && typeof value !== 'boolean') {
    reportWrongType(reading, node, 'schema');
    return undefined;
  }
  noteBrokenReference(reading, node);
  return { value, dialect: reading.dialect, uri, pointer, documents: reading.documents };
}

/** References deeper inside are judged by lint. A reference by `$id` or anchor is only the schema room's to follow. */
function noteBrokenReference(reading: Reading, node: DocumentNode): void {
  const { $ref: reference, $id: id } = node.value as { readonly $ref?: unknown; readonly $id?: unknown };
  if (typeof reference === 'string' && id === undefined && POINTER_OR_FILE.test(reference)) resolveNode(reading, node);
}

const POINTER_OR_FILE = /^#\/|^(?![a-z][a-z0-9+.-]+:).*\.(?:json|ya?ml)(?:#\/|#?$)/i;
