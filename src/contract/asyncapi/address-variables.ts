import type { Channel } from '../channel.js';

/** A piece of an address: a text as it stands, or a variable. */
export type AddressPart = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'variable'; readonly name: string };

/**
 * The pieces of an address in order; texts and variables take turns only where the address has both.
 *
 * @param address - `orders/{orderId}`; a brace without its partner is a text
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#channelAddressExpressions
 */
export function addressParts(address: NonNullable<Channel['address']>): readonly AddressPart[] {
  const parts: AddressPart[] = [];
  let end = 0;
  for (const match of address.matchAll(/\{([^{}]+)\}/g)) {
    if (match.index > end) parts.push({ kind: 'text', text: address.slice(end, match.index) });
    parts.push({ kind: 'variable', name: match[1] ?? '' });
    end = match.index + match[0].length;
  }
  if (end < address.length) parts.push({ kind: 'text', text: address.slice(end) });
  return parts;
}

/**
 * The variables of an address, each once, in order.
 *
 * @param address - `undefined` has none
 */
export function addressVariables(address: Channel['address']): readonly string[] {
  if (address === undefined) return [];
  return [...new Set(addressParts(address).flatMap((part) => (part.kind === 'variable' ? [part.name] : [])))];
}
