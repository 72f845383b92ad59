import { tokensFromPointer } from '../../base/json-pointer.js';
import { libraryOf, nodeAtTokens, rootNode, rootResource, schemaFromNode } from '../node.js';
import type { Schema } from '../schema.js';
import type { InclusionQuestion } from './inclusion-question.js';
import type { OpenPart, SchemaPlace } from './schema-comparison.js';

/**
 * The question of an open place alone: of the schemas that stand there, whatever stands around them.
 *
 * @param question - of the whole values
 * @param part - one of its open places
 * @returns `undefined` when the place cannot be asked about by itself, or is the whole
 */
export function partQuestion(question: InclusionQuestion, part: OpenPart): InclusionQuestion | undefined {
  const writer = schemaOf(question.writer, part.writer);
  const reader = schemaOf(question.reader, ownerOf(part));
  if (writer === undefined || reader === undefined || isPlaceOf(question.reader, reader)) return undefined;
  return { ...question, writer, reader };
}

/** The reader's schema whose clause was left open; of a branch the schema that it is a branch of, since another one may take the value. */
function ownerOf({ reader, reason }: OpenPart): SchemaPlace {
  let { pointer } = reader;
  const last = pointer.lastIndexOf('/');
  const name = pointer.slice(last + 1);
  if (last >= 0 && (name === '$ref' || (reason.kind === 'keyword' && name === reason.keyword))) pointer = pointer.slice(0, last);
  for (let branch = BRANCH.exec(pointer); branch !== null; branch = BRANCH.exec(pointer)) pointer = pointer.slice(0, branch.index);
  return { ...reader, pointer };
}

const BRANCH = /(?<!\/properties)\/(?:(?:anyOf|oneOf|allOf)\/\d+|if|then|else|not)$/;

function isPlaceOf(schema: Schema, { uri, pointer }: SchemaPlace): boolean {
  return schema.uri === uri && schema.pointer === pointer;
}

/** In the documents that another schema came with. */
function schemaOf(other: Schema, { uri, pointer }: SchemaPlace): Schema | undefined {
  if (isPlaceOf(other, { uri, pointer })) return other;
  const root = rootResource(libraryOf(other.documents), uri, other.dialect);
  const node = root === undefined ? undefined : nodeAtTokens(rootNode(root), tokensFromPointer(pointer));
  return node === undefined ? undefined : schemaFromNode(node);
}
