import { didYouMean } from '../../base/did-you-mean.js';
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
 * Why a name is that of no operation: a clause without a subject.
 *
 * @param systems - that were meant
 */
export function unknownOperation(systems: readonly ControlledSystem[], name: string): string {
  const names = systems.flatMap(({ contract }) => contract?.operations.map(({ id }) => id) ?? []);
  const nearest = didYouMean(name, names);
  return `names no operation of the contract: "${name}"${nearest === undefined ? '' : `; did you mean "${nearest}"?`}`;
}
