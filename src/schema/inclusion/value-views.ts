import type { JsonValue } from '../../base/json.js';
import type { InclusionQuestion } from './inclusion-question.js';
import { isReadableByNodes } from './opened-reading.js';
import { areMembersSpoken } from './spoken-members.js';
import type { Node } from '../node.js';
import { nodeFromSchema } from '../node.js';
import type { Schema } from '../schema.js';
import { isValid } from '../validate.js';

/**
 * Whether the writer's side may write a value: it is valid, and has no member that does not travel this way. In `robust` mode the writer is
 * closed too: at every depth it writes only members that its schemas name (`properties`, a pattern, `required`, a discriminator), or lets in
 * by a stated `additionalProperties` or `unevaluatedProperties`, as `unevaluatedProperties: false` at each object would see it. Where nothing
 * at all is said (`true`, `{}`, no `items`) anything is written; `{ type: object }` alone says that no member is known.
 *
 * `format` is asserted on both sides as `validate` does it: who writes a `date` writes dates, who reads a `uuid` takes nothing else. So a changed
 * format breaks where a well-formed value of the one is none of the other; what we have no check for is a remark.
 *
 * @param question - the two sides
 * @param value - any JSON value
 */
export function mayWrite(question: InclusionQuestion, value: JsonValue): boolean {
  const { writer, direction, mode } = question;
  if (!isValid(writer, value, { direction })) return false;
  return areMembersSpoken([nodeOf(writer)], value, { direction, isClosed: mode === 'robust' });
}

/**
 * Whether the reader's side takes a value: it is valid, members that do not travel this way looked over. In `robust` mode a reader of responses
 * also looks over the members that an `additionalProperties: false` or `unevaluatedProperties: false` refuses; a provider validates, so for
 * requests and where no direction is known those stay binding. Where that could turn a `oneOf`, `not` or `if` about, the value counts as readable
 * when either reading takes it.
 *
 * @param question - the two sides
 * @param value - any JSON value
 */
export function isReadable(question: InclusionQuestion, value: JsonValue): boolean {
  const { reader, direction, mode } = question;
  if (isValid(reader, value, { direction })) return true;
  if (direction === undefined) return false;
  return isReadableByNodes([nodeOf(reader)], value, { direction, isOpened: mode === 'robust' && direction === 'response' });
}

/** Finding the node walks the document, which is too dear for each value. */
const NODES = new WeakMap<Schema, Node>();

function nodeOf(schema: Schema): Node {
  let node = NODES.get(schema);
  if (node === undefined) {
    node = nodeFromSchema(schema);
    NODES.set(schema, node);
  }
  return node;
}
