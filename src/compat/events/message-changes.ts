import { isJsonMediaType, parseMediaType } from '../../base/media-type.js';
import type { Place } from '../../base/place.js';
import type { Message } from '../../contract/channel.js';
import type { Contract } from '../../contract/contract.js';
import type { Schema } from '../../schema/schema.js';
import type { Change } from '../change.js';
import { openSchema } from '../schemas/schema-site.js';
import { bindingChanges } from './binding-changes.js';
import type { EventSite } from './event-site.js';
import { changeAtChannel, directionOfAction } from './event-site.js';
import type { MessagePair } from './match-messages.js';
import { matchMessages } from './match-messages.js';
import { partChanges } from './part-changes.js';
import { payloadChanges } from './payload-changes.js';

/**
 * What became of the messages that may flow on a channel one way.
 *
 * @param site - the channel, and who writes
 * @param messages - in both versions
 */
export function messageChanges(
  site: EventSite,
  messages: readonly [older: readonly Message[], newer: readonly Message[]],
): readonly Change[] {
  const { pairs, removed, added } = matchMessages(...messages);
  return [
    ...removed.map((message) => removedMessage(site, message)),
    ...added.map((message) => addedMessage(site, message)),
    ...pairs.flatMap((pair) => pairChanges(site, pair)),
  ];
}

function placeOf({ file, pointer }: Message): Place {
  return { file, pointer };
}

function removedMessage(site: EventSite, message: Message): Change {
  return changeAtChannel(site, {
    code: 'compat/message-removed',
    direction: directionOfAction(site.action),
    effect: 'removed',
    location: ['message', message.id],
    older: placeOf(message),
    args: { action: site.action === 'both' ? 'send' : site.action },
    message: message.id,
  });
}

/** What a receiver was never told of it cannot read, though many pass over what they do not know. */
function addedMessage(site: EventSite, message: Message): Change {
  const isSent = site.action !== 'receive';
  return changeAtChannel(site, {
    code: 'compat/message-added',
    direction: directionOfAction(site.action),
    effect: isSent ? 'widened' : 'added',
    guards: isSent && site.comparing.mode === 'robust' ? ['robust-reader'] : [],
    location: ['message', message.id],
    newer: placeOf(message),
    args: { action: site.action === 'both' ? 'send' : site.action },
    message: message.id,
  });
}

function pairChanges(site: EventSite, pair: MessagePair): readonly Change[] {
  const { older, newer } = pair;
  const places = { older: placeOf(older), newer: placeOf(newer) };
  return [
    ...contentTypeChanges(site, pair),
    ...correlationChanges(site, pair),
    ...(older.deprecated === newer.deprecated
      ? []
      : [
          changeAtChannel(site, {
            code: newer.deprecated ? 'compat/deprecated' : 'compat/undeprecated',
            direction: 'both',
            effect: 'lifecycle',
            location: ['message', newer.id],
            ...places,
            args: {},
            message: newer.id,
          }),
        ]),
    ...bindingChanges(site, ['message', newer.id], { ...places, bindings: [older.bindings, newer.bindings] }),
    ...payloadChanges(site, pair),
    ...schemaPart(site, pair, 'headers'),
    ...schemaPart(site, pair, 'key'),
  ];
}

function schemaPart(site: EventSite, pair: MessagePair, part: 'headers' | 'key'): readonly Change[] {
  const [before, after] = [pair.older[part], pair.newer[part]];
  if (before === undefined && after === undefined) return [];
  const or = (schema: Schema | undefined, contract: Contract, message: Message): Schema => schema ?? openSchema(contract, placeOf(message));
  const versions = { older: or(before, site.comparing.older, pair.older), newer: or(after, site.comparing.newer, pair.newer) };
  return partChanges(site, { pair, part, versions });
}

function contentTypeChanges(site: EventSite, { older, newer }: MessagePair): readonly Change[] {
  const [before, after] = [older.contentType, newer.contentType].map((text) => parseMediaType(text));
  if (older.contentType === newer.contentType || (before !== undefined && before.essence === after?.essence)) return [];
  // The bytes are of one kind: only who looks at the name notices.
  const isAlike = before !== undefined && after !== undefined && isJsonMediaType(before) && isJsonMediaType(after);
  return [
    changeAtChannel(site, {
      code: 'compat/content-type-changed',
      direction: directionOfAction(site.action),
      effect: 'changed',
      guards: isAlike ? ['annotation'] : [],
      location: ['message', newer.id, 'content-type'],
      older: placeOf(older),
      newer: placeOf(newer),
      args: { before: older.contentType, after: newer.contentType },
      message: newer.id,
    }),
  ];
}

function correlationChanges(site: EventSite, { older, newer }: MessagePair): readonly Change[] {
  const [before, after] = [older, newer].map(({ correlationId }) => correlationId && `${correlationId.of}#${correlationId.pointer}`);
  if (before === after) return [];
  return [
    changeAtChannel(site, {
      code: 'compat/correlation-changed',
      direction: directionOfAction(site.action),
      effect: before === undefined ? 'added' : 'changed',
      location: ['message', newer.id, 'correlation-id'],
      older: placeOf(older),
      newer: placeOf(newer),
      args: { before, after },
      message: newer.id,
    }),
  ];
}
