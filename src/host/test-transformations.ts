import type { OwnedContract } from '../check/models/find-shared-models.js';
import type { TransformedModels } from '../check/transformations/find-transformed-models.js';
import { findTransformedModels } from '../check/transformations/find-transformed-models.js';
import type { TransformationResult } from '../check/transformations/test-transformation.js';
import { testTransformation } from '../check/transformations/test-transformation.js';
import type { Shard } from '../check/plan-lanes.js';
import type { TestingOptions } from '../check/testing-options.js';
import type { DeclaredTransformation } from '../workspace/transformations-from-json.js';
import type { Pair, Workspace } from '../workspace/workspace.js';
import { errorFromProblems } from '../workspace/workspace-problem.js';
import type { ContractShelf } from './contract-shelf.js';
import { loadTransformation } from './load-transformation.js';

interface TransformationRun {
  readonly workspace: Workspace;
  /** Those that are tested. */
  readonly pairs: readonly Pair[];
  readonly shelf: ContractShelf;
  readonly cwd: string;
  readonly options: TestingOptions;
  readonly shard: Shard | undefined;
  readonly signal: AbortSignal;
}

/**
 * Tests the transformations that the run is about: all of them when all pairs are tested, else those between two systems of a pair that is. A run
 * of single operations, or of phases that make no values, tests none; of a run in parts the first part does.
 *
 * @param run - what is tested, and how hard: the phase `coverage` tries the edges of the models, `fuzzing` draws from them
 * @throws InputError `E_WORKSPACE_INVALID` when a model is not where it is said to be, `E_TRANSFORMATION_INVALID` when a module cannot be used
 */
export async function testTransformations(run: TransformationRun): Promise<readonly TransformationResult[]> {
  const { workspace, shelf, cwd, options, signal } = run;
  const results: TransformationResult[] = [];
  for (const models of await transformedModels(workspace, shelf, chosen(run))) {
    if (signal.aborted) break;
    const functions = await loadTransformation(models.declared, cwd);
    const { seed, phases, caseCount } = options;
    const drawCount = phases.includes('fuzzing') ? caseCount : 0;
    const hasEdges = phases.includes('coverage');
    results.push(await testTransformation({ ...models, functions }, { seed, drawCount, hasEdges, file: workspace.file, signal }));
  }
  return results;
}

/**
 * Transformations with the schemas of their models.
 *
 * @param workspace - that declares them
 * @param shelf - reads the contracts of their systems
 * @param declared - which
 * @throws InputError `E_WORKSPACE_INVALID` when a model is not where it is said to be
 */
export async function transformedModels(
  workspace: Workspace,
  shelf: Pick<ContractShelf, 'contractOf' | 'eventContractOf'>,
  declared: readonly DeclaredTransformation[],
): Promise<readonly TransformedModels[]> {
  const contracts: OwnedContract[] = [];
  for (const name of new Set(declared.flatMap(({ a, b }) => [a.system, b.system]))) {
    const system = workspace.systems.get(name);
    if (system?.openapi !== undefined) contracts.push({ system: name, contract: await shelf.contractOf(system) });
    if (system?.asyncapi !== undefined) contracts.push({ system: name, contract: await shelf.eventContractOf(system) });
  }
  const { transformed, problems } = findTransformedModels(declared, contracts);
  if (problems.length > 0) throw await errorFromProblems(workspace.file, workspace.text, problems);
  return transformed;
}

function chosen({ workspace, pairs, options, shard }: TransformationRun): readonly DeclaredTransformation[] {
  const { transformations = [], integrations } = workspace;
  const { filters, phases } = options;
  const isFiltered = Object.values(filters).some((wanted: readonly string[] | undefined) => wanted !== undefined && wanted.length > 0);
  const makesValues = phases.includes('coverage') || phases.includes('fuzzing');
  if (isFiltered || !makesValues || (shard !== undefined && shard.index !== 1)) return [];
  if (pairs.length === integrations.length) return transformations;
  return transformations.filter(({ a, b }) =>
    pairs.some(({ consumer, provider }) => [consumer, provider].includes(a.system) && [consumer, provider].includes(b.system)),
  );
}
