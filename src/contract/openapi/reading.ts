import type { MessageArguments } from '../../base/errors.js';
import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { appendToken, tokensFromPointer } from '../../base/json-pointer.js';
import type { Finding } from '../../finding/finding.js';
import type { FindingCode } from '../../finding/finding-code.js';
import type { Dialect } from '../../schema/dialect.js';
import type { DocumentSet } from '../../schema/schema.js';
import type { Contract } from '../contract.js';

/** What the functions that read one part of a contract share: where references lead, and where defects go. */
export interface Reading {
  readonly documents: DocumentSet;
  readonly dialect: Dialect;
  readonly specification: Contract['specification'];
  /** The id of the operation that is being read; `undefined` for the outline. */
  readonly operation: string | undefined;
  readonly defects: Finding[];
}

/** A value of a document and where it stands. */
export interface DocumentNode {
  readonly value: JsonValue | undefined;
  /** The document, a key of `Reading.documents`. */
  readonly uri: string;
  readonly pointer: string;
}

/**
 * The member of an object or the item of an array; its value is `undefined` when there is none.
 *
 * @param node - any node
 * @param token - a member name or an index
 */
export function childNode(node: DocumentNode, token: string | number): DocumentNode {
  return { value: ownMember(node.value, token), uri: node.uri, pointer: appendToken(node.pointer, token) };
}

/**
 * The members of an object in document order; empty, with a defect, when the value is something else. An absent value has no members and no defect.
 *
 * @param reading - takes the defect
 * @param node - what should be an object
 */
export function memberNodes(reading: Reading, node: DocumentNode): readonly (readonly [name: string, member: DocumentNode])[] {
  const object = objectOf(reading, node);
  return object === undefined ? [] : Object.keys(object).map((name) => [name, childNode(node, name)] as const);
}

/**
 * The items of an array; empty, with a defect, when the value is something else. An absent value has no items and no defect.
 *
 * @param reading - takes the defect
 * @param node - what should be an array
 */
export function itemNodes(reading: Reading, node: DocumentNode): readonly DocumentNode[] {
  if (node.value === undefined) return [];
  if (Array.isArray(node.value)) return node.value.map((_item, index) => childNode(node, index));
  reportWrongType(reading, node, 'array');
  return [];
}

/**
 * The object of a node, or `undefined`, with a defect when another value stands there.
 *
 * @param reading - takes the defect
 * @param node - what should be an object
 */
export function objectOf(reading: Reading, node: DocumentNode): JsonObject | undefined {
  if (node.value === undefined || isJsonObject(node.value)) return node.value;
  reportWrongType(reading, node, 'object');
  return undefined;
}

/**
 * The text of a node, or `undefined`, with a defect when another value stands there.
 *
 * @param reading - takes the defect
 * @param node - what should be a string
 */
export function textOf(reading: Reading, node: DocumentNode): string | undefined {
  if (node.value === undefined || typeof node.value === 'string') return node.value;
  reportWrongType(reading, node, 'string');
  return undefined;
}

/**
 * The truth value of a node, or `undefined`, with a defect when another value stands there.
 *
 * @param reading - takes the defect
 * @param node - what should be a boolean
 */
export function flagOf(reading: Reading, node: DocumentNode): boolean | undefined {
  if (node.value === undefined || typeof node.value === 'boolean') return node.value;
  reportWrongType(reading, node, 'boolean');
  return undefined;
}

/**
 * Adds a defect with its place and gives it back.
 *
 * @param reading - takes the defect
 * @param code - what is wrong
 * @param node - where
 * @param args - the rest of the message
 */
export function reportDefect(reading: Reading, code: FindingCode, node: DocumentNode, args: MessageArguments = {}): Finding {
  const defect: Finding = {
    code,
    severity: 'warning',
    ...(reading.operation === undefined ? {} : { operation: reading.operation }),
    place: { file: node.uri, pointer: node.pointer },
    args,
  };
  reading.defects.push(defect);
  return defect;
}

/**
 * Adds the defect that a value has the wrong type, or is not there.
 *
 * @param reading - takes the defect
 * @param node - where
 * @param expected - the type or types that may stand there
 */
export function reportWrongType(reading: Reading, node: DocumentNode, expected: string): void {
  const absent = node.value === undefined ? { missing: tokensFromPointer(node.pointer).at(-1) } : {};
  reportDefect(reading, 'contract/wrong-type', node, { expected, found: typeName(node.value), ...absent });
}

function ownMember(value: JsonValue | undefined, token: string | number): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined;
  return (value as JsonObject)[token];
}

function typeName(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
