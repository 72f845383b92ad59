import type { Writer } from '../change.js';
import type { EventSite } from './event-site.js';

/** One of the two ways in which a message of one version meets a reader of the other. */
export interface EventCheck {
  /** By role: `consumer` means that the older version writes, `provider` that the newer one does. */
  readonly writer: Writer;
  /** Whether it is not the way that follows from who writes: only what breaks is told of it. */
  readonly isReversed: boolean;
}

/**
 * The ways that are to hold: backward, the newer version reads what the older one wrote; forward, the older one reads what the newer one
 * writes. First the one that follows from who writes.
 *
 * @param site - of the channel
 */
export function checksOf({ action, comparing }: EventSite): readonly EventCheck[] {
  const natural: Writer = action === 'receive' ? 'consumer' : 'provider';
  const wanted = WRITERS[comparing.events];
  if (!wanted.includes(natural)) return wanted.map((writer) => ({ writer, isReversed: true }));
  const others = wanted.filter((writer) => writer !== natural);
  return [{ writer: natural, isReversed: false }, ...others.map((writer) => ({ writer, isReversed: true }))];
}

const WRITERS: Readonly<Record<EventSite['comparing']['events'], readonly Writer[]>> = {
  backward: ['consumer'],
  forward: ['provider'],
  full: ['provider', 'consumer'],
};
