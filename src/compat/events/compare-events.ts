import type { Channel, EventOperation, Message } from '../../contract/channel.js';
import type { Contract } from '../../contract/contract.js';
import { isPastSunset } from '../calls/lifecycle-changes.js';
import { schemeChanges } from '../calls/scheme-changes.js';
import type { Change } from '../change.js';
import type { Comparing } from '../comparing.js';
import { bindingChanges } from './binding-changes.js';
import { brokerChanges } from './broker-changes.js';
import type { EventSite } from './event-site.js';
import { changeAtChannel, directionOfAction, replyAction } from './event-site.js';
import { eventSecurityChanges } from './event-security-changes.js';
import type { ChannelPair } from './match-channels.js';
import { matchChannels } from './match-channels.js';
import { messageChanges } from './message-changes.js';

/**
 * All that became of the events of a contract: channels by their addresses, what the provider does with each, and what flows there.
 *
 * @param comparing - two contracts of AsyncAPI, or two folders of schemas
 * @returns in the order of the newer contract
 */
export function compareEvents(comparing: Comparing): readonly Change[] {
  const { older, newer } = comparing;
  const { pairs, removed, added } = matchChannels(older.channels, newer.channels);
  return [
    ...brokerChanges(comparing),
    ...schemeChanges(comparing, []),
    ...removed.map((channel) => removedChannel(comparing, channel)),
    ...added.map((channel) => addedChannel(channel)),
    ...pairs.flatMap((pair) => channelChanges(comparing, pair)),
  ];
}

function removedChannel(comparing: Comparing, channel: Channel): Change {
  const place = { file: channel.file, pointer: channel.pointer };
  return {
    code: 'compat/channel-removed',
    // Who subscribes to it waits for ever, who sends to it is heard by nobody.
    direction: 'both',
    effect: 'removed',
    guards: isPastSunset(comparing, comparing.older, place) ? ['sunset'] : [],
    operation: operationIdOf(comparing.older, channel),
    location: ['channel', channel.address ?? channel.id],
    older: place,
    newer: undefined,
    cause: `channel-removed ${channel.id}`,
    args: { channel: channel.id },
    impact: { older: undefined, newer: undefined, side: 'message', channel: channel.id },
  };
}

function addedChannel(channel: Channel): Change {
  return {
    code: 'compat/channel-added',
    direction: 'both',
    effect: 'added',
    guards: [],
    operation: undefined,
    location: ['channel', channel.address ?? channel.id],
    older: undefined,
    newer: { file: channel.file, pointer: channel.pointer },
    cause: `channel-added ${channel.id}`,
    args: { channel: channel.id },
    impact: { older: undefined, newer: undefined, side: 'message', channel: channel.id },
  };
}

function operationIdOf(contract: Contract, channel: Channel): string {
  return contract.eventOperations.find((operation) => operation.channel.id === channel.id)?.id ?? channel.id;
}

function channelChanges(comparing: Comparing, pair: ChannelPair): readonly Change[] {
  const own: EventSite = { comparing, ...pair, id: operationIdOf(comparing.newer, pair.newer), action: 'both', prefix: [] };
  const places = {
    older: { file: pair.older.file, pointer: pair.older.pointer },
    newer: { file: pair.newer.file, pointer: pair.newer.pointer },
  };
  const moved =
    addressOf(pair.older) === addressOf(pair.newer) || comparing.newer.specification === 'json-schema'
      ? []
      : [
          changeAtChannel(own, {
            code: 'compat/address-changed',
            direction: 'both',
            effect: 'changed',
            location: ['channel', 'address'],
            ...places,
            args: { before: pair.older.address, after: pair.newer.address },
          }),
        ];
  const actions = (['send', 'receive'] as const).flatMap((action) => actionChanges(comparing, pair, action));
  const isUnspoken = [pair.older, pair.newer].every(
    (channel, index) => operationsOf([comparing.older, comparing.newer][index], channel).length === 0,
  );
  const plain = isUnspoken ? messageChanges(own, [pair.older.messages, pair.newer.messages]) : [];
  return [
    ...moved,
    ...bindingChanges(own, ['channel'], { ...places, bindings: [pair.older.bindings, pair.newer.bindings] }),
    ...actions,
    ...plain,
  ];
}

/** What its parameters are called does not matter. */
function addressOf({ address }: Channel): string | undefined {
  return address?.replaceAll(/\{[^{}]*\}/g, '{}');
}

function operationsOf(contract: Contract | undefined, channel: Channel): readonly EventOperation[] {
  return contract?.eventOperations.filter((operation) => operation.channel.id === channel.id) ?? [];
}

function actionChanges(comparing: Comparing, pair: ChannelPair, action: EventOperation['action']): readonly Change[] {
  const older = operationsOf(comparing.older, pair.older).filter((operation) => operation.action === action);
  const newer = operationsOf(comparing.newer, pair.newer).filter((operation) => operation.action === action);
  const [before, after] = [older[0], newer[0]];
  if (before === undefined && after === undefined) return [];
  const site: EventSite = { comparing, ...pair, id: after?.id ?? before?.id ?? pair.newer.id, action, prefix: [] };
  if (before === undefined || after === undefined) return presenceChanges(site, before, after);
  const places = { older: { file: before.file, pointer: before.pointer }, newer: { file: after.file, pointer: after.pointer } };
  return [
    ...eventSecurityChanges(site, before, after),
    ...bindingChanges(site, ['operation'], { ...places, bindings: [before.bindings, after.bindings] }),
    ...messageChanges(site, [messagesOf(older), messagesOf(newer)]),
    ...replyChanges(site, before, after),
  ];
}

function messagesOf(operations: readonly EventOperation[]): readonly Message[] {
  return [...new Set(operations.flatMap(({ messages }) => messages))];
}

/** An operation that goes the other way now is gone one way and new the other: it is one change, told where it was. */
function presenceChanges(site: EventSite, before: EventOperation | undefined, after: EventOperation | undefined): readonly Change[] {
  const { comparing, older, newer } = site;
  const turned = turnedOperation(operationsOf(comparing.older, older), operationsOf(comparing.newer, newer));
  if (turned === undefined) return [presenceChange(site, before, after)];
  return before === undefined ? [] : [turnedChange(site, turned)];
}

interface TurnedOperation {
  readonly before: EventOperation;
  readonly after: EventOperation;
}

/** Where the provider does one thing with a channel, and now only the other one, by an operation of the same id. */
function turnedOperation(older: readonly EventOperation[], newer: readonly EventOperation[]): TurnedOperation | undefined {
  const [before, after] = [older[0], newer[0]];
  const actions = [older, newer].map((operations) => new Set(operations.map(({ action }) => action)).size);
  const isTurned = before !== undefined && after !== undefined && before.id === after.id && before.action !== after.action;
  return isTurned && actions.every((count) => count === 1) ? { before, after } : undefined;
}

function turnedChange(site: EventSite, { before, after }: TurnedOperation): Change {
  return changeAtChannel(site, {
    code: 'compat/operation-turned',
    direction: 'both',
    effect: 'changed',
    location: ['operation', 'action'],
    older: { file: before.file, pointer: before.pointer },
    newer: { file: after.file, pointer: after.pointer },
    args: { kind: 'event', name: after.id, before: before.action, after: after.action },
  });
}

function presenceChange(site: EventSite, before: EventOperation | undefined, after: EventOperation | undefined): Change {
  const told = after ?? before;
  return changeAtChannel(site, {
    code: before === undefined ? 'compat/operation-added' : 'compat/operation-removed',
    // That nothing is sent any longer is waited for in vain as surely as what is sent in vain is lost.
    direction: 'both',
    effect: before === undefined ? 'added' : 'removed',
    location: ['operation', site.action],
    older: before && { file: before.file, pointer: before.pointer },
    newer: after && { file: after.file, pointer: after.pointer },
    args: { kind: 'event', name: told?.id },
  });
}

/** Who asks reads the reply. */
function replyChanges(site: EventSite, before: EventOperation, after: EventOperation): readonly Change[] {
  const [older, newer] = [before.reply, after.reply];
  if (older === undefined && newer === undefined) return [];
  const places = { older: { file: before.file, pointer: before.pointer }, newer: { file: after.file, pointer: after.pointer } };
  if (older === undefined || newer === undefined) {
    const isAdded = older === undefined;
    return [
      changeAtChannel(site, {
        code: isAdded ? 'compat/reply-added' : 'compat/reply-removed',
        direction: 'both',
        effect: isAdded ? 'added' : 'removed',
        location: ['reply'],
        ...places,
        args: {},
      }),
    ];
  }
  const action = replyAction(before.action);
  const flipped: EventSite = { ...site, action, older: older.channel ?? site.older, newer: newer.channel ?? site.newer, prefix: ['reply'] };
  const addresses = [older.address, newer.address].map((address) => address && `${address.of}#${address.pointer}`);
  const moved =
    addresses[0] === addresses[1]
      ? []
      : [
          changeAtChannel(flipped, {
            code: 'compat/address-changed',
            direction: directionOfAction(before.action),
            effect: 'changed',
            location: ['address'],
            ...places,
            args: { before: addresses[0], after: addresses[1] },
          }),
        ];
  return [...moved, ...messageChanges(flipped, [older.messages, newer.messages])];
}
