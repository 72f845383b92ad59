import { tokensFromPointer } from '../../base/json-pointer.js';
import { isJsonObject } from '../../base/json.js';
import type { Message } from '../channel.js';
import type { DocumentNode, Reading } from '../openapi/reading.js';
import { childNode, itemNodes, memberNodes, textOf } from '../openapi/reading.js';
import { resolveNode } from '../openapi/reference.js';
import type { MessageBody } from './message.js';
import { messageAt } from './message.js';
import { placeOf } from './place.js';

/** A message of a channel, with the places that references to it may name. */
export interface MessageSite {
  readonly message: Message;
  /** Where the channel lists it, and where it stands itself. */
  readonly places: readonly string[];
}

/** What the messages of a channel are read with. */
export interface MessageReading {
  readonly reading: Reading;
  readonly defaultContentType: string | undefined;
  readonly channelId: string;
}

/**
 * What the document says of messages that name no content type.
 *
 * @param reading - takes the defect
 * @param root - the document
 */
export function defaultContentTypeOf(reading: Reading, root: DocumentNode): string | undefined {
  return textOf(reading, childNode(root, 'defaultContentType'));
}

/**
 * The messages of a channel of 3.x, by their keys.
 *
 * @param context - takes the defects
 * @param node - the `messages` member
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#messagesObject
 */
export function listedMessages(context: MessageReading, node: DocumentNode): readonly MessageSite[] {
  const { reading } = context;
  return memberNodes(reading, node).flatMap(([key, member]) => {
    const target = resolveNode(reading, member);
    const body = target?.value === undefined ? undefined : messageAt(reading, target, context.defaultContentType);
    if (target === undefined || body === undefined) return [];
    return [{ message: named(body, key), places: [placeOf(member), placeOf(target)] }];
  });
}

/**
 * The messages that the operations of a channel of 2.x name, each once, with ids that tell them apart.
 *
 * @param context - takes the defects
 * @param nodes - the `message` members of its operations, each one message, a `oneOf`, or a reference
 * @returns for each node its messages; what two nodes share is one and the same
 * @see https://www.asyncapi.com/docs/reference/specification/v2.6.0#operationObject
 */
export function messagesOfOperations(context: MessageReading, nodes: readonly DocumentNode[]): readonly (readonly MessageSite[])[] {
  const known = new Map<string, MessageSite>();
  const ids = new Set<string>();
  return nodes.map((node) =>
    alternativesOf(context.reading, node).flatMap((member) => {
      const target = resolveNode(context.reading, member);
      if (target?.value === undefined) return [];
      const shared = known.get(placeOf(target));
      if (shared !== undefined) return [shared];
      const body = messageAt(context.reading, target, context.defaultContentType);
      if (body === undefined) return [];
      const id = freeId(body.wantedId ?? componentName(member) ?? `${context.channelId} ${known.size + 1}`, ids);
      const site = { message: named(body, id), places: [placeOf(member), placeOf(target)] };
      known.set(placeOf(target), site);
      return [site];
    }),
  );
}

function alternativesOf(reading: Reading, node: DocumentNode): readonly DocumentNode[] {
  if (node.value === undefined) return [];
  const target = resolveNode(reading, node);
  if (target === undefined) return [];
  const oneOf = childNode(target, 'oneOf');
  return oneOf.value === undefined ? [node] : itemNodes(reading, oneOf);
}

function named({ wantedId: _wantedId, ...body }: MessageBody, id: string): Message {
  return { id, ...body };
}

/** The last token of a reference is what people call the message. */
function componentName({ value }: DocumentNode): string | undefined {
  const reference = isJsonObject(value) ? value['$ref'] : undefined;
  if (typeof reference !== 'string') return undefined;
  const hash = reference.indexOf('#/');
  return hash === -1 ? undefined : tokensFromPointer(reference.slice(hash + 1)).at(-1);
}

function freeId(wanted: string, ids: Set<string>): string {
  let id = wanted;
  for (let count = 2; ids.has(id); count += 1) id = `${wanted} (${count})`;
  ids.add(id);
  return id;
}
