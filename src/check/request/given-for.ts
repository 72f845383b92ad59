import type { Parameter } from '../../contract/contract.js';

/**
 * What a pair holds for a parameter, by `in:name` or else by its name alone; `undefined` when it holds nothing.
 *
 * @param held - values or captures, as the workspace names them
 * @param parameter - of an operation
 */
export function givenFor<Held>(held: Readonly<Record<string, Held>> | undefined, { name, in: location }: Parameter): Held | undefined {
  if (held === undefined) return undefined;
  const key = `${location}:${name}`;
  if (Object.hasOwn(held, key)) return held[key];
  return Object.hasOwn(held, name) ? held[name] : undefined;
}
