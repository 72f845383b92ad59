import type { OperationUsage, Usage } from './usage.js';

/**
 * What a consumer was seen to do with an operation; `undefined` when it was never seen to call it. Names of path parameters are no part of
 * what a path is.
 *
 * @param usage - of one consumer
 * @param operation - of any version of the contract
 */
export function usageOfOperation(usage: Usage, operation: { readonly method: string; readonly path: string }): OperationUsage | undefined {
  const path = namelessPath(operation.path);
  return usage.operations.find((each) => each.method === operation.method && namelessPath(each.path) === path);
}

/**
 * The names of a template's parameters, in order.
 *
 * @param path - `/orders/{id}/items/{item}`
 */
export function pathNames(path: string): readonly string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
}

function namelessPath(path: string): string {
  return path.replaceAll(/\{[^{}]*\}/g, '{}');
}
