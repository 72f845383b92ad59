import type { Components } from './components.js';
import type { Criterion } from './criterion.js';
import { readCriterion } from './criterion.js';
import type { ArazzoNode } from './node.js';
import { choiceOf, itemsOf, knownKeys, memberOf, numberOf, report, requiredText, textOf } from './node.js';
import type { Parameter } from './parameter.js';
import { readParameter } from './parameter.js';
import { referredNode } from './reusable.js';

/** What is done once a step has succeeded, or failed. */
export interface Action {
  readonly pointer: string;
  readonly name: string;
  readonly type: 'end' | 'goto' | 'retry';
  /** Where `goto` leads; what `retry` does before. At most one of the two. */
  readonly stepId: string | undefined;
  readonly workflowId: string | undefined;
  /** Inputs of that workflow. */
  readonly parameters: readonly Parameter[];
  /** All have to be met. */
  readonly criteria: readonly Criterion[];
  /** Of a `retry`: how long is waited before; an answer's `Retry-After` overrules it. */
  readonly retryAfterMs: number;
  readonly retryLimit: number;
}

/**
 * The actions of a list, Reusable Objects followed.
 *
 * @param node - a list, or nothing
 * @param group - which kind they are
 * @param components - of the document
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#success-action-object
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#failure-action-object
 */
export function readActions(node: ArazzoNode, group: 'successActions' | 'failureActions', components: Components): readonly Action[] {
  const actions = itemsOf(node).map((item) => readAction(referredNode(item, group, components) ?? item, group, components));
  const names = new Set<string>();
  for (const [index, { name }] of actions.entries()) {
    if (names.has(name)) report(itemsOf(node)[index] ?? node, `the action "${name}" stands here twice`);
    names.add(name);
  }
  return actions;
}

/**
 * Actions of a step with those of its workflow: the step's own come first, and win over those of the same name.
 *
 * @param own - of the step
 * @param inherited - of the workflow
 */
export function mergedActions(own: readonly Action[], inherited: readonly Action[]): readonly Action[] {
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...inherited.filter(({ name }) => !names.has(name))];
}

function readAction(node: ArazzoNode, group: 'successActions' | 'failureActions', components: Components): Action {
  const isFailure = group === 'failureActions';
  knownKeys(node, [...KEYS, ...(isFailure ? ['retryAfter', 'retryLimit'] : [])]);
  const name = requiredText(node, 'name');
  requiredText(node, 'type');
  const type = choiceOf(memberOf(node, 'type'), isFailure ? FAILURE_TYPES : SUCCESS_TYPES) ?? 'end';
  const stepId = textOf(memberOf(node, 'stepId'));
  const workflowId = textOf(memberOf(node, 'workflowId'));
  if (stepId !== undefined && workflowId !== undefined) report(node, 'an action has either a "stepId" or a "workflowId"');
  if (type === 'goto' && stepId === undefined && workflowId === undefined) report(node, 'a "goto" needs a "stepId" or a "workflowId"');
  const seconds = numberOf(memberOf(node, 'retryAfter'), { least: 0, most: MAX_RETRY_SECONDS, isWhole: false });
  return {
    pointer: node.pointer,
    name,
    type,
    stepId,
    workflowId,
    parameters: itemsOf(memberOf(node, 'parameters')).map((item) => readParameter(item, components)),
    criteria: itemsOf(memberOf(node, 'criteria')).map(readCriterion),
    retryAfterMs: (seconds ?? 0) * 1_000,
    retryLimit: numberOf(memberOf(node, 'retryLimit'), { least: 0, most: MAX_RETRY_LIMIT, isWhole: true }) ?? 1,
  };
}

const KEYS = ['name', 'type', 'stepId', 'workflowId', 'parameters', 'criteria'];
const SUCCESS_TYPES = ['end', 'goto'] as const;
const FAILURE_TYPES = ['end', 'retry', 'goto'] as const;
const MAX_RETRY_SECONDS = 2_678_400;
const MAX_RETRY_LIMIT = 10_000;
