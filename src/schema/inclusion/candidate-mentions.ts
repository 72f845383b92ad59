import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { withMember } from '../boundary/reach.js';
import { clausesFromNode } from '../clauses.js';
import type { Node } from '../node.js';
import { textBetween } from '../pattern/text-between.js';
import { childNodes, memberNodes, referredNode } from './literal.js';

/**
 * Values that a schema refuses by naming them: the one value of `not: { const: … }`, or a list that holds nothing else where `contains` asks
 * for another. Such values are met neither by chance nor at an edge.
 *
 * @param node - any schema
 * @returns few, perhaps some that it lets in after all: nothing is judged
 */
export function mentionedRefusals(node: Node): readonly JsonValue[] {
  const mentions: JsonValue[] = [];
  for (const value of mentioned(node, { isRefused: true, depth: 0, looking: { left: MAX_NODE_COUNT } })) {
    if (mentions.length >= MAX_MENTION_COUNT) break;
    mentions.push(value);
  }
  return mentions;
}

const MAX_MENTION_COUNT = 8;
const MAX_DEPTH = 6;
const MAX_NODE_COUNT = 200;
const MAX_TEXT_LENGTH = 200;

interface Wanted {
  /** Whether what is refused is looked for, and not what is let in. */
  readonly isRefused: boolean;
  readonly depth: number;
  /** Most schemas mention nothing, however far they lead. */
  readonly looking: { left: number };
}

function* mentioned(node: Node, wanted: Wanted): Generator<JsonValue> {
  wanted.looking.left -= 1;
  if (!isJsonObject(node.value) || wanted.depth > MAX_DEPTH || wanted.looking.left < 0) return;
  const clauses = clausesFromNode(node);
  const deeper = { ...wanted, depth: wanted.depth + 1 };
  if (!wanted.isRefused) yield* namedBy(node);
  for (const child of childNodes(clauses.get('not'))) yield* mentioned(child, { ...deeper, isRefused: !wanted.isRefused });
  const target = referredNode(clauses.get('$ref'));
  if (target !== undefined) yield* mentioned(target, deeper);
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) for (const child of childNodes(clauses.get(keyword))) yield* mentioned(child, deeper);
  for (const keyword of ['contains', 'items'])
    for (const child of childNodes(clauses.get(keyword))) for (const value of mentioned(child, deeper)) yield [value];
  for (const [name, child] of memberNodes(clauses.get('properties')))
    for (const value of mentioned(child, deeper)) yield withMember({}, name, value);
}

function* namedBy(node: Node): Generator<JsonValue> {
  const clauses = clausesFromNode(node);
  const [constant, listed, pattern] = [clauses.get('const'), clauses.get('enum')?.value, clauses.get('pattern')?.value];
  if (constant !== undefined) yield constant.value;
  if (Array.isArray(listed)) yield* listed;
  if (typeof pattern !== 'string') return;
  const found = textBetween({ matching: [pattern], refusing: [], least: 0, most: MAX_TEXT_LENGTH });
  if (found.kind === 'text') yield found.text;
}
