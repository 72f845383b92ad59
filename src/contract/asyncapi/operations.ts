import { tokensFromPointer } from '../../base/json-pointer.js';
import type { EventOperation, EventReply, Message } from '../channel.js';
import type { DocumentNode, Reading } from '../openapi/reading.js';
import { childNode, itemNodes, memberNodes, objectOf, reportDefect, textOf } from '../openapi/reading.js';
import { resolveNode } from '../openapi/reference.js';
import { bindingNodesOf, bindingValues } from './bindings.js';
import type { ChannelReading, ChannelSite } from './channels.js';
import { channelAt } from './channels.js';
import { locationOf } from './location.js';
import { placeOf, referredPlace } from './place.js';
import type { SchemeShelf } from './security.js';
import { requirementsOf } from './security.js';
import type { Layers } from './traits.js';
import { layersOf, mergedMember } from './traits.js';

/** What operations are read with. */
export interface OperationReading extends ChannelReading {
  readonly schemes: SchemeShelf;
  /** Those of the document; one that an operation brings with it is added. */
  readonly channels: ChannelSite[];
  /** The same by every place that a reference may name: documents have thousands. */
  readonly channelsByPlace: Map<string, ChannelSite>;
}

/**
 * The channels by the places that references to them may name; of two at one place the first is meant.
 *
 * @param channels - of the document
 */
export function byPlace(channels: readonly ChannelSite[]): Map<string, ChannelSite> {
  return new Map(channels.toReversed().flatMap((site) => site.places.map((place) => [place, site] as const)));
}

/**
 * The operations of a document of 3.x, in document order; one without a channel is left out with a defect.
 *
 * @param context - takes the defects
 * @param root - the document
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#operationsObject
 */
export function operationsOf(context: OperationReading, root: DocumentNode): readonly EventOperation[] {
  return memberNodes(context.reading, childNode(root, 'operations')).flatMap(([id, member]) => {
    if (id.startsWith('x-')) return [];
    const own = { ...context, reading: { ...context.reading, operation: id } };
    const target = resolveNode(own.reading, member);
    return target === undefined || objectOf(own.reading, target) === undefined ? [] : operationAt(own, id, target);
  });
}

/**
 * The operations that stand in the channels of 2.x, with ids that tell them apart.
 *
 * @param context - takes the defects
 * @see https://www.asyncapi.com/docs/reference/specification/v2.6.0#operationObject
 */
export function operationsOfChannels(context: OperationReading): readonly EventOperation[] {
  const ids = new Set<string>();
  return context.channels.flatMap((site) =>
    site.operations.map(({ action, node, messages }) => {
      const layers = layersOf(context.reading, node);
      const id = distinctId(context.reading, { layers, otherwise: `${action} ${site.channel.id}`, ids });
      const own = { ...context, reading: { ...context.reading, operation: id } };
      const all = messages.map(({ message }) => message);
      return {
        id,
        action,
        channel: site.channel,
        messages: all,
        reply: undefined,
        ...restOf(own, layers, site),
        file: node.uri,
        pointer: node.pointer,
      };
    }),
  );
}

function operationAt(context: OperationReading, id: string, node: DocumentNode): readonly EventOperation[] {
  const { reading } = context;
  const layers = layersOf(reading, node);
  const action = actionOf(reading, node);
  const site = channelOf(context, childNode(node, 'channel'), node);
  if (site === undefined) return [];
  return [
    {
      id,
      action,
      channel: site.channel,
      messages: messagesOf(reading, childNode(node, 'messages'), site),
      reply: replyOf(context, childNode(node, 'reply')),
      ...restOf(context, layers, site),
      file: node.uri,
      pointer: node.pointer,
    },
  ];
}

function actionOf(reading: Reading, node: DocumentNode): EventOperation['action'] {
  const action = childNode(node, 'action');
  if (action.value !== 'send' && action.value !== 'receive') {
    reportDefect(reading, 'contract/action-invalid', action.value === undefined ? node : action, { action: shownText(action) });
  }
  return action.value === 'receive' ? 'receive' : 'send';
}

function shownText({ value }: DocumentNode): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value).slice(0, MAX_SHOWN_LENGTH);
}

const MAX_SHOWN_LENGTH = 60;

function restOf(context: OperationReading, layers: Layers, { channel }: ChannelSite): Pick<EventOperation, 'security' | 'bindings'> {
  const { reading, schemes, servers } = context;
  const own = mergedMember(reading, layers, 'security');
  const used = servers.filter(({ server }) => channel.servers.length === 0 || channel.servers.includes(server.id));
  // The defects of a server's list are told once, not by each operation.
  const quiet = { ...reading, defects: [] };
  const security =
    own.value === undefined
      ? used.flatMap(({ node }) => requirementsOf(quiet, childNode(node, 'security'), schemes))
      : requirementsOf(reading, own, schemes);
  return { security, bindings: bindingValues(bindingNodesOf(reading, mergedMember(reading, layers, 'bindings'))) };
}

/** By the place the reference names, else by the channel that stands there; a channel of nobody's list is read where it is. */
function channelOf(context: OperationReading, node: DocumentNode, owner: DocumentNode): ChannelSite | undefined {
  const { reading, channels, channelsByPlace } = context;
  if (node.value === undefined) {
    reportDefect(reading, 'contract/channel-missing', owner);
    return undefined;
  }
  const first = referredPlace(node);
  const listed = channelsByPlace.get(first ?? '');
  if (listed !== undefined) return listed;
  const target = resolveNode(reading, node);
  if (target === undefined || objectOf(reading, target) === undefined) return undefined;
  const standing = channelsByPlace.get(placeOf(target));
  if (standing !== undefined) return standing;
  const name = tokensFromPointer(target.pointer).at(-1) ?? target.uri;
  reportDefect(reading, 'contract/channel-unlisted', node, { name });
  const added = channelAt(context, name, { member: node, target });
  channels.push(added);
  for (const place of added.places) channelsByPlace.set(place, added);
  return added;
}

/** Without a list all messages of the channel are meant. */
function messagesOf(reading: Reading, node: DocumentNode, site: ChannelSite): readonly Message[] {
  if (node.value === undefined) return site.channel.messages;
  const messages = itemNodes(reading, node).flatMap((item) => {
    const target = resolveNode(reading, item);
    if (target === undefined) return [];
    const places = [referredPlace(item), placeOf(target)];
    const found = places.map((place) => site.messages.find((each) => place !== undefined && each.places.includes(place))).find(Boolean);
    if (found === undefined) reportDefect(reading, 'contract/message-unlisted', item, { channel: site.channel.id });
    return found === undefined ? [] : [found.message];
  });
  return [...new Set(messages)];
}

/** @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#operationReplyObject */
function replyOf(context: OperationReading, node: DocumentNode): EventReply | undefined {
  const { reading } = context;
  const target = resolveNode(reading, node);
  if (target === undefined || objectOf(reading, target) === undefined) return undefined;
  const channel = childNode(target, 'channel');
  const site = channel.value === undefined ? undefined : channelOf(context, channel, target);
  return {
    channel: site?.channel,
    address: locationOf(reading, childNode(target, 'address')),
    messages: site === undefined ? [] : messagesOf(reading, childNode(target, 'messages'), site),
  };
}

function distinctId(
  reading: Reading,
  { layers, otherwise, ids }: { readonly layers: Layers; readonly otherwise: string; readonly ids: Set<string> },
): string {
  const own = mergedMember(reading, layers, 'operationId');
  const wanted = textOf(reading, own);
  if (wanted !== undefined && ids.has(wanted)) reportDefect(reading, 'contract/operation-id-duplicate', own, { operationId: wanted });
  const id = wanted === undefined || wanted === '' || ids.has(wanted) ? otherwise : wanted;
  let free = id;
  for (let count = 2; ids.has(free); count += 1) free = `${id} (${count})`;
  ids.add(free);
  return free;
}
