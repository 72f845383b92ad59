import { namesNearby } from '../base/did-you-mean.js';
import type { Pair, Workspace } from './workspace.js';
import type { WorkspaceProblem } from './workspace-problem.js';

/**
 * What the `events` of a pair ask of systems that cannot be asked: they are no part of the workspace, offer no such operations, or the
 * provider has no contract of events at all.
 *
 * @param workspace - of the right shape
 * @param pair - one of its pairs
 */
export function eventsProblems({ systems }: Workspace, { events, provider, pointer }: Pair): readonly WorkspaceProblem[] {
  if (events === undefined) return [];
  const place = `${pointer}/events`;
  const system = systems.get(provider);
  if (system !== undefined && system.asyncapi === undefined) {
    return [{ pointer: place, problem: `the system "${provider}" has no asyncapi document, so no events flow here` }];
  }
  const named = [...events.triggers.map((trigger) => trigger.system), events.effects?.system].filter((name) => name !== undefined);
  return named
    .filter((name) => !systems.has(name))
    .map((name) => ({ pointer: place, problem: `unknown system "${name}"`, ...namesNearby(name, systems.keys()) }));
}
