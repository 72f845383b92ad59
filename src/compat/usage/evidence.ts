import type { AffectedConsumer } from '../../finding/finding.js';

/** What one consumer does with what changed. */
export interface Evidence {
  readonly verdict: AffectedConsumer['verdict'];
  /** A clause without its subject: `reads order.total in 12 interactions`. */
  readonly text: string;
  /** Left out: that of the operation. */
  readonly interactionCount?: number;
  readonly lastSeenOn?: string | undefined;
}

/**
 * The verdict of several parts: one that breaks is enough, and all have to be safe.
 *
 * @param parts - at least one, else nothing is known
 */
export function worstOf(parts: readonly Evidence[]): Evidence {
  const worst = parts.find(({ verdict }) => verdict === 'breaks') ?? parts.find(({ verdict }) => verdict === 'unknown') ?? parts[0];
  return worst ?? { verdict: 'unknown', text: 'nothing is known of what it does with it' };
}

/**
 * A count in words.
 *
 * @param count - of exchanges or messages
 */
export function interactions(count: number): string {
  return `${count} interaction${count === 1 ? '' : 's'}`;
}

/**
 * A place in a value as a reader says it: `items[].price`; `the whole` for the value itself.
 *
 * @param tokens - `*` for any item
 */
export function placeText(tokens: readonly string[]): string {
  if (tokens.length === 0) return 'the whole';
  return tokens.reduce((text, token) => (token === '*' ? `${text}[]` : text === '' ? token : `${text}.${token}`), '');
}

/**
 * Whether one of two places in a value holds the other one, or both are the same.
 *
 * @param left - `*` fits any name
 * @param right - of the same value
 */
export function areRelated(left: readonly string[], right: readonly string[]): boolean {
  return isWithin(left, right) || isWithin(right, left);
}

/**
 * Whether a place is another one, or is in it.
 *
 * @param inner - `*` fits any name
 * @param outer - of the same value
 */
export function isWithin(inner: readonly string[], outer: readonly string[]): boolean {
  if (inner.length < outer.length) return false;
  return outer.every((token, index) => token === inner[index] || token === '*' || inner[index] === '*');
}
