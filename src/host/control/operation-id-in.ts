import type { NamesNearby } from '../../base/did-you-mean.js';
import { namesNearby } from '../../base/did-you-mean.js';
import type { ControlledSystem } from './controlled-system.js';

/**
 * The id of the operation that a test names.
 *
 * @param system - whose contract has it
 * @param name - an id, or `POST /payments`
 * @returns `undefined` when the contract has none
 */
export function operationIdIn({ contract }: ControlledSystem, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  return contract?.operations.find(({ id, method, path }) => id === name || `${method} ${path}` === name)?.id;
}

/**
 * Why a name is that of no operation: a clause without a subject, and what helps.
 *
 * @param systems - that were meant
 */
export function unknownOperation(systems: readonly ControlledSystem[], name: string): { readonly problem: string } & NamesNearby {
  const ids = systems.flatMap(({ contract }) => contract?.operations.map(({ id }) => id) ?? []);
  return { problem: `names no operation of the contract: "${name}"`, ...namesNearby(name, ids) };
}
