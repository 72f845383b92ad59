import { isJsonObject } from '../../base/json.js';
import { tokensFromPointer } from '../../base/json-pointer.js';
import type { Contract } from '../../contract/contract.js';
import type { Schema } from '../../schema/schema.js';
import { schemaAt } from '../../schema/schema-at.js';
import type { DeclaredModel, DeclaredPlace } from '../../workspace/models-from-json.js';
import type { WorkspaceProblem } from '../../workspace/workspace-problem.js';
import type { ModelUse, SharedModel } from './shared-model.js';

/** A contract and whose it is. */
export interface OwnedContract {
  readonly system: string;
  readonly contract: Contract;
}

/** The models that contracts share, and the places that were said to have one and do not. */
export interface FoundModels {
  readonly models: readonly SharedModel[];
  readonly problems: readonly WorkspaceProblem[];
}

/**
 * The models that must mean the same: those that the workspace declares, and schemas of one name among the components of several contracts
 * where it says nothing of that name.
 *
 * @param declared - by the workspace
 * @param contracts - in the order of the workspace; two systems may have one
 */
export function findSharedModels(declared: readonly DeclaredModel[], contracts: readonly OwnedContract[]): FoundModels {
  const found = declared.map((model) => usesOf(model, contracts));
  const named = new Set(declared.map(({ name }) => name));
  const models = [...found.map(({ model }) => model), ...sameNames(contracts, named)];
  return { models: models.filter(({ uses }) => uses.length > 1), problems: found.flatMap(({ problems }) => problems) };
}

function usesOf(
  { name, consistency, places }: DeclaredModel,
  contracts: readonly OwnedContract[],
): { readonly model: SharedModel; readonly problems: readonly WorkspaceProblem[] } {
  const found = places.map(({ system, schemaPointer, pointer }) => {
    const uses = usesAtPlace({ system, schemaPointer }, contracts);
    return { uses, problem: { pointer, problem: `${system} has no schema at ${schemaPointer}` } };
  });
  return {
    model: { name, isDeclared: true, consistency, uses: found.flatMap(({ uses }) => uses) },
    problems: found.flatMap(({ uses, problem }) => (uses.length === 0 ? [problem] : [])),
  };
}

/**
 * The schemas that stand at a place of a system's contracts.
 *
 * @param place - of a model
 * @param contracts - of all systems
 * @returns one for each of its contracts that has a schema there
 */
export function usesAtPlace(
  { system, schemaPointer }: Pick<DeclaredPlace, 'system' | 'schemaPointer'>,
  contracts: readonly OwnedContract[],
): readonly ModelUse[] {
  const own = contracts.filter((owned) => owned.system === system);
  return own.flatMap(({ contract }) => {
    const schema = schemaAt(wholeOf(contract), ...tokensFromPointer(schemaPointer));
    return schema === undefined || !isSchema(schema) ? [] : [{ system, schema }];
  });
}

function sameNames(contracts: readonly OwnedContract[], declared: ReadonlySet<string>): readonly SharedModel[] {
  const byFile = new Map(contracts.toReversed().map((owned) => [owned.contract.file, owned]));
  const byName = new Map<string, ModelUse[]>();
  for (const owned of contracts) {
    if (byFile.get(owned.contract.file) !== owned) continue;
    for (const [name, use] of componentUses(owned)) {
      if (!declared.has(name)) byName.set(name, [...(byName.get(name) ?? []), use]);
    }
  }
  return [...byName].map(([name, uses]) => ({ name, isDeclared: false, consistency: undefined, uses }));
}

function componentUses({ system, contract }: OwnedContract): readonly (readonly [name: string, use: ModelUse])[] {
  const whole = wholeOf(contract);
  const components = contract.specification === '2.0' ? schemaAt(whole, 'definitions') : schemaAt(whole, 'components', 'schemas');
  if (components === undefined || !isJsonObject(components.value)) return [];
  return Object.keys(components.value).flatMap((name) => {
    const schema = schemaAt(components, name);
    return schema === undefined || !isSchema(schema) ? [] : [[name, { system, schema }] as const];
  });
}

function wholeOf({ root, dialect, file, documents }: Contract): Schema {
  return { value: root, dialect, uri: file, pointer: '', documents };
}

/** AsyncAPI wraps a schema of another language than its own, such as Avro: that is not compared. */
function isSchema({ value }: Schema): boolean {
  return typeof value === 'boolean' || (isJsonObject(value) && typeof value['schemaFormat'] !== 'string');
}
