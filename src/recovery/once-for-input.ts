import type { OracleInput } from './oracle.js';

/**
 * The same function, worked out once for each input: what several oracles ask of a run is the same for all of them.
 *
 * @param of - depends on its argument alone
 */
export function onceForInput<T>(of: (input: OracleInput) => T): (input: OracleInput) => T {
  const known = new WeakMap<OracleInput, { readonly value: T }>();
  return (input) => {
    const found = known.get(input);
    if (found !== undefined) return found.value;
    const value = of(input);
    known.set(input, { value });
    return value;
  };
}
