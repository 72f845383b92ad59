import type { Channel, EventOperation } from '../../contract/channel.js';
import type { Change, Writer } from '../change.js';
import type { Comparing } from '../comparing.js';

/** What the provider does with a channel, in both versions. */
export interface EventSite {
  readonly comparing: Comparing;
  /** Of the operation that findings are about; the channel's id where there is none. */
  readonly id: string;
  /** Of the provider: what it sends it writes. `both` where nobody says. */
  readonly action: EventOperation['action'] | 'both';
  readonly older: Channel;
  readonly newer: Channel;
  /** Before every location: `['reply']`. */
  readonly prefix: readonly string[];
}

/** What a change of events is made of. */
export type EventChange = Pick<Change, 'code' | 'direction' | 'effect' | 'args'> &
  Partial<Pick<Change, 'guards' | 'older' | 'newer' | 'witness'>> & {
    readonly location: readonly string[];
    readonly message?: string | undefined;
  };

/**
 * A change at a channel.
 *
 * @param site - the channel and what is done with it
 * @param fields - what changed
 */
export function changeAtChannel(site: EventSite, fields: EventChange): Change {
  const { code, direction, effect, guards = [], location, older, newer, message } = fields;
  return {
    code,
    direction,
    effect,
    guards,
    operation: site.id,
    location: [...site.prefix, ...location],
    older,
    newer,
    cause: `${code} ${effect} ${location.join('/')} ${older?.file}#${older?.pointer} ${newer?.file}#${newer?.pointer}`,
    args: { channel: site.newer.id, ...(message === undefined ? {} : { message }), ...fields.args },
    ...(fields.witness === undefined ? {} : { witness: fields.witness }),
    impact: { older: undefined, newer: undefined, side: 'message', channel: site.older.id, ...(message === undefined ? {} : { message }) },
  };
}

/**
 * Who writes what flows: the provider what it sends, its consumers what it receives.
 *
 * @param action - of the provider
 */
export function directionOfAction(action: EventSite['action']): Change['direction'] {
  if (action === 'both') return 'both';
  return action === 'send' ? 'provider-writes' : 'consumer-writes';
}

/**
 * Whose messages they are.
 *
 * @param action - of the provider
 */
export function senderOf(action: EventSite['action']): Writer | 'either' {
  if (action === 'both') return 'either';
  return action === 'send' ? 'provider' : 'consumer';
}

/**
 * The action of those who answer.
 *
 * @param action - of the provider, with the request
 */
export function replyAction(action: EventOperation['action']): EventOperation['action'] {
  return action === 'send' ? 'receive' : 'send';
}
