import type { Initiated } from './initiated.js';
import { nextCommands } from './initiated.js';

/**
 * The same as plain data for machines.
 *
 * @param initiated - the workspace
 */
export function plainInit(initiated: Initiated): Readonly<Record<string, unknown>> {
  const { file, isWritten, text, plan, seen, contracts, repository } = initiated;
  return {
    file,
    written: isWritten,
    systems: plan.systems.map(({ name, sources, openapi, asyncapi }) => ({
      name,
      sources,
      ...(openapi?.contract === undefined ? {} : { openapi: openapi.path }),
      ...(asyncapi?.contract === undefined ? {} : { asyncapi: asyncapi.path }),
    })),
    pairs: plan.pairs.map(({ consumer, provider, uses, undeclared, because, isGuess }) => ({
      consumer,
      provider,
      uses,
      undeclared,
      because,
      guessed: isGuess,
    })),
    withoutContract: plan.withoutContract.map(({ consumer, provider, because }) => ({ consumer, provider, because })),
    models: plan.models,
    leftOut: contracts.flatMap(({ path, problem }) => (problem === undefined ? [] : [{ path, problem }])),
    unread: seen.unread,
    scenarios: seen.scenarios,
    workspaces: seen.workspaces,
    files: repository.seenFileCount,
    complete: !repository.isCut,
    next: nextCommands(initiated).map(([command]) => command),
    text,
  };
}
