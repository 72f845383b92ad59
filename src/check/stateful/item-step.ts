import type { JsonValue } from '../../base/json.js';
import { appendToken } from '../../base/json-pointer.js';
import type { Operation } from '../../contract/contract.js';
import { isValid } from '../../schema/validate.js';
import { generatedCase, planExamples } from '../plan-examples.js';
import type { CaseBody, CaseCapture, TestCase } from '../test-case.js';
import type { Creation } from './creation.js';
import { idInBody } from './id-in-body.js';
import { knownId } from './known-id.js';
import { pathParameterNames } from '../../contract/path-values.js';
import type { PlannedStep } from './sequence.js';
import type { SequenceContext } from './sequence-context.js';
import { TARGET_KEY } from './step-capture.js';

/** A thing that a sequence creates. */
export interface Thing {
  readonly creation: Creation;
  /** The step that creates it, and its place. */
  readonly created: TestCase;
  readonly index: number;
}

/**
 * The thing that some steps create with their last one.
 *
 * @param creation - that made the steps
 * @param steps - from the beginning of a sequence
 */
export function thingFrom(creation: Creation, steps: readonly PlannedStep[]): Thing | undefined {
  const created = steps.at(-1)?.testCase;
  return created === undefined ? undefined : { creation, created, index: steps.length - 1 };
}

/**
 * The plainest valid case of an operation: what is documented, with the values that the pair gives; `undefined` when there is none.
 *
 * @param context - of the lane
 * @param operation - on a thing, or on all of them
 */
export function plainCase({ runner }: SequenceContext, operation: Operation): TestCase | undefined {
  const planned = operation.requestBody === undefined ? undefined : planExamples(operation, runner.pair);
  const [documented] = planned?.kind === 'cases' ? planned.cases : [];
  return documented ?? generatedCase(operation, runner.pair);
}

/**
 * A step on a thing: its id, and what its path stands below, are those of its creation.
 *
 * @param base - a case of an operation on the thing, or on all of its kind
 * @param thing - created before
 * @param body - instead of the case's own
 */
export function itemStep(base: TestCase, thing: Thing, body?: CaseBody): PlannedStep {
  const { creation, index } = thing;
  const names = pathParameterNames(base.operation.path);
  const isItem = names.length > 0 && pathParameterNames(creation.resource.itemPath).length === names.length;
  const parameters = new Map(base.parameters);
  const captures = new Map(base.captures);
  for (const [place, name] of names.entries()) {
    const isId = isItem && place === names.length - 1;
    const { capture, value } = pathSource(thing, { name, place, isId });
    if (capture !== undefined) captures.set(`path:${name}`, capture);
    else if (value !== undefined) {
      parameters.set(`path:${name}`, value);
      captures.delete(`path:${name}`);
    }
  }
  const sent = body ?? base.body;
  const own = isItem ? ownIdCapture(thing, sent) : undefined;
  if (own !== undefined) captures.set(...own);
  return { testCase: { ...base, parameters, captures, body: sent }, instance: isItem ? index : undefined, mode: 'any' };
}

/** A representation that names the thing names this one. */
function ownIdCapture({ creation, index }: Thing, body: CaseBody | undefined): [key: string, capture: CaseCapture] | undefined {
  const own = creation.idSource === undefined ? undefined : idInBody(creation.resource, body);
  const known = own === undefined ? undefined : knownId(creation);
  if (own === undefined || creation.idSource === undefined || known === undefined) return undefined;
  if (!isValid(own.schema, known, { direction: 'request' })) return undefined;
  return [`body#${appendToken('', own.name)}`, { kind: 'step', step: index, ...creation.idSource }];
}

interface PathSource {
  readonly capture: CaseCapture | undefined;
  readonly value: JsonValue | undefined;
}

/** The id of the thing, or what its creation had in the same place of its path. */
function pathSource(
  { creation, created, index }: Thing,
  { name, place, isId }: { readonly name: string; readonly place: number; readonly isId: boolean },
): PathSource {
  if (isId && creation.idSource !== undefined) return { capture: { kind: 'step', step: index, ...creation.idSource }, value: undefined };
  const own = pathParameterNames(created.operation.path);
  const key = `path:${own.includes(name) ? name : (own[place] ?? '')}`;
  return { capture: created.captures.get(key), value: created.parameters.get(key) };
}

/**
 * A step that follows the `Location` of a creation.
 *
 * @param read - the case that reads a thing, or creates one where nothing reads it
 * @param thing - created before
 */
export function followStep(read: TestCase, thing: Thing): PlannedStep {
  const { testCase } = itemStep(read, thing);
  const capture = { kind: 'step', step: thing.index, from: 'header', pointer: 'location' } as const;
  return {
    testCase: { ...testCase, captures: new Map([[TARGET_KEY, capture]]), override: { method: 'GET' } },
    instance: thing.index,
    mode: 'bare',
  };
}
