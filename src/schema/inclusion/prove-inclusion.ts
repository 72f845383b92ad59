import { nodeFromSchema } from '../node.js';
import type { InclusionProof, InclusionQuestion } from './inclusion-question.js';
import type { Literal, View } from './literal.js';
import type { Prover } from './prover.js';
import { createProver } from './prover.js';
import { createSameness } from './same-schema.js';
import type { OpenPart } from './schema-comparison.js';

/**
 * Whether it is certain that the reader takes whatever the writer may write: as `mayWrite` and `isReadable` say what that is.
 *
 * @param question - the two sides
 * @returns what is left open, each place once
 */
export function proveInclusion(question: InclusionQuestion): InclusionProof {
  return proveBy(question, createProver(question.direction, createSameness()));
}

/**
 * The same by a prover that remembers other questions of the same direction.
 *
 * @param question - the two sides
 * @param prover - of the question's direction
 */
export function proveBy(question: InclusionQuestion, prover: Prover): InclusionProof {
  const { writer, reader, budget } = question;
  const literals: readonly Literal[] = [
    { node: nodeFromSchema(writer), isHeld: true, view: writerView(question) },
    { node: nodeFromSchema(reader), isHeld: false, view: readerView(question) },
  ];
  const { isEmpty, open, isExhausted } = prover.judge(literals, budget.maxStepCount);
  if (isEmpty) return { kind: 'proved' };
  const whole: OpenPart = {
    location: [],
    writer: { uri: writer.uri, pointer: writer.pointer },
    reader: { uri: reader.uri, pointer: reader.pointer },
    reason: isExhausted ? { kind: 'budget' } : { kind: 'keyword', keyword: '$ref' },
  };
  const each = eachOnce(open);
  return { kind: 'open', open: each.length === 0 || isExhausted ? [...each, whole] : each };
}

function writerView({ mode, direction }: InclusionQuestion): View {
  if (mode === 'robust') return 'closed';
  return direction === undefined ? 'plain' : 'writing';
}

function readerView({ mode, direction }: InclusionQuestion): View {
  if (direction === undefined) return 'plain';
  return mode === 'robust' && direction === 'response' ? 'open' : 'reading';
}

function eachOnce(open: readonly OpenPart[]): readonly OpenPart[] {
  const byPlace = new Map(open.map((part) => [JSON.stringify([part.location, part.reader, part.reason]), part]));
  return [...byPlace.values()];
}
