import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { headerValue } from '../../wire/http-message.js';
import type { CalledStep } from '../case-runner.js';
import { bodyOf } from './json-body.js';
import { itemParameterOf, roleOf } from './resource-model.js';
import type { Resource, Role } from './resource-model.js';
import { pathParameterNames, pathValues } from '../../contract/path-values.js';
import { plainName } from '../../contract/resource-name.js';

/** What was done to the things of one kind, in order. */
export interface Trace {
  readonly resource: Resource;
  readonly steps: readonly TraceStep[];
}

/** One call of a sequence, and which thing it was about. */
export interface TraceStep {
  readonly called: CalledStep;
  /** Its place among all calls of the sequence. */
  readonly index: number;
  /** `follow`: a GET of what the `Location` of a creation names. */
  readonly role: Role | 'follow';
  /** The creation that made the thing, as the index of its call; `undefined` for lists, refused creations and things that the sequence did not make. */
  readonly instance: number | undefined;
  readonly status: number;
  /** As JSON; `undefined` when there is none. */
  readonly body: JsonValue | undefined;
  /** The body of the request as planned: what captures put into it are references, which no law compares. */
  readonly sent: JsonValue | undefined;
}

/**
 * The calls of a sequence that are about one resource, each with the thing it is about. What a step takes from the answer of a creation tells
 * that; where the client chooses ids, the id does.
 *
 * @param resource - of the contract
 * @param steps - as they were called, all of them
 */
export function traceFromSteps(resource: Resource, steps: readonly CalledStep[]): Trace {
  const traced: TraceStep[] = [];
  for (const [index, called] of steps.entries()) {
    const role = traceRole(resource, called, steps);
    if (role === undefined || isFromCache(called)) continue;
    const { response } = called.exchange;
    const step = { called, index, status: response?.status ?? 0, body: bodyOf(called.exchange), sent: called.testCase.body?.value };
    const create = instanceOf(resource, called, { role, index, traced });
    const isRewrite = role === 'create' && create !== undefined && create !== index;
    traced.push({ ...step, role: isRewrite ? 'replace' : role, instance: create });
  }
  return { resource, steps: traced };
}

/**
 * Whether two creations of a sequence gave out the same id: then they made one thing, and none of the laws holds for what is taken for two.
 *
 * @param trace - of one resource
 */
export function hasSharedIds({ steps }: Trace): boolean {
  const instances = new Map<string, number>();
  return steps.some(({ role, instance, called }) => {
    if (role === 'create' || role === 'list' || role === 'follow' || instance === undefined) return false;
    const { target } = called.exchange.request;
    const known = instances.get(target) ?? instance;
    instances.set(target, known);
    return known !== instance;
  });
}

/**
 * Whether an answer says that what was asked for is done: 2xx, but not 202, which only promises it.
 *
 * @param status - of the answer
 * @see RFC 9110 §15.3.3
 */
export function isDone(status: number): boolean {
  return status >= 200 && status < 300 && status !== 202;
}

/**
 * Whether an answer says that there is no such thing.
 *
 * @param status - of the answer
 * @see RFC 9110 §15.5.5
 * @see RFC 9110 §15.5.11
 */
export function isGone(status: number): boolean {
  return status === 404 || status === 410;
}

/**
 * Whether a step may have changed its thing: any write that was not plainly refused.
 *
 * @param step - of a trace
 */
export function mayHaveWritten({ role, status }: TraceStep): boolean {
  return role !== 'read' && role !== 'list' && role !== 'follow' && !(status >= 400 && status < 500);
}

/**
 * The representation of one thing in an answer: the object itself, or the one in its envelope (`data`, the name of the resource).
 *
 * @param resource - that the answer is about
 * @param body - of the answer
 */
export function representationOf({ noun }: Resource, body: JsonValue | undefined): JsonObject | undefined {
  if (!isJsonObject(body)) return undefined;
  const members = Object.entries(body).filter(([name]) => !ENVELOPE_REMARKS.has(plainName(name)));
  const [only] = members;
  const isEnvelope = members.length === 1 && only !== undefined && isJsonObject(only[1]);
  if (!isEnvelope) return body;
  const name = plainName(only[0]);
  return (name === 'data' || name === 'item' || name === 'result' || name === noun) && isJsonObject(only[1]) ? only[1] : body;
}

function traceRole(resource: Resource, { testCase }: CalledStep, steps: readonly CalledStep[]): TraceStep['role'] | undefined {
  const target = testCase.captures.get('target');
  if (target?.kind === 'step') {
    const source = steps[target.step]?.testCase.operation;
    return source !== undefined && roleOf(resource, source) === 'create' ? 'follow' : undefined;
  }
  return roleOf(resource, testCase.operation);
}

/** What a cache on the way has kept says nothing about what the provider keeps: RFC 9111 §5.1. */
function isFromCache({ exchange }: CalledStep): boolean {
  const age = exchange.response === undefined ? undefined : headerValue(exchange.response.headers, 'age');
  return age !== undefined && Number(age) > 0;
}

interface Surroundings {
  readonly role: TraceStep['role'];
  readonly index: number;
  readonly traced: readonly TraceStep[];
}

function instanceOf(resource: Resource, called: CalledStep, { role, index, traced }: Surroundings): number | undefined {
  const { testCase, exchange } = called;
  const status = exchange.response?.status ?? 0;
  if (role === 'list') return undefined;
  const capture = testCase.captures.get(role === 'follow' ? 'target' : `path:${itemParameterOf(testCase.operation) ?? ''}`);
  if (capture?.kind === 'step') return capture.step;
  if (resource.createdBy === 'post') return role === 'create' && status >= 200 && status < 300 ? index : undefined;
  // The client chose the id: things of one id are one thing.
  const same = traced.find((step) => step.role === 'create' && step.instance === step.index && isSameItem(resource, step.called, called));
  return same?.index ?? (role === 'create' && status >= 200 && status < 300 ? index : undefined);
}

function isSameItem({ itemPath }: Resource, first: CalledStep, second: CalledStep): boolean {
  const values = pathValues(first.testCase.operation.path, first.exchange.request.target);
  const others = pathValues(second.testCase.operation.path, second.exchange.request.target);
  const count = pathParameterNames(itemPath).length;
  const texts = (map: ReadonlyMap<string, string> | undefined): string => JSON.stringify([...(map?.values() ?? [])].slice(-count));
  return values !== undefined && texts(values) === texts(others);
}

const ENVELOPE_REMARKS: ReadonlySet<string> = new Set([
  'meta',
  'metadata',
  'links',
  'status',
  'success',
  'message',
  'code',
  'requestid',
  'timestamp',
]);
