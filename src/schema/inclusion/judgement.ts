import { appendToken } from '../../base/json-pointer.js';
import type { Clause } from '../clauses.js';
import { clausesFromNode } from '../clauses.js';
import type { Node } from '../node.js';
import { resolveReference } from '../reference.js';
import type { Atom } from './atom.js';
import type { Literal } from './literal.js';
import type { OpenPart, OpenReason } from './schema-comparison.js';

/** Whether it is certain that there is no value, and where it could not be made certain; locations are relative to the place judged. */
export interface Judgement {
  readonly isEmpty: boolean;
  readonly open: readonly OpenPart[];
}

export const EMPTY: Judgement = { isEmpty: true, open: [] };

/** Judges places of a value; what is below a place is asked of it again. */
export interface Places {
  /** Of the place that a token leads to: whether no value at all satisfies the literals. */
  readonly judge: (literals: readonly Literal[], token: string) => Judgement;
  /** Of a name: whether none at all satisfies the literals and the atoms. */
  readonly judgeName: (literals: readonly Literal[], atoms: readonly Atom[]) => Judgement;
  /** Of this place again. */
  readonly judgeBeside: (literals: readonly Literal[]) => Judgement;
}

/**
 * A judgement that leaves a clause open.
 *
 * @param blame - the reader's clause; none leaves the schemas as a whole open
 * @param held - what is known of the value
 */
export function openAt(blame: Clause | undefined, held: readonly Literal[]): Judgement {
  // The same schema as it was, or what stands behind references: what is referred to from many places is open at one.
  const counterpart = held.find(({ node }) => node.pointer === blame?.node.pointer);
  const written = counterpart ?? held.find(({ node }) => !isBareReference(node)) ?? held[0];
  if (blame === undefined || written === undefined) return { isEmpty: false, open: [] };
  const { keyword, value, node } = blame;
  const isReference = keyword === '$ref' && typeof value === 'string';
  const part: OpenPart = {
    location: [],
    writer: { uri: written.node.resource.documentUri, pointer: written.node.pointer },
    reader: { uri: node.resource.documentUri, pointer: appendToken(node.pointer, blame.written) },
    reason: isReference ? reasonOfReference(node, value) : { kind: 'keyword', keyword },
  };
  return { isEmpty: false, open: [part] };
}

function isBareReference(node: Node): boolean {
  const clauses = clausesFromNode(node);
  return clauses.size === 1 && clauses.has('$ref');
}

/** One that leads back to itself has no end that is known. */
function reasonOfReference(node: Node, reference: string): OpenReason {
  return resolveReference(node, reference) === undefined ? { kind: 'reference', reference } : { kind: 'recursion' };
}

/**
 * What an open part is known by.
 *
 * @param part - of a place
 */
export function keyOfPart({ location, reader, reason }: OpenPart): string {
  return JSON.stringify([location, reader, reason]);
}

/**
 * The open parts seen from one place higher.
 *
 * @param open - relative to the place below
 * @param token - that leads there
 */
export function under(open: readonly OpenPart[], token: string): readonly OpenPart[] {
  return open.map((part) => ({ ...part, location: [token, ...part.location] }));
}
