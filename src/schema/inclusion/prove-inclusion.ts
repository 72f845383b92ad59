import { nodeFromSchema } from '../node.js';
import type { InclusionProof, InclusionQuestion } from './inclusion-question.js';
import type { Literal, View } from './literal.js';
import { provePairs } from './prove-pairs.js';
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
  const { isEmpty, open, isExhausted } = provePairs(literals, prover, budget.maxStepCount);
  if (isEmpty) return { kind: 'proved' };
  const whole: OpenPart = {
    location: [],
    writer: { uri: writer.uri, pointer: writer.pointer },
    reader: { uri: reader.uri, pointer: reader.pointer },
    reason: isExhausted ? { kind: 'budget' } : { kind: 'keyword', keyword: '$ref' },
  };
  return { kind: 'open', open: open.length === 0 || isExhausted ? [...open, whole] : open };
}

function writerView({ mode, direction }: InclusionQuestion): View {
  if (mode === 'robust') return 'closed';
  return direction === undefined ? 'plain' : 'writing';
}

function readerView({ mode, direction }: InclusionQuestion): View {
  if (direction === undefined) return 'plain';
  return mode === 'robust' && direction === 'response' ? 'open' : 'reading';
}
