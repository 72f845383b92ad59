import { namesNearby } from '../base/did-you-mean.js';
import { isJsonObject } from '../base/json.js';
import type { Schema } from '../schema/schema.js';
import type { Action } from './arazzo/action.js';
import { mergedActions } from './arazzo/action.js';
import type { ArazzoDocument } from './arazzo/document.js';
import { mergedParameters } from './arazzo/parameter.js';
import type { WrittenStep } from './arazzo/step.js';
import type { WrittenWorkflow } from './arazzo/workflow.js';
import type { DocumentPlace } from './document-place.js';
import { inOrder } from './in-order.js';
import type { Lookup } from './lookup.js';
import { noteParameters } from './parameter-problems.js';
import { noteReferences, stepsSpokenOf } from './reference-problems.js';
import { resolveFaults } from './resolve-faults.js';
import { resolveTarget } from './resolve-target.js';
import type { Step, Workflow } from './scenario.js';

/**
 * The workflows of a document with all that they name looked up; what leads nowhere is noted.
 *
 * @param document - as written
 * @param lookup - where to look
 */
export function resolveWorkflows(document: ArazzoDocument, lookup: Lookup): readonly Workflow[] {
  const { place, sources } = lookup;
  const neighbours = new Map(document.workflows.map(({ workflowId }) => [workflowId, `${place.prefix}${workflowId}`]));
  return document.workflows.map((written) => {
    noteReferences(written, neighbours, lookup);
    return {
      key: `${place.prefix}${written.workflowId}`,
      workflowId: written.workflowId,
      file: place.file,
      pointer: written.pointer,
      summary: written.summary,
      inputs: inputsSchema(written, place),
      dependsOn: written.dependsOn.flatMap(
        (id, index) => workflowKey(id, `${written.pointer}/dependsOn/${index}`, { neighbours, lookup }) ?? [],
      ),
      steps: resolveSteps(written, neighbours, lookup),
      outputs: written.outputs,
      faults: resolveFaults(written.faults, { ...lookup, file: place.file, steps: new Set(written.steps.map(({ stepId }) => stepId)) }),
      load: written.load,
      neighbours,
      self: document.self,
      sources: sources.fields,
    };
  });
}

interface Neighbourhood {
  readonly neighbours: ReadonlyMap<string, string>;
  readonly lookup: Lookup;
}

/** `loginFlow`, or `$sourceDescriptions.shared.loginFlow`. */
function workflowKey(text: string, pointer: string, { neighbours, lookup }: Neighbourhood): string | undefined {
  const [, source, other] = /^\$sourceDescriptions\.([A-Za-z0-9_-]+)\.(.+)$/s.exec(text) ?? [];
  if (source === undefined || other === undefined) {
    const key = neighbours.get(text);
    if (key === undefined)
      lookup.problems.push({ pointer, problem: `there is no workflow "${text}"`, ...namesNearby(text, neighbours.keys()) });
    return key;
  }
  const document = lookup.sources.documents.get(source);
  const ids = document?.document.workflows.map(({ workflowId }) => workflowId) ?? [];
  if (document !== undefined && ids.includes(other)) return `${document.place.prefix}${other}`;
  lookup.problems.push({ pointer, problem: `${source} has no workflow "${other}"`, ...namesNearby(other, ids) });
  return undefined;
}

function resolveSteps(workflow: WrittenWorkflow, neighbours: ReadonlyMap<string, string>, lookup: Lookup): readonly Step[] {
  const written = new Map(workflow.steps.map((step) => [step.stepId, step]));
  const { order, circle } = inOrder([...written.keys()], (id) => written.get(id)?.dependsOn ?? []);
  if (circle !== undefined) {
    const pointer = `${written.get(circle[0] ?? '')?.pointer ?? workflow.pointer}/dependsOn`;
    lookup.problems.push({ pointer, problem: `steps wait for each other: ${circle.join(' → ')}` });
  }
  return order.flatMap((id) => {
    const step = written.get(id);
    return step === undefined ? [] : [resolveStep(step, workflow, { neighbours, lookup })];
  });
}

function resolveStep(step: WrittenStep, workflow: WrittenWorkflow, neighbourhood: Neighbourhood): Step {
  const { lookup } = neighbourhood;
  const isWorkflow = step.target.key === 'workflowId';
  const key = isWorkflow ? workflowKey(step.target.text, `${step.pointer}/workflowId`, neighbourhood) : undefined;
  const target = isWorkflow ? { kind: 'workflow' as const, key: key ?? '' } : resolveTarget(step, lookup);
  const parameters = mergedParameters(step.parameters, workflow.parameters);
  noteParameters(step, target, { parameters, problems: lookup.problems });
  const withKeys = (actions: readonly Action[]): readonly Action[] => actions.map((action) => withKey(action, workflow, neighbourhood));
  return {
    pointer: step.pointer,
    stepId: step.stepId,
    target,
    dependsOn: step.dependsOn.flatMap((text, index) =>
      dependency(text, `${step.pointer}/dependsOn/${index}`, { workflow, ...neighbourhood }),
    ),
    waitsFor: stepsSpokenOf(step, workflow.steps),
    parameters,
    requestBody: step.requestBody,
    successCriteria: step.successCriteria,
    onSuccess: withKeys(mergedActions(step.onSuccess, workflow.successActions)),
    onFailure: withKeys(mergedActions(step.onFailure, workflow.failureActions)),
    outputs: step.outputs,
    timeoutMs: step.timeoutMs,
    correlationId: step.correlationId,
    key: step.key,
    waitMs: step.waitMs,
  };
}

function withKey(action: Action, workflow: WrittenWorkflow, neighbourhood: Neighbourhood): Action {
  const { stepId, workflowId, pointer } = action;
  const ids = workflow.steps.map((step) => step.stepId);
  if (stepId !== undefined && !ids.includes(stepId)) {
    const problem = `the workflow has no step "${stepId}"`;
    neighbourhood.lookup.problems.push({ pointer: `${pointer}/stepId`, problem, ...namesNearby(stepId, ids) });
  }
  if (workflowId === undefined) return action;
  return { ...action, workflowId: workflowKey(workflowId, `${pointer}/workflowId`, neighbourhood) };
}

/** `pay`, `$workflows.checkout.steps.pay`, `$sourceDescriptions.shared.checkout.steps.pay`. */
function dependency(text: string, pointer: string, around: Neighbourhood & { readonly workflow: WrittenWorkflow }): readonly string[] {
  const { workflow, lookup } = around;
  const elsewhere = /^\$(workflows\.|sourceDescriptions\.[A-Za-z0-9_-]+\.)([A-Za-z0-9_-]+)\.steps\.([A-Za-z0-9_-]+)$/.exec(text);
  if (elsewhere === null) {
    const ids = workflow.steps.map(({ stepId }) => stepId);
    if (ids.includes(text)) return [text];
    lookup.problems.push({ pointer, problem: `the workflow has no step "${text}"`, ...namesNearby(text, ids) });
    return [];
  }
  const [, where = '', id = '', step = ''] = elsewhere;
  const key = workflowKey(where === 'workflows.' ? id : `$${where}${id}`, pointer, around);
  return key === undefined ? [] : [`${key}/${step}`];
}

function inputsSchema({ inputs, pointer }: WrittenWorkflow, { file, root }: DocumentPlace): Schema | undefined {
  if (!isJsonObject(inputs)) return undefined;
  const documents = { get: (uri: string) => (uri === file ? root : undefined) };
  return { value: inputs, dialect: '2020-12', uri: file, pointer: `${pointer}/inputs`, documents };
}
