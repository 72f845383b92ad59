import type { JsonValue } from '../../base/json.js';
import type { Action } from './action.js';
import { readActions } from './action.js';
import type { Components } from './components.js';
import type { ArazzoNode } from './node.js';
import { itemsOf, knownKeys, memberOf, report, requiredText, textOf } from './node.js';
import type { Parameter } from './parameter.js';
import type { WrittenStep } from './step.js';
import { readOutputs, readParameters, readStep } from './step.js';
import type { WrittenFault } from './x-faults.js';
import { readFaults } from './x-faults.js';
import type { Load } from './x-load.js';
import { readLoad } from './x-load.js';

/** A Workflow Object as written; what it refers to is looked up later. */
export interface WrittenWorkflow {
  readonly pointer: string;
  readonly workflowId: string;
  readonly summary: string | undefined;
  /** A JSON Schema, as written. */
  readonly inputs: JsonValue | undefined;
  readonly dependsOn: readonly string[];
  readonly steps: readonly WrittenStep[];
  readonly parameters: readonly Parameter[];
  readonly successActions: readonly Action[];
  readonly failureActions: readonly Action[];
  readonly outputs: ReadonlyMap<string, JsonValue>;
  readonly faults: readonly WrittenFault[];
  readonly load: Load | undefined;
}

/**
 * A Workflow Object.
 *
 * @param node - an object
 * @param components - of the document
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#workflow-object
 */
export function readWorkflow(node: ArazzoNode, components: Components): WrittenWorkflow {
  knownKeys(node, KEYS);
  const steps = itemsOf(memberOf(node, 'steps')).map((item) => readStep(item, components));
  if (steps.length === 0) report(node, 'a workflow has at least one step');
  noteTwins(memberOf(node, 'steps'), steps);
  return {
    pointer: node.pointer,
    workflowId: requiredText(node, 'workflowId'),
    summary: textOf(memberOf(node, 'summary')),
    inputs: memberOf(node, 'inputs').value,
    dependsOn: itemsOf(memberOf(node, 'dependsOn')).flatMap((item) => textOf(item) ?? []),
    steps,
    parameters: readParameters(memberOf(node, 'parameters'), components),
    successActions: readActions(memberOf(node, 'successActions'), 'successActions', components),
    failureActions: readActions(memberOf(node, 'failureActions'), 'failureActions', components),
    outputs: readOutputs(memberOf(node, 'outputs')),
    faults: readFaults(memberOf(node, 'x-faults')),
    load: readLoad(memberOf(node, 'x-load')),
  };
}

function noteTwins(node: ArazzoNode, steps: readonly WrittenStep[]): void {
  const seen = new Set<string>();
  for (const [index, item] of itemsOf(node).entries()) {
    const id = steps[index]?.stepId ?? '';
    if (id !== '' && seen.has(id)) report(memberOf(item, 'stepId'), `the step "${id}" stands here twice`);
    seen.add(id);
  }
}

const KEYS = [
  'workflowId',
  'summary',
  'description',
  'inputs',
  'dependsOn',
  'steps',
  'successActions',
  'failureActions',
  'outputs',
  'parameters',
  'x-faults',
  'x-load',
];
