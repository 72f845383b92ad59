import { tokensFromPointer } from '../../base/json-pointer.js';
import { isJsonObject, type JsonValue } from '../../base/json.js';
import { parseMediaType } from '../../base/media-type.js';
import type { Contract, MediaType, Operation } from '../../contract/contract.js';
import type { Exchange } from '../../journal/exchange.js';
import { clausesFromNode } from '../../schema/clauses.js';
import type { Node } from '../../schema/node.js';
import { headerValue } from '../../wire/http-message.js';
import { mediaTypeForContent } from '../../wire/select-media-type.js';
import { responseForStatus } from '../../wire/select-response.js';
import { essenceOf } from '../usage/essence-of.js';
import { childNodes, everywhere, nodesAt } from '../usage/nodes-at.js';
import type { SeenShape } from './inferred-schema.js';
import { mergeShapes, shapeOf } from './inferred-schema.js';
import { jsonOf, type RecordedCall } from './recorded-call.js';
import { templateOf } from './template-of.js';

/** Something that was seen and that the contract does not have. */
export interface MissingPart {
  readonly kind: 'operation' | 'response' | 'media-type' | 'request-media-type' | 'member';
  /** Where it belongs, as reference tokens in the contract's document. */
  readonly place: readonly string[];
  /** Of a body of it; `undefined` when there was none that can be read. */
  readonly shape: SeenShape | undefined;
  /** The name of what is missing there: `404`, `application/json`, `total`. */
  readonly name: string;
  /** Of an operation: its method, and what came back. */
  readonly call: { readonly method: string; readonly status: number; readonly mediaType: string | undefined } | undefined;
  readonly count: number;
}

/** Collects what a contract lacks, bounded. */
export interface MissingParts {
  take(call: RecordedCall): void;
  /** By place, then name. */
  list(): readonly MissingPart[];
  /** Other documents whose objects lack members that were seen: a patch of the contract's own document does not reach them. */
  beyond(): readonly string[];
}

/**
 * A collection of nothing.
 *
 * @param contract - whose parts are looked for
 */
export function createMissingParts(contract: Contract): MissingParts {
  const parts = new Map<string, MissingPart>();
  const beyond = new Set<string>();
  const add = (part: Omit<MissingPart, 'count'>): void => {
    // What holds something stands before what is in it.
    const key = JSON.stringify([part.place.join('\n'), part.name, part.kind, part.call?.method, part.call?.status, part.call?.mediaType]);
    const known = parts.get(key);
    if (known === undefined && parts.size >= MAX_PART_COUNT) return;
    const shape =
      known?.shape === undefined || part.shape === undefined ? (known?.shape ?? part.shape) : mergeShapes(known.shape, part.shape);
    parts.set(key, { ...part, shape, count: (known?.count ?? 0) + 1 });
  };
  return {
    take: ({ exchange, operation, route }) => {
      // What a caller asks for in vain is not missing.
      if (exchange.response === undefined || exchange.fault !== undefined) return;
      if (operation === undefined) {
        if (route.kind !== 'operation' && ![404, 405, 501].includes(exchange.response.status)) add(missingOperation(exchange, contract));
        return;
      }
      for (const part of missingOf(exchange, operation, beyond)) add(part);
    },
    beyond: () => [...beyond].sort(),
    list: () => [...parts].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, part]) => part),
  };
}

type Found = Omit<MissingPart, 'count'>;

function missingOperation(exchange: Exchange, contract: Contract): Found {
  const path = templateOf(exchange.request.target.split('?')[0] ?? '', contract);
  const { status = 200, headers = [] } = exchange.response ?? {};
  const call = { method: exchange.request.method, status, mediaType: essenceOf(headerValue(headers, 'content-type')) };
  return { kind: 'operation', place: ['paths'], name: path, shape: shapeOfBody(exchange.response), call };
}

function missingOf({ request, response }: Exchange, operation: Operation, beyond: Set<string>): readonly Found[] {
  const place = tokensFromPointer(operation.pointer);
  const asked = jsonOf(request);
  const found: Found[] = [];
  const sentType = essenceOf(headerValue(request.headers, 'content-type'));
  const declared = operation.requestBody?.content ?? [];
  if (asked !== undefined && sentType !== undefined && operation.requestBody !== undefined && chosen(declared, sentType) === undefined)
    found.push({
      kind: 'request-media-type',
      place: [...place, 'requestBody', 'content'],
      name: sentType,
      shape: shapeOf(asked),
      call: undefined,
    });
  if (response === undefined) return found;
  const answer = responseForStatus(operation, response.status);
  const mediaType = essenceOf(headerValue(response.headers, 'content-type'));
  if (answer === undefined) {
    const call = { method: operation.method, status: response.status, mediaType };
    found.push({ kind: 'response', place: [...place, 'responses'], name: String(response.status), shape: shapeOfBody(response), call });
    return found;
  }
  const value = jsonOf(response);
  if (mediaType === undefined || value === undefined) return found;
  const type = chosen(answer.content, mediaType);
  if (type === undefined && answer.content.length > 0 && (answer.file ?? operation.file) === operation.file)
    found.push({
      kind: 'media-type',
      place: [...tokensFromPointer(answer.pointer), 'content'],
      name: mediaType,
      shape: shapeOf(value),
      call: undefined,
    });
  if (type?.schema !== undefined) collectMembers(nodesAt(type.schema, []), value, { file: operation.file, found, beyond, depth: 0 });
  return found;
}

function chosen(content: readonly MediaType[], essence: string): MediaType | undefined {
  const actual = parseMediaType(essence);
  return actual === undefined ? undefined : mediaTypeForContent(content, actual);
}

function shapeOfBody(message: Exchange['response']): SeenShape | undefined {
  const value = message === undefined ? undefined : jsonOf(message);
  return value === undefined ? undefined : shapeOf(value);
}

interface Collecting {
  readonly file: string;
  readonly found: Found[];
  readonly beyond: Set<string>;
  readonly depth: number;
}

/** Members that an object with declared properties has beside them. */
function collectMembers(nodes: readonly Node[], value: JsonValue, { file, found, beyond, depth }: Collecting): void {
  if (nodes.length === 0 || depth > MAX_DEPTH || found.length > MAX_FOUND_COUNT) return;
  const next = { file, found, beyond, depth: depth + 1 };
  if (Array.isArray(value)) {
    const items = everywhere(nodes.flatMap((node) => childNodes(node, '*')));
    for (const item of value.slice(0, MAX_ITEM_COUNT) as readonly JsonValue[]) collectMembers(items, item, next);
  } else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      const below = nodes.flatMap((node) => childNodes(node, name));
      if (below.length > 0) collectMembers(everywhere(below), member ?? null, next);
      else if (!nodes.some(takesAny)) noteMember(nodes, [name, member ?? null], next);
    }
  }
}

/** It belongs to an object of the contract's own document; where that stands in another one, there is only that to say. */
function noteMember(nodes: readonly Node[], [name, member]: readonly [string, JsonValue], { file, found, beyond }: Collecting): void {
  const owners = nodes.filter((node) => isJsonObject(clausesFromNode(node).get('properties')?.value));
  const owner = owners.find((node) => node.resource.documentUri === file);
  if (owner === undefined) for (const { resource } of owners) beyond.add(resource.documentUri);
  else {
    const place = [...tokensFromPointer(owner.pointer), 'properties'];
    found.push({ kind: 'member', place, name, shape: shapeOf(member), call: undefined });
  }
}

/** A map speaks of no member by name. */
function takesAny(node: Node): boolean {
  return clausesFromNode(node).get('additionalProperties')?.value === true;
}

const MAX_PART_COUNT = 500;
const MAX_FOUND_COUNT = 200;
const MAX_DEPTH = 32;
const MAX_ITEM_COUNT = 50;
