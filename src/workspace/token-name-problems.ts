import { namesNearby } from '../base/did-you-mean.js';
import type { Contract } from '../contract/contract.js';
import type { System } from './workspace.js';
import type { WorkspaceProblem } from './workspace-problem.js';

/**
 * The operations that a system's `mock.tokens` name and its contract does not have, or has behind a path that varies.
 *
 * @param system - as read
 * @param contract - of its operations; `undefined` when it has none
 */
export function tokenNameProblems({ pointer, mockTokens }: System, contract: Contract | undefined): readonly WorkspaceProblem[] {
  if (mockTokens === undefined || mockTokens === false) return [];
  const named: readonly (readonly [string, string])[] = [
    ...Object.entries(mockTokens.endpoints).map(([name, id]) => [`endpoints/${name}`, id ?? ''] as const),
    ...mockTokens.operations.map((id, index) => [`operations/${index}`, id] as const),
    ...mockTokens.logout.map((id, index) => [`logout/${index}`, id] as const),
  ];
  const operations = contract?.operations ?? [];
  return named.flatMap(([place, id]) => {
    const at = `${pointer}/mock/tokens/${place}`;
    const found = operations.find((operation) => operation.id === id);
    if (found === undefined) {
      const ids = operations.map((operation) => operation.id);
      return [{ pointer: at, problem: `the contract has no operation "${id}"`, ...namesNearby(id, ids) }];
    }
    // Who logs out is answered by the contract, so its path may vary.
    return found.path.includes('{') && !place.startsWith('logout')
      ? [{ pointer: at, problem: `the path of the operation "${id}" has variables, so it is no endpoint` }]
      : [];
  });
}
