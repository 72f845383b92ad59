import type { JsonValue } from '../../base/json.js';
import type { Action } from './action.js';
import { readActions } from './action.js';
import { checkValue } from './check-value.js';
import type { Components } from './components.js';
import type { Criterion } from './criterion.js';
import { readCriterion } from './criterion.js';
import type { ArazzoNode } from './node.js';
import { choiceOf, durationOf, itemsOf, knownKeys, memberOf, membersOf, numberOf, report, requiredText, textOf } from './node.js';
import type { Parameter } from './parameter.js';
import { readParameter } from './parameter.js';
import type { RequestBody } from './request-body.js';
import { readRequestBody } from './request-body.js';

/** A Step Object as written; what it refers to is looked up later. */
export interface WrittenStep {
  readonly pointer: string;
  readonly stepId: string;
  readonly target: WrittenTarget;
  /** Of a channel: `send` or `receive`. */
  readonly action: 'send' | 'receive' | undefined;
  readonly dependsOn: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly requestBody: RequestBody | undefined;
  readonly successCriteria: readonly Criterion[];
  readonly onSuccess: readonly Action[];
  readonly onFailure: readonly Action[];
  /** By name: an expression or a Selector Object. */
  readonly outputs: ReadonlyMap<string, JsonValue>;
  readonly timeoutMs: number | undefined;
  /** Of a message that is received: an expression or a text. */
  readonly correlationId: JsonValue | undefined;
  /** `x-key`: what orders and partitions the message that is sent, an expression or a text. */
  readonly key: JsonValue | undefined;
  /** `x-wait`: time that passes before the step. */
  readonly waitMs: number;
}

/** `operationId`, `operationPath`, `channelPath` or `workflowId`, with its text. */
export interface WrittenTarget {
  readonly key: (typeof TARGETS)[number];
  readonly text: string;
}

/**
 * A Step Object.
 *
 * @param node - an object
 * @param components - of the document
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#step-object
 */
export function readStep(node: ArazzoNode, components: Components): WrittenStep {
  knownKeys(node, KEYS);
  const timeoutMs = numberOf(memberOf(node, 'timeout'), { least: 0, most: MAX_TIMEOUT_MS, isWhole: true });
  const criteria = itemsOf(memberOf(node, 'successCriteria'));
  if (memberOf(node, 'successCriteria').value !== undefined && criteria.length === 0) {
    report(memberOf(node, 'successCriteria'), 'must have at least one criterion');
  }
  return {
    pointer: node.pointer,
    stepId: requiredText(node, 'stepId'),
    target: readTarget(node),
    action: choiceOf(memberOf(node, 'action'), ['send', 'receive']),
    dependsOn: itemsOf(memberOf(node, 'dependsOn')).flatMap((item) => textOf(item) ?? []),
    parameters: readParameters(memberOf(node, 'parameters'), components),
    requestBody: readRequestBody(memberOf(node, 'requestBody')),
    successCriteria: criteria.map(readCriterion),
    onSuccess: readActions(memberOf(node, 'onSuccess'), 'successActions', components),
    onFailure: readActions(memberOf(node, 'onFailure'), 'failureActions', components),
    outputs: readOutputs(memberOf(node, 'outputs')),
    timeoutMs: durationOf(memberOf(node, 'x-timeout')) ?? timeoutMs,
    correlationId: readValue(memberOf(node, 'correlationId')),
    key: readValue(memberOf(node, 'x-key')),
    waitMs: durationOf(memberOf(node, 'x-wait')) ?? 0,
  };
}

/**
 * The parameters of a list; a name that stands twice for one place is noted.
 *
 * @param node - a list, or nothing
 * @param components - of the document
 */
export function readParameters(node: ArazzoNode, components: Components): readonly Parameter[] {
  const seen = new Set<string>();
  return itemsOf(node).map((item) => {
    const parameter = readParameter(item, components);
    const key = `${parameter.in ?? ''}:${parameter.name}`;
    if (seen.has(key)) report(item, `the parameter "${parameter.name}" stands here twice`);
    seen.add(key);
    return parameter;
  });
}

/**
 * A map of outputs, as written.
 *
 * @param node - an object, or nothing
 */
export function readOutputs(node: ArazzoNode): ReadonlyMap<string, JsonValue> {
  const outputs = new Map<string, JsonValue>();
  for (const [name, member] of membersOf(node)) {
    if (!/^[a-zA-Z0-9._-]+$/.test(name)) report(member, 'a name has only letters, digits, "-", "_" and "."');
    checkValue(member);
    if (member.value !== undefined) outputs.set(name, member.value);
  }
  return outputs;
}

function readValue(node: ArazzoNode): JsonValue | undefined {
  checkValue(node);
  return textOf(node);
}

function readTarget(node: ArazzoNode): WrittenTarget {
  const given = TARGETS.filter((key) => memberOf(node, key).value !== undefined);
  const [key = 'operationId'] = given;
  if (given.length !== 1) report(node, `a step has exactly one of ${TARGETS.join(', ')}`);
  return { key, text: textOf(memberOf(node, key)) ?? '' };
}

const TARGETS = ['operationId', 'operationPath', 'channelPath', 'workflowId'] as const;
const KEYS = [
  'stepId',
  'description',
  ...TARGETS,
  'action',
  'correlationId',
  'timeout',
  'dependsOn',
  'parameters',
  'requestBody',
  'successCriteria',
  'onSuccess',
  'onFailure',
  'outputs',
  'x-wait',
  'x-timeout',
  'x-key',
];
const MAX_TIMEOUT_MS = 86_400_000;
