import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { CaseBody, CaseCapture, TestCase } from '../test-case.js';
import type { Creation } from './creation.js';
import { freshId, pathSchemaOf } from './fresh-id.js';
import { idInBody } from './id-in-body.js';
import { markedBody } from './mark.js';
import type { Resource } from './resource-model.js';
import { itemParameterOf } from './resource-model.js';
import type { PlannedStep } from './sequence.js';
import { shiftedSteps } from './sequence.js';

/** How one thing of a kind is created. */
export interface Recipe {
  readonly resource: Resource;
  /** The creation itself, without mark and captures. */
  readonly base: TestCase;
  /** What has to be created first, and which value of the creation is its id. */
  readonly parents: readonly { readonly key: string; readonly creation: Creation }[];
  /** Whether a mark stands in its body. */
  readonly isMarked: boolean;
}

/**
 * The steps that follow a recipe, the last of them the creation itself.
 *
 * @param recipe - of the resource
 * @param mark - in what is created, and in the id where the client chooses it
 * @param body - instead of the usual one
 */
export function stepsFromRecipe(recipe: Recipe, mark: string, body?: JsonValue): readonly PlannedStep[] {
  const { resource, base } = recipe;
  const steps: PlannedStep[] = [];
  const captures = new Map<string, CaseCapture>(base.captures);
  for (const [index, { key, creation }] of recipe.parents.entries()) {
    steps.push(...shiftedSteps(creation.steps(`${mark}p${index}`), steps.length));
    if (creation.idSource !== undefined) captures.set(key, { kind: 'step', step: steps.length - 1, ...creation.idSource });
  }
  const parameters = resource.createdBy === 'put' ? withFreshId(base, mark) : base.parameters;
  const testCase = { ...base, parameters, captures, body: bodyFrom(recipe, mark, body) };
  return [...steps, { testCase, instance: steps.length, mode: 'done' }];
}

/**
 * Whether the body of a case takes a mark.
 *
 * @param testCase - of a creation
 */
export function canBeMarked({ body }: TestCase): boolean {
  return body !== undefined && markedBody(body.value, body.mediaType.schema, 'x') !== undefined;
}

function bodyFrom({ resource, base, isMarked }: Recipe, mark: string, body: JsonValue | undefined): CaseBody | undefined {
  if (base.body === undefined) return undefined;
  const value = withOwnId(resource, body === undefined ? base.body : { ...base.body, value: body }, mark);
  return { ...base.body, value: isMarked ? (markedBody(value, base.body.mediaType.schema, mark) ?? value) : value };
}

/** Two things that are named alike are one, or the second is refused. */
function withOwnId(resource: Resource, body: CaseBody, mark: string): JsonValue {
  const own = resource.createdBy === 'post' ? idInBody(resource, body) : undefined;
  if (own === undefined || !isJsonObject(body.value)) return body.value;
  return { ...body.value, [own.name]: freshId(own.value, own.schema, mark) };
}

function withFreshId(base: TestCase, mark: string): ReadonlyMap<string, JsonValue> {
  const name = itemParameterOf(base.operation) ?? '';
  const key = `path:${name}`;
  return new Map([...base.parameters, [key, freshId(base.parameters.get(key) ?? mark, pathSchemaOf(base.operation, name), mark)]]);
}
