import type { TestCase } from '../test-case.js';
import type { Creation } from './creation.js';
import { freshId, pathSchemaOf } from './fresh-id.js';
import { followStep, itemStep, plainCase, thingFrom } from './item-step.js';
import { knownId } from './known-id.js';
import { leadsHere } from './leads-here.js';
import { pathParameterNames } from '../../contract/path-values.js';
import { changePlan } from './change-plan.js';
import { putTwicePlan, replacePlan } from './put-plans.js';
import { refusedCreatePlan } from './refused-create.js';
import type { PlannedStep, Sequence, SequencePlan } from './sequence.js';
import { namedSequence } from './sequence.js';
import type { SequenceContext } from './sequence-context.js';
import { TARGET_KEY } from './step-capture.js';

/**
 * The sequences that tell whether a provider keeps what it was given, replaces it and lets it go, as far as the contract offers the operations. Each is
 * made of fresh things.
 *
 * @param context - of the lane
 * @param creation - of the resource that they are about
 */
export function templatePlans(context: SequenceContext, creation: Creation): readonly SequencePlan[] {
  return [
    lifePlan(context, creation),
    removePlan(context, creation),
    replacePlan(context, creation),
    putTwicePlan(context, creation),
    changePlan(context, creation),
    refusedCreatePlan(context, creation),
  ].filter((plan) => plan !== undefined);
}

/**
 * A read of a thing that nobody created, to see whether the provider keeps state at all; `undefined` when nothing reads things or no such id can be made.
 *
 * @param context - of the lane
 * @param creation - of a thing that exists
 */
export function controlSequence(context: SequenceContext, creation: Creation): Sequence | undefined {
  const { read } = creation.resource;
  const base = read === undefined ? undefined : plainCase(context, read);
  if (base === undefined || read === undefined) return undefined;
  const mark = context.nextMark();
  const steps = creation.steps(mark);
  const thing = thingFrom(creation, steps);
  const step = thing === undefined ? undefined : itemStep(base, thing);
  const name = pathParameterNames(read.path).at(-1) ?? '';
  const key = `path:${name}`;
  const known = knownId(creation);
  if (step === undefined || known === undefined) return undefined;
  const id = freshId(known, pathSchemaOf(read, name), mark);
  if (id === known) return undefined;
  const captures = new Map([...step.testCase.captures].filter(([other]) => other !== key));
  const testCase: TestCase = { ...step.testCase, captures, parameters: new Map([...step.testCase.parameters, [key, id]]) };
  // What it stands below has to exist; the thing itself need not.
  return namedSequence('read what nobody created', [...steps.slice(0, -1), { testCase, instance: undefined, mode: 'any' }]);
}

function lifePlan(context: SequenceContext, creation: Creation): SequencePlan | undefined {
  const { read, list, change } = creation.resource;
  const reading = read === undefined ? undefined : plainCase(context, read);
  const listing = list === undefined ? undefined : plainCase(context, list);
  const changing = change === undefined ? undefined : plainCase(context, change);
  const following = followCase(context, creation, reading);
  if (reading === undefined && listing === undefined && following === undefined) return undefined;
  return (mark) => {
    const steps = creation.steps(mark);
    const thing = thingFrom(creation, steps);
    if (thing === undefined) return namedSequence('create', steps);
    const add = (testCase: TestCase | undefined): readonly PlannedStep[] => (testCase === undefined ? [] : [itemStep(testCase, thing)]);
    const follow = following === undefined ? [] : [followStep(following, thing)];
    const changed = changing === undefined ? [] : [...add(changing), ...add(reading)];
    return namedSequence('create, read', [...steps, ...add(reading), ...follow, ...add(listing), ...changed]);
  };
}

/** A GET of whatever `Location` names; where nothing reads a thing, it is sent in the name of what creates one. */
function followCase({ runner, basePath }: SequenceContext, { shown }: Creation, reading: TestCase | undefined): TestCase | undefined {
  if (!leadsHere(shown.exchange, { baseUrl: runner.baseUrl, basePath })) return undefined;
  return (
    reading ?? { ...shown.testCase, body: undefined, captures: new Map([...shown.testCase.captures].filter(([key]) => key !== TARGET_KEY)) }
  );
}

function removePlan(context: SequenceContext, creation: Creation): SequencePlan | undefined {
  const { read, list, remove } = creation.resource;
  const removing = remove === undefined ? undefined : plainCase(context, remove);
  const reading = read === undefined ? undefined : plainCase(context, read);
  const listing = list === undefined ? undefined : plainCase(context, list);
  if (removing === undefined || (reading === undefined && listing === undefined)) return undefined;
  return (mark) => {
    const steps = creation.steps(mark);
    const thing = thingFrom(creation, steps);
    if (thing === undefined) return namedSequence('create', steps);
    const add = (testCase: TestCase | undefined): readonly PlannedStep[] => (testCase === undefined ? [] : [itemStep(testCase, thing)]);
    const look = [...add(listing), ...add(reading)];
    // Read twice: what differs then changes of itself.
    return namedSequence('create, delete', [...steps, ...add(reading), ...look, ...add(removing), ...add(removing), ...look]);
  };
}
