import type { JsonValue } from '../../base/json.js';
import { drawValue } from '../../schema/arbitrary/draw.js';
import { generatedCase, planExamples } from '../plan-examples.js';
import type { TestCase } from '../test-case.js';
import type { Creation } from './creation.js';
import type { Recipe } from './creation-recipe.js';
import { canBeMarked, stepsFromRecipe } from './creation-recipe.js';
import { executeSequence } from './execute-sequence.js';
import type { IdSource } from './id-source.js';
import { idSourcesOf } from './id-source.js';
import { itemStep, plainCase, thingFrom } from './item-step.js';
import type { Resource } from './resource-model.js';
import { needsOf } from './resource-needs.js';
import { namedSequence } from './sequence.js';
import type { SequenceContext } from './sequence-context.js';
import { isDone } from './trace.js';

/**
 * A way to create a resource that the provider takes, found by trying: documented requests first, then made ones; `undefined` when none is answered as
 * done with an id to be found in it. Looked for once in a lane; what is being looked for already is not needed by itself.
 *
 * @param context - of the lane
 * @param resource - to be created
 * @param depth - how many creations need this one
 */
export async function creationOf(context: SequenceContext, resource: Resource, depth = 0): Promise<Creation | undefined> {
  const creations = CREATIONS.get(context) ?? new Map<string, { readonly creation: Creation | undefined }>();
  const known = creations.get(resource.create.id);
  if (known !== undefined) return known.creation;
  CREATIONS.set(context, creations);
  creations.set(resource.create.id, { creation: undefined });
  const creation = await findCreation(context, resource, depth);
  creations.set(resource.create.id, { creation });
  return creation;
}

/** What each lane has found. */
const CREATIONS = new WeakMap<SequenceContext, Map<string, { readonly creation: Creation | undefined }>>();

async function findCreation(context: SequenceContext, resource: Resource, depth: number): Promise<Creation | undefined> {
  let tryCount = 0;
  for (const base of candidateCases(context, resource)) {
    const parents = await parentsOf(context, { resource, base }, depth);
    for (const isMarked of canBeMarked(base) ? [true, false] : [false]) {
      const tried = await tryRecipe(context, { resource, base, parents, isMarked });
      if (tried.kind === 'creation') return tried.creation;
      tryCount += 1;
      if (tried.kind === 'promised' || tryCount >= MAX_TRY_COUNT) return undefined;
    }
  }
  return undefined;
}

/** What it needs and can be had; a need that cannot be met is left to the values of the case. */
async function parentsOf(
  context: SequenceContext,
  { resource, base }: Pick<Recipe, 'resource' | 'base'>,
  depth: number,
): Promise<Recipe['parents']> {
  if (depth >= MAX_DEPTH) return [];
  const parents: Recipe['parents'][number][] = [];
  for (const { key, resource: needed } of needsOf(resource, base, { resources: context.resources, pair: context.runner.pair })) {
    const creation = await creationOf(context, needed, depth + 1);
    if (creation?.idSource !== undefined) parents.push({ key, creation });
  }
  return parents;
}

type Tried =
  | { readonly kind: 'creation'; readonly creation: Creation }
  | { readonly kind: 'refused' }
  /** It may be there later, or never. */
  | { readonly kind: 'promised' };

async function tryRecipe(context: SequenceContext, recipe: Recipe): Promise<Tried> {
  const { resource, base } = recipe;
  const steps = stepsFromRecipe(recipe, context.nextMark());
  const { steps: called, isComplete } = await executeSequence(context, namedSequence(`create ${resource.noun}`, steps), SETUP);
  const shown = called[steps.length - 1];
  if (shown?.exchange.response?.status === 202) return { kind: 'promised' };
  if (!isComplete || shown === undefined) return { kind: 'refused' };
  const creation = { resource, base, shown, steps: (mark: string, body?: JsonValue) => stepsFromRecipe(recipe, mark, body) };
  if (resource.createdBy === 'put') return { kind: 'creation', creation: { ...creation, idSource: undefined } };
  const idSource = await rightSource(context, creation, idSourcesOf(context.runner.contract, resource, shown.exchange));
  return idSource === undefined ? { kind: 'refused' } : { kind: 'creation', creation: { ...creation, idSource } };
}

/** Where two places hold different ids, the one by which something is found; the first one when nothing is. */
async function rightSource(
  context: SequenceContext,
  creation: Omit<Creation, 'idSource'>,
  sources: readonly IdSource[],
): Promise<IdSource | undefined> {
  const { read } = creation.resource;
  const base = read === undefined || sources.length < 2 ? undefined : plainCase(context, read);
  if (base === undefined) return sources[0];
  for (const idSource of sources) {
    const steps = creation.steps(context.nextMark());
    const thing = thingFrom({ ...creation, idSource }, steps);
    if (thing === undefined) continue;
    const sequence = namedSequence(`create ${creation.resource.noun}, read`, [...steps, { ...itemStep(base, thing), mode: 'bare' }]);
    const { steps: called } = await executeSequence(context, sequence, SETUP);
    if (called.length === sequence.steps.length && isDone(called.at(-1)?.exchange.response?.status ?? 0)) return idSource;
  }
  return sources[0];
}

function* candidateCases({ runner, validRequests }: SequenceContext, { create }: Resource): Iterable<TestCase> {
  const planned = planExamples(create, runner.pair);
  if (planned.kind === 'cases') yield* planned.cases.slice(0, DOCUMENTED_COUNT);
  const generated = generatedCase(create, runner.pair);
  if (generated !== undefined) yield generated;
  const valid = validRequests(create);
  for (let index = 0; valid !== undefined && index < DRAWN_COUNT; index += 1) {
    yield drawValue(valid, runner.seed, 'stateful', create.id, index).value;
  }
}

const SETUP = { isTested: true, isJudged: false, isPatient: false } as const;
const DOCUMENTED_COUNT = 2;
const DRAWN_COUNT = 3;
const MAX_TRY_COUNT = 8;
const MAX_DEPTH = 3;
