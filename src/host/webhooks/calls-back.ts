import type { ServedSystem } from '../served-system.js';

/**
 * Whether a system may call anybody because it was called. The text of a document says so soon enough; the rest is worked out when it is called.
 *
 * @param system - with a contract of calls
 */
export function callsBack({ contract, webhooks = [] }: Pick<ServedSystem, 'contract' | 'webhooks'>): boolean {
  return webhooks.length > 0 || [...contract.texts.values()].some((text) => /callbacks|webhooks/.test(text));
}
