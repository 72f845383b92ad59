import type { Exchange } from '../journal/exchange.js';
import { systemOfMember } from '../journal/member-name.js';
import { exchangesOfLink } from './link.js';
import type { OracleInput } from './oracle.js';

/** Something the provider did, with the exchange that made it do so. */
export interface Effect {
  readonly id: string;
  readonly exchange: Exchange;
}

/**
 * What the provider did over the link, each effect once, in the order of the exchanges that caused them; answers that only repeat one
 * are left out.
 *
 * @param input - of an oracle
 */
export function effectsOfLink({ journal, consumer, provider }: OracleInput): readonly Effect[] {
  const effects = new Map<string, Effect>();
  for (const exchange of exchangesOfLink(journal, { consumer, provider })) {
    if (exchange.effect === undefined) continue;
    // Effects are counted for each link by itself: those of two consumers may have one id.
    const key = `${systemOfMember(exchange.consumer ?? '')}\u0000${exchange.effect}`;
    if (!effects.has(key)) effects.set(key, { id: exchange.effect, exchange });
  }
  return [...effects.values()];
}
