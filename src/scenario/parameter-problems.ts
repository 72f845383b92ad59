import { namesNearby } from '../base/did-you-mean.js';
import type { ArazzoProblem } from './arazzo/node.js';
import type { Parameter } from './arazzo/parameter.js';
import type { WrittenStep } from './arazzo/step.js';
import type { EventTarget, StepTarget } from './scenario.js';

/**
 * Notes the parameters of a step that its operation does not have, and path parameters that nobody gives. Headers may be any: credentials
 * are no parameters.
 *
 * @param step - as written
 * @param target - what it calls
 * @param given - its parameters with those of the workflow, and where problems go
 */
export function noteParameters(
  step: WrittenStep,
  target: StepTarget,
  given: { readonly parameters: readonly Parameter[]; readonly problems: ArazzoProblem[] },
): void {
  if (target.kind === 'event') noteChannelParameters(target, step, given);
  else if (target.kind === 'operation') noteOperationParameters(target, step, given);
}

function noteOperationParameters(
  target: Extract<StepTarget, { readonly kind: 'operation' }>,
  step: WrittenStep,
  given: { readonly parameters: readonly Parameter[]; readonly problems: ArazzoProblem[] },
): void {
  const operation = target.entry.read();
  const schemes = [...target.contract.securitySchemes.values()];
  for (const parameter of given.parameters) {
    const { name, pointer } = parameter;
    // A parameter of the workflow is passed on to every step; those that a step has no use for are left out.
    const isOwn = step.parameters.includes(parameter);
    if (parameter.in === undefined) {
      if (isOwn) given.problems.push({ pointer, problem: `the parameter "${name}" of an operation needs an "in"` });
      continue;
    }
    if (parameter.in === 'header' || parameter.in === 'querystring') continue;
    if (operation.parameters.some((declared) => declared.in === parameter.in && declared.name === name)) continue;
    if (schemes.some((scheme) => scheme.kind === 'apiKey' && scheme.in === parameter.in && scheme.name === name)) continue;
    if (!isOwn) continue;
    const names = operation.parameters.filter((declared) => declared.in === parameter.in).map((declared) => declared.name);
    const problem = `${operation.id} has no ${parameter.in} parameter "${name}"`;
    given.problems.push({ pointer: `${pointer}/name`, problem, ...namesNearby(name, names) });
  }
  for (const declared of operation.parameters) {
    if (declared.in !== 'path' || given.parameters.some(({ name, in: where }) => where === 'path' && name === declared.name)) continue;
    given.problems.push({ pointer: step.pointer, problem: `${operation.id} needs the path parameter "${declared.name}"` });
  }
}

/** Of a message: the parameters of its channel's address, and headers. */
function noteChannelParameters(
  { channel }: EventTarget,
  step: WrittenStep,
  { parameters, problems }: { readonly parameters: readonly Parameter[]; readonly problems: ArazzoProblem[] },
): void {
  const names = channel.parameters.map(({ name }) => name);
  for (const parameter of parameters) {
    if (!step.parameters.includes(parameter) || parameter.in === 'header') continue;
    const { name, pointer } = parameter;
    if (parameter.in !== 'path')
      problems.push({ pointer, problem: `the parameter "${name}" of a message needs "in: path" or "in: header"` });
    else if (!names.includes(name)) {
      const problem = `the address of the channel "${channel.id}" has no parameter "${name}"`;
      problems.push({ pointer: `${pointer}/name`, problem, ...namesNearby(name, names) });
    }
  }
}
