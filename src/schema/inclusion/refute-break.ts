import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { appendToken, tokensFromPointer } from '../../base/json-pointer.js';
import { clausesFromNode } from '../clauses.js';
import { inPlaceNodes } from './in-place-nodes.js';
import type { InclusionQuestion } from './inclusion-question.js';
import type { OpenPart, SchemaBreak, SchemaPlace } from './schema-comparison.js';
import { partQuestion } from './part-question.js';
import { nodesInForce } from './spoken-members.js';
import type { Node } from '../node.js';
import { nodeFromSchema, schemaFromNode } from '../node.js';
import { itemNodes } from '../sample/items.js';
import { memberNodes } from '../sample/members.js';
import { resolveSchema } from '../schema-at.js';
import { ownViolations, validate } from '../validate.js';
import type { Violation } from '../violation.js';

/**
 * What refuses a value, the likeliest cause first: what stands at an open place, then as the schema has it. Of a union that refuses it the
 * clause of a branch is told where the writer's schema of that part stands at the same place: then that branch was meant. Empty when it is a
 * reference that cannot be followed, which says nothing of the value.
 *
 * @param question - the two sides
 * @param value - that the reader cannot read
 * @param open - where a proof was left open
 */
export function refusalsOf(question: InclusionQuestion, value: JsonValue, open: readonly OpenPart[]): readonly Violation[] {
  const { reader, direction, mode } = question;
  const all = validate(reader, value, { direction });
  if (all.some(({ args }) => args['reference'] !== undefined)) return [];
  const isLookedOver = ({ keyword }: Violation): boolean =>
    mode === 'robust' && direction === 'response' && (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties');
  const binding = all.filter((violation) => !isLookedOver(violation));
  const told = meantBranches(question, value, { violations: binding.length === 0 ? all : binding, open });
  const isOpen = ({ schemaUri, schemaPointer }: Violation): boolean =>
    open.some((part) => isWithin({ uri: schemaUri, pointer: schemaPointer }, part.reader) && part.location.length > 0);
  return [...told.filter(isOpen), ...told.filter((violation) => !isOpen(violation))];
}

interface Told {
  readonly violations: readonly Violation[];
  readonly open: readonly OpenPart[];
}

/** Without what unions repeat from their nearest branch, or without the union where it is known which of them was meant. */
function meantBranches(question: InclusionQuestion, value: JsonValue, { violations, open }: Told): readonly Violation[] {
  if (!violations.some(({ keyword }) => UNIONS.has(keyword))) return violations;
  const own = ownViolations(nodeFromSchema(question.reader), value, { direction: question.direction }).map(textOf);
  const ofBranches = violations.filter((violation) => !own.includes(textOf(violation)));
  return violations.flatMap((violation): readonly Violation[] => {
    if (ofBranches.includes(violation)) return [];
    if (!UNIONS.has(violation.keyword)) return [violation];
    const below = open.flatMap((part) => violationsAt(question, value, { part, union: violation }));
    if (below.length > 0) return below;
    const meant = ofBranches.filter((inner) => isUnder(inner, violation) && isOfWriter(question, value, inner));
    return meant.length === 0 ? [violation] : meant;
  });
}

const UNIONS: ReadonlySet<string> = new Set(['anyOf', 'oneOf']);

/** What the clause that was left open refuses, of what stands at its place in a union that refuses the value. */
function violationsAt(
  question: InclusionQuestion,
  value: JsonValue,
  { part, union }: { readonly part: OpenPart; readonly union: Violation },
): readonly Violation[] {
  const above = tokensFromPointer(union.instancePointer);
  const isBelow = part.location.length > above.length && above.every((token, index) => isToken(part.location[index], token));
  const asked = isBelow ? partQuestion(question, part) : undefined;
  if (asked === undefined) return [];
  return valuesAt(value, part.location, above).flatMap(({ pointer, value: inner }) =>
    validate(asked.reader, inner, { direction: question.direction })
      .filter(({ schemaUri, schemaPointer }) => isWithin({ uri: schemaUri, pointer: schemaPointer }, part.reader))
      .map((found) => ({ ...found, instancePointer: `${pointer}${found.instancePointer}` })),
  );
}

interface ValueAt {
  readonly pointer: string;
  readonly value: JsonValue;
}

/** What stands at a location, below the values that some tokens lead to. */
function valuesAt(value: JsonValue, location: readonly string[], above: readonly string[]): readonly ValueAt[] {
  let found: readonly ValueAt[] = [{ pointer: '', value }];
  for (const [index, token] of location.entries()) {
    const wanted = above[index] ?? token;
    found = found.flatMap(({ pointer, value: holder }) =>
      tokensOf(holder)
        .filter((own) => isToken(wanted, own))
        .flatMap((own) => {
          const child = childOf(holder, own);
          return child === undefined ? [] : [{ pointer: appendToken(pointer, own), value: child }];
        }),
    );
  }
  return found;
}

function tokensOf(value: JsonValue): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function isToken(wanted: string | undefined, token: string): boolean {
  return wanted === token || wanted === '*';
}

function isWithin({ uri, pointer }: SchemaPlace, other: SchemaPlace): boolean {
  return uri === other.uri && `${pointer}/`.startsWith(`${other.pointer}/`);
}

function textOf({ keyword, schemaUri, schemaPointer, instancePointer, args }: Violation): string {
  return JSON.stringify([keyword, schemaUri, schemaPointer, instancePointer, args['property'] ?? null]);
}

function isUnder(inner: Violation, { instancePointer }: Violation): boolean {
  return inner.instancePointer === instancePointer || inner.instancePointer.startsWith(`${instancePointer}/`);
}

/** Whether the writer's schema of the part stands where the reader's does: the same schema, as it was and as it is. */
function isOfWriter(question: InclusionQuestion, value: JsonValue, violation: Violation): boolean {
  const tokens = tokensFromPointer(violation.instancePointer);
  const part = tokens.reduce<JsonValue | undefined>(childOf, value);
  if (part === undefined) return false;
  const { pointer } = readerPlace(violation);
  return nodesInForce(whereIs(question, value, tokens).nodes, part, question.direction).some((node) => node.pointer === pointer);
}

function childOf(value: JsonValue | undefined, token: string): JsonValue | undefined {
  if (Array.isArray(value)) return (value as readonly JsonValue[])[Number(token)];
  return isJsonObject(value) ? value[token] : undefined;
}

/**
 * The break that a value shows.
 *
 * @param question - the two sides
 * @param witness - that the writer may write and the reader cannot read
 * @param violation - of the reader's clause that refuses it
 */
export function breakOf(question: InclusionQuestion, witness: JsonValue, violation: Violation): SchemaBreak {
  const { location, nodes } = whereIs(question, witness, tokensFromPointer(violation.instancePointer));
  return { witness, violation, location, writer: placeOf(nodes), reader: readerPlace(violation) };
}

interface Whereabouts {
  readonly location: readonly string[];
  /** The writer's schemas there. */
  readonly nodes: readonly Node[];
}

function whereIs(question: InclusionQuestion, witness: JsonValue, tokens: readonly string[]): Whereabouts {
  const { writer, reader, direction } = question;
  const location: string[] = [];
  let nodes: readonly Node[] = [nodeFromSchema(writer)];
  let readers: readonly Node[] = [nodeFromSchema(reader)];
  let value: JsonValue | undefined = witness;
  for (const token of tokens) {
    const inForce: readonly Node[] = value === undefined ? [] : nodesInForce(nodes, value, direction);
    const readersThere: readonly Node[] = readers.flatMap(inPlaceNodes);
    const isItem = Array.isArray(value);
    location.push(isItem ? itemToken(inForce, token) : memberToken([...inForce, ...readersThere], token));
    nodes = isItem ? itemNodes({ nodes: inForce }, Number(token)) : memberNodes({ nodes: inForce }, token);
    readers = isItem ? itemNodes({ nodes: readersThere }, Number(token)) : memberNodes({ nodes: readersThere }, token);
    value = childOf(value, token);
  }
  return { location, nodes };
}

function memberToken(nodes: readonly Node[], token: string): string {
  return nodes.some((node) => isDeclared(node, token)) ? token : '*';
}

function isDeclared(node: Node, name: string): boolean {
  const properties = clausesFromNode(node).get('properties')?.value;
  return isJsonObject(properties) && Object.hasOwn(properties, name);
}

function itemToken(nodes: readonly Node[], token: string): string {
  const isOfPrefix = nodes.some((node) => {
    const prefix = clausesFromNode(node).get('prefixItems')?.value;
    return Array.isArray(prefix) && Number(token) < prefix.length;
  });
  return isOfPrefix ? token : '*';
}

function placeOf([first]: readonly Node[]): SchemaPlace | undefined {
  if (first === undefined) return undefined;
  const { uri, pointer } = resolveSchema(schemaFromNode(first)) ?? schemaFromNode(first);
  return { uri, pointer };
}

/** The schema whose clause it is: the pointer without the keyword. A `false` is its own clause. */
function readerPlace({ keyword, schemaUri, schemaPointer }: Violation): SchemaPlace {
  const pointer = keyword === 'false schema' ? schemaPointer : schemaPointer.slice(0, schemaPointer.lastIndexOf('/'));
  return { uri: schemaUri, pointer };
}
