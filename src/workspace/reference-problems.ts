import { didYouMean } from '../base/did-you-mean.js';
import { appendToken } from '../base/json-pointer.js';
import type { Contract } from '../contract/contract.js';
import type { Pair, Workspace } from './workspace.js';
import type { WorkspaceProblem } from './workspace-problem.js';
import { errorFromProblems } from './workspace-problem.js';

/**
 * The names in pairs that lead to no system, providers that offer nothing, and pairs that stand twice.
 *
 * @param workspace - of the right shape
 */
export function referenceProblems(workspace: Workspace): readonly WorkspaceProblem[] {
  const seen = new Set<string>();
  return workspace.integrations.flatMap((pair) => {
    const key = `${pair.consumer}\u0000${pair.provider}`;
    const twice = seen.has(key)
      ? [{ pointer: pair.pointer, problem: `the pair ${pair.consumer} → ${pair.provider} stands here twice` }]
      : [];
    seen.add(key);
    return [...twice, ...systemProblems(workspace, pair), ...contractProblem(workspace, pair)];
  });
}

/**
 * Refuses a workspace whose pairs speak of operations that the provider's contract does not have.
 *
 * @param workspace - as read
 * @param contracts - those that were read, by the name of their system; pairs of others are not looked at
 * @throws InputError `E_WORKSPACE_INVALID` at the first unknown id
 */
export async function assertKnownOperations(workspace: Workspace, contracts: ReadonlyMap<string, Contract>): Promise<void> {
  const problems = workspace.integrations.flatMap((pair) => operationProblems(pair, contracts));
  if (problems.length > 0) throw await errorFromProblems(workspace.file, workspace.text, problems);
}

function systemProblems(workspace: Workspace, pair: Pair): readonly WorkspaceProblem[] {
  const { auth } = pair;
  const named: [pointer: string, name: string][] = [
    [`${pair.pointer}/consumer`, pair.consumer],
    [`${pair.pointer}/provider`, pair.provider],
  ];
  if (auth?.kind === 'login' && auth.system !== undefined) named.push([`${pair.pointer}/auth/system`, auth.system]);
  return named
    .filter(([, name]) => !workspace.systems.has(name))
    .map(([pointer, name]) => ({ pointer, problem: `unknown system "${name}"`, suggestion: didYouMean(name, workspace.systems.keys()) }));
}

function contractProblem(workspace: Workspace, pair: Pair): readonly WorkspaceProblem[] {
  const provider = workspace.systems.get(pair.provider);
  if (provider === undefined || provider.openapi !== undefined || provider.asyncapi !== undefined) return [];
  return [
    {
      pointer: `${pair.pointer}/provider`,
      problem: `the system "${pair.provider}" offers nothing: give it an openapi or asyncapi document`,
    },
  ];
}

function operationProblems(pair: Pair, contracts: ReadonlyMap<string, Contract>): readonly WorkspaceProblem[] {
  return namedOperations(pair).flatMap(({ pointer, system, operation }) => {
    const contract = contracts.get(system);
    if (contract === undefined) return [];
    const known = contract.operations.map((entry) => entry.id);
    if (known.includes(operation)) return [];
    return [{ pointer, problem: `${system} has no operation "${operation}"`, suggestion: didYouMean(operation, known) }];
  });
}

interface NamedOperation {
  readonly pointer: string;
  readonly system: string;
  readonly operation: string;
}

function namedOperations({ pointer, provider, uses, fixtures, auth }: Pair): readonly NamedOperation[] {
  const named: NamedOperation[] = (uses ?? []).map((operation, index) => ({
    pointer: `${pointer}/uses/${index}`,
    system: provider,
    operation,
  }));
  for (const [operation, { capture }] of fixtures) {
    const place = appendToken(`${pointer}/fixtures`, operation);
    named.push({ pointer: place, system: provider, operation });
    for (const [name, captured] of Object.entries(capture)) {
      named.push({ pointer: appendToken(`${place}/capture`, name), system: provider, operation: captured.operation });
    }
  }
  if (auth?.kind === 'login')
    named.push({ pointer: `${pointer}/auth/operation`, system: auth.system ?? provider, operation: auth.operation });
  return named;
}
