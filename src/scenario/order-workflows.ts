import type { ArazzoProblem } from './arazzo/node.js';
import { inOrder } from './in-order.js';
import type { Workflow } from './scenario.js';

/**
 * The keys of the workflows that are run, each after those it depends on: those of the scenario's own document that no step or action
 * calls, and whatever these depend on.
 *
 * @param workflows - by key
 * @param problems - takes circles
 */
export function orderedRoots(workflows: ReadonlyMap<string, Workflow>, problems: ArazzoProblem[]): readonly string[] {
  const called = new Set([...workflows.values()].flatMap(calledBy));
  const own = [...workflows.values()].filter(({ key, workflowId }) => key === workflowId);
  const uncalled = own.filter(({ key }) => !called.has(key)).map(({ key }) => key);
  const wanted = new Set(uncalled.length === 0 ? own.slice(0, 1).map(({ key }) => key) : uncalled);
  for (const key of wanted) for (const other of workflows.get(key)?.dependsOn ?? []) wanted.add(other);
  const { circle } = inOrder([...workflows.keys()], (key) => workflows.get(key)?.dependsOn ?? []);
  if (circle !== undefined) {
    problems.push({
      pointer: `${workflows.get(circle[0] ?? '')?.pointer ?? ''}/dependsOn`,
      problem: `workflows wait for each other: ${circle.join(' → ')}`,
    });
  }
  return inOrder(
    [...workflows.keys()].filter((key) => wanted.has(key)),
    (key) => workflows.get(key)?.dependsOn ?? [],
  ).order;
}

function calledBy({ steps, key }: Workflow): readonly string[] {
  const actions = steps.flatMap(({ onSuccess, onFailure }) => [...onSuccess, ...onFailure].flatMap(({ workflowId }) => workflowId ?? []));
  const targets = steps.flatMap(({ target }) => (target.kind === 'workflow' ? [target.key] : []));
  return [...actions, ...targets].filter((called) => called !== key);
}
