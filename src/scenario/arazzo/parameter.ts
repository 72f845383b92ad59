import type { JsonValue } from '../../base/json.js';
import { checkValue } from './check-value.js';
import type { ArazzoNode } from './node.js';
import { choiceOf, knownKeys, memberOf, report, requiredText } from './node.js';
import type { Components } from './components.js';
import { referredNode } from './reusable.js';

/** A value that a step passes on. */
export interface Parameter {
  readonly pointer: string;
  readonly name: string;
  /** `undefined`: an input of a workflow. */
  readonly in: 'path' | 'query' | 'querystring' | 'header' | 'cookie' | undefined;
  /** As written, expressions and all. */
  readonly value: JsonValue;
}

/**
 * A Parameter Object, or the one that a Reusable Object refers to.
 *
 * @param node - an object
 * @param components - of the document
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#parameter-object
 */
export function readParameter(node: ArazzoNode, components: Components): Parameter {
  const referred = referredNode(node, 'parameters', components);
  if (referred === undefined) return ownParameter(node);
  const own = memberOf(node, 'value');
  checkValue(own);
  const parameter = ownParameter(referred);
  return own.value === undefined ? parameter : { ...parameter, pointer: node.pointer, value: own.value };
}

/**
 * Parameters of a step with those of its workflow: of the same name and place the step's own wins.
 *
 * @param own - of the step
 * @param inherited - of the workflow
 */
export function mergedParameters(own: readonly Parameter[], inherited: readonly Parameter[]): readonly Parameter[] {
  const names = new Set(own.map(keyOf));
  return [...inherited.filter((parameter) => !names.has(keyOf(parameter))), ...own];
}

function keyOf(parameter: Parameter): string {
  return `${parameter.in ?? ''}:${parameter.name}`;
}

function ownParameter(node: ArazzoNode): Parameter {
  knownKeys(node, ['name', 'in', 'value']);
  const value = memberOf(node, 'value');
  if (value.value === undefined) report(node, 'the key "value" is missing');
  checkValue(value);
  return {
    pointer: node.pointer,
    name: requiredText(node, 'name'),
    in: choiceOf(memberOf(node, 'in'), ['path', 'query', 'querystring', 'header', 'cookie']),
    value: value.value ?? null,
  };
}
