import { namesNearby } from '../base/did-you-mean.js';
import type { Contract } from '../contract/contract.js';
import type { EventTrigger } from './event-trigger.js';
import type { System, Workspace } from './workspace.js';
import type { WorkspaceProblem } from './workspace-problem.js';

/**
 * The systems in triggers that are not there, or have no document of the kind that is meant.
 *
 * @param workspace - of the right shape
 */
export function triggersProblems({ systems, triggers = [] }: Workspace): readonly WorkspaceProblem[] {
  const problemAt = (pointer: string, name: string, document: 'openapi' | 'asyncapi' | undefined): readonly WorkspaceProblem[] => {
    const system: System | undefined = systems.get(name);
    if (system === undefined)
      return [{ pointer: `${pointer}/system`, problem: `unknown system "${name}"`, ...namesNearby(name, systems.keys()) }];
    const isMissing = document !== undefined && system[document] === undefined;
    return isMissing ? [{ pointer: `${pointer}/system`, problem: `the system "${name}" has no ${document} document` }] : [];
  };
  return triggers.flatMap(({ pointer, when, publish, call }) => [
    ...problemAt(`${pointer}/when`, when.system, when.kind === 'call' ? 'openapi' : 'asyncapi'),
    ...(publish === undefined ? [] : problemAt(`${pointer}/publish`, publish.system, 'asyncapi')),
    ...(call === undefined ? [] : problemAt(`${pointer}/call`, call.system, undefined)),
  ]);
}

/**
 * The operations and messages in a trigger that its contracts do not have.
 *
 * @param trigger - whose systems are there
 * @param contracts - of calls and of events, by the name of their system
 */
export function triggerNameProblems(
  { pointer, when, publish }: EventTrigger,
  contracts: { readonly http: ReadonlyMap<string, Contract>; readonly events: ReadonlyMap<string, Contract> },
): readonly WorkspaceProblem[] {
  const problems: WorkspaceProblem[] = [];
  const miss = (place: string, seen: string, known: readonly string[]): void => {
    if (!known.includes(seen))
      problems.push({ pointer: `${pointer}/${place}`, problem: `the contract has no "${seen}"`, ...namesNearby(seen, known) });
  };
  const called = contracts.http.get(when.system)?.operations;
  const heard = contracts.events.get(when.system)?.eventOperations;
  if (when.kind === 'call' && called !== undefined)
    miss(
      'when/operation',
      when.operation,
      called.map(({ id }) => id),
    );
  if (when.kind === 'event' && heard !== undefined)
    miss(
      'when/event',
      when.operation,
      heard.map(({ id }) => id),
    );
  const sending =
    publish === undefined ? undefined : contracts.events.get(publish.system)?.eventOperations.filter(({ action }) => action === 'send');
  if (publish === undefined || sending === undefined) return problems;
  miss(
    'publish/operation',
    publish.operation,
    sending.map(({ id }) => id),
  );
  const messages = sending.find(({ id }) => id === publish.operation)?.messages;
  if (publish.message !== undefined && messages !== undefined)
    miss(
      'publish/message',
      publish.message,
      messages.map(({ id }) => id),
    );
  return problems;
}
