import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { tokensFromPointer } from '../../base/json-pointer.js';
import { clausesFromNode } from '../clauses.js';
import { inPlaceNodes } from './in-place-nodes.js';
import type { InclusionQuestion } from './inclusion-question.js';
import type { OpenPart, SchemaBreak, SchemaPlace } from './schema-comparison.js';
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
  const told = meantBranches(question, value, binding.length === 0 ? all : binding);
  const isOpen = ({ schemaUri, schemaPointer }: Violation): boolean =>
    open.some(
      (part) => part.reader.uri === schemaUri && `${schemaPointer}/`.startsWith(`${part.reader.pointer}/`) && part.location.length > 0,
    );
  return [...told.filter(isOpen), ...told.filter((violation) => !isOpen(violation))];
}

/** Without what unions repeat from their nearest branch, or without the union where that branch is the one that was meant. */
function meantBranches(question: InclusionQuestion, value: JsonValue, violations: readonly Violation[]): readonly Violation[] {
  if (!violations.some(({ keyword }) => UNIONS.has(keyword))) return violations;
  const own = ownViolations(nodeFromSchema(question.reader), value, { direction: question.direction }).map(textOf);
  const ofBranches = violations.filter((violation) => !own.includes(textOf(violation)));
  return violations.flatMap((violation): readonly Violation[] => {
    if (ofBranches.includes(violation)) return [];
    if (!UNIONS.has(violation.keyword)) return [violation];
    const meant = ofBranches.filter((inner) => isUnder(inner, violation) && isOfWriter(question, value, inner));
    return meant.length === 0 ? [violation] : meant;
  });
}

const UNIONS: ReadonlySet<string> = new Set(['anyOf', 'oneOf']);

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
