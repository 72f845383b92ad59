import type { CompatEffect } from '../finding/finding.js';
import type { ComparisonMode } from '../schema/inclusion/schema-comparison.js';
import type { Writer } from './change.js';

/** Whether a part of a message has to be there; `undefined` when its version does not know it. */
export interface Presence {
  readonly older: boolean | undefined;
  readonly newer: boolean | undefined;
}

/** What became of the set of messages, and what makes it weigh less. */
export interface Weight {
  readonly effect: CompatEffect;
  readonly guards: readonly string[];
}

/**
 * What it means that a part (a parameter, a header, a body) came, went, or is required or optional now; `undefined` when nothing changed.
 * Readers pass over parts they do not know, so only what they require can be missed.
 *
 * @param writer - who writes the part
 * @param presence - in the two versions
 * @param mode - a strict reader refuses what it does not know
 */
export function weightOfPresence(writer: Writer, { older, newer }: Presence, mode: ComparisonMode): Weight | undefined {
  if (older === newer) return undefined;
  if (older === undefined) {
    if (writer === 'consumer') return newer === true ? { effect: 'narrowed', guards: [] } : { effect: 'added', guards: [] };
    return mode === 'strict' ? { effect: 'widened', guards: [] } : { effect: 'added', guards: [] };
  }
  if (newer === undefined) {
    if (writer === 'consumer') return { effect: 'removed', guards: mode === 'robust' ? ['robust-reader'] : [] };
    return { effect: older ? 'widened' : 'removed', guards: [] };
  }
  return { effect: newer ? 'narrowed' : 'widened', guards: [] };
}
