import type { Operation, OperationEntry } from '../../src/contract/contract.js';

/**
 * An entry of an outline without a document behind it: enough to route by.
 *
 * @param method - upper case
 * @param path - a template
 */
export function entry(method: string, path: string): OperationEntry {
  const read = (): Operation => {
    throw new Error('a router reads no operation');
  };
  return { id: `${method} ${path}`, method, path, pointer: '', tags: [], read };
}
