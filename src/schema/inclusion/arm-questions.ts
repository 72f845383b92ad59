import { newPlace } from '../boundary/reachable-places.js';
import type { Clause } from '../clauses.js';
import { clausesNamed } from '../sample/facts.js';
import type { Node } from '../node.js';
import { nodeFromSchema, schemaFromNode } from '../node.js';
import type { Schema } from '../schema.js';
import { resolveSchema } from '../schema-at.js';
import type { InclusionQuestion } from './inclusion-question.js';
import { childNodes } from './literal.js';
import type { Sameness } from './same-schema.js';

/**
 * The questions of the arms of a union that stand on both sides and are not written alike: whatever one of them comes to may show what the
 * whole union comes to, and is far cheaper to ask. Of `oneOf` they are asked both ways: what fewer arms let in now may be let in by just one.
 *
 * @param question - of two unions
 * @param sameness - of schemas
 * @returns none where the sides have no union in common
 */
export function* armQuestions(question: InclusionQuestion, sameness: Sameness): Generator<InclusionQuestion> {
  const [writers, readers] = [nodesOf(question.writer), nodesOf(question.reader)];
  let left = MAX_ARM_COUNT;
  for (const keyword of ['oneOf', 'anyOf']) {
    const [own] = clausesNamed(writers, keyword);
    const [other] = clausesNamed(readers, keyword);
    if (own === undefined || other === undefined) continue;
    for (const [writer, reader] of armPairs(own, other)) {
      if (sameness.isSame(writer, reader)) continue;
      left -= 1;
      if (left < 0) return;
      const [writes, reads] = [schemaFromNode(writer), schemaFromNode(reader)];
      yield { ...question, writer: writes, reader: reads };
      if (keyword === 'oneOf') yield { ...question, writer: reads, reader: writes, mode: 'strict' };
    }
  }
}

const MAX_ARM_COUNT = 12;

function nodesOf(schema: Schema): readonly Node[] {
  return newPlace({ tokens: [], parent: undefined, conjuncts: [nodeFromSchema(schema)], guards: [], branches: [] }).nodes;
}

/** By what they refer to, else by their order. */
function armPairs(own: Clause, other: Clause): readonly (readonly [writer: Node, reader: Node])[] {
  const readers = childNodes(other);
  const byName = new Map(readers.map((node) => [nameOf(node), node]));
  return childNodes(own).flatMap((node, index) => {
    const reader = byName.get(nameOf(node)) ?? readers[index];
    return reader === undefined ? [] : [[node, reader] as const];
  });
}

function nameOf(node: Node): string {
  const schema = schemaFromNode(node);
  return (resolveSchema(schema) ?? schema).pointer;
}
