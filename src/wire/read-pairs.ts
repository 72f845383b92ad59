import type { ParameterStyle } from '../contract/contract.js';
import type { Schema } from '../schema/schema.js';
import type { TextTree } from './coerce-text.js';
import { isBelow, treeFromDeepObject } from './deep-object.js';
import type { Reading, ReadingPlan } from './reading-plan.js';
import { ABSENT, malformed, planReading, readInShape } from './reading-plan.js';
import type { Malformed, Shape } from './styled-text.js';
import { BROKEN_ESCAPE, isMalformed, treeFromStyledText } from './styled-text.js';
import type { TextPairs } from './text-pairs.js';

/** A value that stands in a query, a form body or the cookies. */
export interface PairField {
  readonly name: string;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly allowEmptyValue: boolean;
  readonly schemas: readonly Schema[];
  readonly decode: (text: string) => string | undefined;
  /** Names that belong to others: an exploded object does not take them as its members. */
  readonly claimed: ReadonlySet<string>;
}

/** Looks for the value among the pairs of one message. */
export type PairReader = (pairs: TextPairs) => Reading;

/**
 * The reader of a value written as pairs.
 *
 * @param field - its schema is looked into on the first use
 */
export function compilePairReader(field: PairField): PairReader {
  let plan: ReadingPlan | undefined;
  return (pairs) => {
    plan ??= planReading(field.schemas);
    return readPairs(pairs, field, plan);
  };
}

function readPairs(pairs: TextPairs, field: PairField, plan: ReadingPlan): Reading {
  const texts = pairs.byName.get(field.name);
  const text = texts?.length === 1 ? texts[0] : undefined;
  if (text === '' && field.allowEmptyValue) return { kind: 'value', value: '' };
  if (text === 'null' && plan.isNullable) return { kind: 'value', value: null };
  if (texts === undefined && !isSpread(field, plan)) return ABSENT;
  if (text !== undefined && plan.isPlain && field.style === 'form') return readPlain(text, field, plan);
  const reading = readInShape(plan, (shape) => treeInShape(pairs, field, { plan, shape }));
  if (text === undefined || reading.kind !== 'value' || plan.accepts(reading.value)) return reading;
  return lenientReading(text, field, plan) ?? reading;
}

function readPlain(text: string, field: PairField, plan: ReadingPlan): Reading {
  const decoded = field.decode(text);
  return decoded === undefined ? malformed(BROKEN_ESCAPE) : { kind: 'value', value: plan.coerce(decoded) };
}

/** Whether the value may be there without a pair of its own name. */
function isSpread(field: PairField, plan: ReadingPlan): boolean {
  return field.style === 'deepObject' || (field.explode && plan.shapes.includes('object'));
}

function treeInShape(
  pairs: TextPairs,
  field: PairField,
  { plan, shape }: { readonly plan: ReadingPlan; readonly shape: Shape },
): TextTree | Malformed | undefined {
  const texts = pairs.byName.get(field.name) ?? [];
  if (field.style === 'deepObject') {
    // Without brackets it may be a list of one name, or an object as JSON.
    return treeFromDeepObject(pairs, field.name, field.decode) ?? treeFromTexts(texts, field, shape === 'object' ? 'primitive' : shape);
  }
  if (!field.explode && shape !== 'primitive')
    return texts.length === 0 ? undefined : treeFromStyledText(texts.join(JOINERS[field.style] ?? ','), field, shape);
  return shape === 'object' ? treeFromMembers(pairs, field, plan) : treeFromTexts(texts, field, shape);
}

function treeFromTexts(texts: readonly string[], field: PairField, shape: Shape): TextTree | Malformed | undefined {
  const [first] = texts;
  if (first === undefined || shape === 'object') return undefined;
  if (shape === 'primitive' && texts.length === 1) return field.decode(first) ?? BROKEN_ESCAPE;
  const decoded = texts.map((text) => field.decode(text));
  return decoded.includes(undefined) ? BROKEN_ESCAPE : decoded.map((text) => text ?? '');
}

/** The members of an exploded object, each under its own name; where the object is open, every pair that nobody else claims. */
function treeFromMembers(pairs: TextPairs, field: PairField, plan: ReadingPlan): TextTree | Malformed | undefined {
  const members = new Map<string, TextTree>();
  const names = plan.hasOtherMembers ? [...pairs.byName.keys()].filter((name) => !isClaimed(name, field)) : plan.memberNames;
  for (const name of names) {
    const texts = pairs.byName.get(name);
    if (texts === undefined) continue;
    const tree = treeFromTexts(texts, field, texts.length === 1 ? 'primitive' : 'array');
    if (isMalformed(tree)) return tree;
    if (tree !== undefined) members.set(name, tree);
  }
  return members.size === 0 ? undefined : members;
}

function isClaimed(name: string, field: PairField): boolean {
  if (field.claimed.has(name)) return true;
  for (const claimed of field.claimed) if (isBelow(name, claimed)) return true;
  return false;
}

/**
 * A second look at a text that does not validate: many clients encode the commas between the items as well, and an empty text may stand
 * for an empty list.
 */
function lenientReading(text: string, field: PairField, plan: ReadingPlan): Reading | undefined {
  if (!plan.shapes.includes('array')) return undefined;
  if (text === '') return acceptedList([], plan);
  if (field.explode || !/%2C/i.test(text)) return undefined;
  const tree = treeFromStyledText(text.replaceAll(/%2C/gi, ','), field, 'array');
  if (isMalformed(tree)) return malformed(tree);
  return acceptedList(tree, plan);
}

function acceptedList(tree: TextTree, plan: ReadingPlan): Reading | undefined {
  const value = plan.coerce(tree);
  return plan.accepts(value) ? { kind: 'value', value } : undefined;
}

/** A list that is not exploded but came in several pairs is read as one. */
const JOINERS: Partial<Record<ParameterStyle, string>> = { spaceDelimited: '%20', pipeDelimited: '|', tabDelimited: '%09' };
