import type { NamesNearby } from '../base/did-you-mean.js';
import { namesNearby } from '../base/did-you-mean.js';
import type { JsonValue } from '../base/json.js';
import type { Condition } from './arazzo/condition.js';
import type { Criterion } from './arazzo/criterion.js';
import { piecesOfText } from './arazzo/embedded-text.js';
import type { Expression } from './arazzo/expression.js';
import { parseExpression } from './arazzo/expression.js';
import type { WrittenStep } from './arazzo/step.js';
import { textsIn } from './arazzo/check-value.js';
import type { WrittenWorkflow } from './arazzo/workflow.js';
import type { Lookup } from './lookup.js';

/**
 * Notes the expressions of a workflow that speak of steps, outputs or workflows there are none of, and of steps that come later.
 *
 * @param workflow - as written
 * @param neighbours - the workflows of its document, by id
 * @param lookup - takes what is wrong
 */
export function noteReferences(workflow: WrittenWorkflow, neighbours: ReadonlyMap<string, string>, lookup: Lookup): void {
  const steps = new Map(workflow.steps.map((step, index) => [step.stepId, { step, index }]));
  // With jumps or `dependsOn` the order of the list is not the order in time.
  const isSequential = workflow.steps.every(
    ({ dependsOn, onSuccess, onFailure }) =>
      dependsOn.length === 0 && [...onSuccess, ...onFailure].every(({ stepId }) => stepId === undefined),
  );
  const note = (pointer: string, expression: Expression, before: number): void => {
    const problem = problemOf(expression, { steps, neighbours, before, isSequential });
    if (problem !== undefined) lookup.problems.push({ pointer, ...problem });
  };
  for (const [index, step] of workflow.steps.entries()) {
    for (const { pointer, expression, isAfter } of expressionsOfStep(step)) note(pointer, expression, isAfter ? index + 1 : index);
  }
  for (const [name, value] of workflow.outputs) {
    for (const expression of expressionsIn(value)) note(`${workflow.pointer}/outputs/${name}`, expression, workflow.steps.length);
  }
}

/**
 * The steps that have to have ended before one of their workflow begins: those it depends on, and those whose outputs it speaks of.
 *
 * @param step - as written
 * @param steps - of its workflow
 * @returns ids
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#step-dependencies-and-execution-order
 */
export function stepsSpokenOf(step: WrittenStep, steps: readonly WrittenStep[]): readonly string[] {
  const spoken = [...expressionsOfStep(step)].flatMap(({ expression }) => (expression.of === 'steps' ? [expression.step] : []));
  const named = new Set([...step.dependsOn, ...spoken]);
  return steps.flatMap(({ stepId }) => (stepId !== step.stepId && named.has(stepId) ? [stepId] : []));
}

interface Surroundings {
  readonly steps: ReadonlyMap<string, { readonly step: WrittenStep; readonly index: number }>;
  readonly neighbours: ReadonlyMap<string, string>;
  /** Steps of this index and above have not ended yet. */
  readonly before: number;
  readonly isSequential: boolean;
}

function problemOf(expression: Expression, around: Surroundings): ({ readonly problem: string } & NamesNearby) | undefined {
  if (expression.of === 'workflows') {
    if (around.neighbours.has(expression.workflow)) return undefined;
    return {
      problem: `there is no workflow "${expression.workflow}"`,
      ...namesNearby(expression.workflow, around.neighbours.keys()),
    };
  }
  if (expression.of !== 'steps') return undefined;
  const found = around.steps.get(expression.step);
  if (found === undefined) {
    return { problem: `the workflow has no step "${expression.step}"`, ...namesNearby(expression.step, around.steps.keys()) };
  }
  // A workflow gives its own outputs: they are looked up when it has run.
  const outputs = [...found.step.outputs.keys()];
  const isKnown = outputs.some((name) => expression.name === name || expression.name.startsWith(`${name}.`));
  if (!isKnown && found.step.target.key !== 'workflowId') {
    return {
      problem: `the step "${expression.step}" has no output "${expression.name}"`,
      ...namesNearby(expression.name, outputs),
    };
  }
  if (around.isSequential && found.index >= around.before) return { problem: `the step "${expression.step}" has not ended by then` };
  return undefined;
}

function* expressionsOfStep(
  step: WrittenStep,
): Generator<{ readonly pointer: string; readonly expression: Expression; readonly isAfter: boolean }> {
  for (const { pointer, value } of step.parameters)
    for (const expression of expressionsIn(value)) yield { pointer, expression, isAfter: false };
  for (const [name, value] of [['correlationId', step.correlationId] as const, ['x-key', step.key] as const])
    for (const expression of expressionsIn(value)) yield { pointer: `${step.pointer}/${name}`, expression, isAfter: false };
  const body = step.requestBody;
  const written = body === undefined ? [] : [body.payload, ...body.replacements.map(({ value }) => value)];
  for (const value of written)
    for (const expression of expressionsIn(value)) yield { pointer: body?.pointer ?? '', expression, isAfter: false };
  const criteria = [...step.successCriteria, ...[...step.onSuccess, ...step.onFailure].flatMap((action) => action.criteria)];
  for (const criterion of criteria)
    for (const expression of expressionsOfCriterion(criterion)) yield { pointer: step.pointer, expression, isAfter: true };
  for (const [name, value] of step.outputs) {
    for (const expression of expressionsIn(value)) yield { pointer: `${step.pointer}/outputs/${name}`, expression, isAfter: true };
  }
}

function expressionsOfCriterion(criterion: Criterion): readonly Expression[] {
  if (criterion.kind === 'simple') return [...expressionsOfCondition(criterion.condition)];
  return [...expressionsIn(criterion.context), ...expressionsIn(criterion.written)];
}

function* expressionsOfCondition(condition: Condition): Generator<Expression> {
  if (condition.kind === 'expression') yield condition.expression;
  if ('of' in condition) yield* expressionsOfCondition(condition.of);
  if ('index' in condition) yield* expressionsOfCondition(condition.index);
  if (!('left' in condition)) return;
  yield* expressionsOfCondition(condition.left);
  yield* expressionsOfCondition(condition.right);
}

function expressionsIn(value: JsonValue | undefined): readonly Expression[] {
  return [...textsIn(value)].flatMap((text) => {
    const whole = parseExpression(text);
    return whole === undefined ? piecesOfText(text).flatMap((piece) => ('text' in piece ? [] : [piece.expression])) : [whole];
  });
}
