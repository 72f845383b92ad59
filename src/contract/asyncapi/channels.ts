import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Channel } from '../channel.js';
import type { DocumentNode, Reading } from '../openapi/reading.js';
import { childNode, itemNodes, memberNodes, objectOf, reportDefect, reportWrongType, textOf } from '../openapi/reading.js';
import { resolveNode } from '../openapi/reference.js';
import { bindingNodesOf, bindingValues } from './bindings.js';
import type { MessageReading, MessageSite } from './messages.js';
import { listedMessages, messagesOfOperations } from './messages.js';
import { parametersOf } from './parameters.js';
import { placeOf, referredPlace } from './place.js';
import type { ServerSite } from './servers.js';

/** A channel, with the places that references to it may name. */
export interface ChannelSite {
  readonly channel: Channel;
  readonly places: readonly string[];
  readonly messages: readonly MessageSite[];
  /** Of 2.x: what stands in the channel itself. */
  readonly operations: readonly WrittenOperation[];
}

/** An operation that stands in its channel. */
export interface WrittenOperation {
  /** Of the system described: `subscribe` is what others may do. */
  readonly action: 'send' | 'receive';
  readonly node: DocumentNode;
  readonly messages: readonly MessageSite[];
}

/** What all channels of a document are read with. */
export interface ChannelReading {
  readonly reading: Reading;
  readonly defaultContentType: string | undefined;
  readonly servers: readonly ServerSite[];
}

/**
 * The channels of a document of 3.x.
 *
 * @param context - takes the defects
 * @param root - the document
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#channelsObject
 */
export function channelsOf(context: ChannelReading, root: DocumentNode): readonly ChannelSite[] {
  return membersOf(context.reading, root).flatMap(({ id, member, target }) => [channelAt(context, id, { member, target })]);
}

/**
 * The channels of a document of 2.x, with the operations that stand in them.
 *
 * @param context - takes the defects
 * @param root - the document
 * @see https://www.asyncapi.com/docs/reference/specification/v2.6.0#channelItemObject
 */
export function channelItemsOf(context: ChannelReading, root: DocumentNode): readonly ChannelSite[] {
  return membersOf(context.reading, root).map(({ id, member, target }) => {
    const reading = ofChannel(context.reading, id);
    const written = OPERATIONS.flatMap(([name, action]) => {
      const node = childNode(target, name);
      return objectOf(reading, node) === undefined ? [] : [{ action, node }];
    });
    const lists = messagesOfOperations(
      messageReading(context, id),
      written.map(({ node }) => childNode(node, 'message')),
    );
    const operations = written.map((operation, index) => ({ ...operation, messages: lists[index] ?? [] }));
    const channel = { ...channelHead(context, id, target), address: id, parameters: parametersOf(reading, target, id) };
    return siteOf(channel, { messages: [...new Set(lists.flat())], operations, places: [placeOf(member), placeOf(target)] });
  });
}

/**
 * A channel that stands at a node.
 *
 * @param context - takes the defects
 * @param id - of the channel
 * @param nodes - where the document lists it, and what is there
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#channelObject
 */
export function channelAt(
  context: ChannelReading,
  id: string,
  { member, target }: { readonly member: DocumentNode; readonly target: DocumentNode },
): ChannelSite {
  const reading = ofChannel(context.reading, id);
  const address = addressOf(reading, childNode(target, 'address'));
  const messages = listedMessages(messageReading(context, id), childNode(target, 'messages'));
  const channel = { ...channelHead(context, id, target), address, parameters: parametersOf(reading, target, address) };
  return siteOf(channel, { messages, operations: [], places: [placeOf(member), placeOf(target)] });
}

const OPERATIONS = [
  ['publish', 'receive'],
  ['subscribe', 'send'],
] as const;

interface ChannelMember {
  readonly id: string;
  readonly member: DocumentNode;
  readonly target: DocumentNode;
}

function membersOf(reading: Reading, root: DocumentNode): readonly ChannelMember[] {
  return memberNodes(reading, childNode(root, 'channels')).flatMap(([id, member]) => {
    if (id.startsWith('x-')) return [];
    const target = resolveNode(ofChannel(reading, id), member);
    return target === undefined || objectOf(ofChannel(reading, id), target) === undefined ? [] : [{ id, member, target }];
  });
}

function siteOf(channel: Omit<Channel, 'messages'>, site: Omit<ChannelSite, 'channel'>): ChannelSite {
  return { ...site, channel: { ...channel, messages: site.messages.map(({ message }) => message) } };
}

function channelHead(context: ChannelReading, id: string, node: DocumentNode): Omit<Channel, 'address' | 'parameters' | 'messages'> {
  const reading = ofChannel(context.reading, id);
  return {
    id,
    servers: serverIds(reading, childNode(node, 'servers'), context.servers),
    bindings: bindingValues(bindingNodesOf(reading, childNode(node, 'bindings'))),
    file: node.uri,
    pointer: node.pointer,
  };
}

function ofChannel(reading: Reading, id: string): Reading {
  return { ...reading, operation: id };
}

function messageReading({ reading, defaultContentType }: ChannelReading, channelId: string): MessageReading {
  return { reading: ofChannel(reading, channelId), defaultContentType, channelId };
}

function addressOf(reading: Reading, node: DocumentNode): string | undefined {
  return node.value === null ? undefined : textOf(reading, node);
}

/** Names in 2.x, references in 3.x. */
function serverIds(reading: Reading, node: DocumentNode, servers: readonly ServerSite[]): readonly string[] {
  return itemNodes(reading, node).flatMap((item) => {
    const name = nameOfServer(reading, item, servers);
    if (name !== undefined) return [name];
    const shown = referredText(item.value);
    if (shown === undefined) reportWrongType(reading, item, 'string');
    else reportDefect(reading, 'contract/server-unknown', item, { name: shown });
    return [];
  });
}

function nameOfServer(reading: Reading, item: DocumentNode, servers: readonly ServerSite[]): string | undefined {
  if (typeof item.value === 'string') return servers.find(({ server }) => server.id === item.value)?.server.id;
  const target = resolveNode({ ...reading, defects: [] }, item);
  const places = [referredPlace(item), target === undefined ? undefined : placeOf(target)];
  return places
    .map((place) => servers.find((site) => place !== undefined && site.places.includes(place))?.server.id)
    .find((id) => id !== undefined);
}

function referredText(value: JsonValue | undefined): string | undefined {
  const text = isJsonObject(value) ? value['$ref'] : value;
  return typeof text === 'string' ? text : undefined;
}
