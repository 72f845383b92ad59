import { isJsonObject } from '../../base/json.js';
import { drawValue } from '../../schema/arbitrary/draw.js';
import type { CaseBody, TestCase } from '../test-case.js';
import type { Creation } from './creation.js';
import { itemStep, plainCase, thingFrom } from './item-step.js';
import { markedBody } from './mark.js';
import type { PlannedStep, SequencePlan } from './sequence.js';
import { namedSequence } from './sequence.js';
import type { SequenceContext } from './sequence-context.js';

/**
 * List, create with data that break the contract, list: nothing of what was refused is there. Several creations, each with a mark and a breach of its own.
 *
 * @param context - of the lane
 * @param creation - of the resource
 * @returns `undefined` when the contract has no list, nothing of the creation can be broken, or nothing in it can be marked
 */
export function refusedCreatePlan(context: SequenceContext, creation: Creation): SequencePlan | undefined {
  const { list } = creation.resource;
  const listing = list === undefined ? undefined : plainCase(context, list);
  const refused = invalidCreations(context, creation);
  if (listing === undefined || refused.length === 0) return undefined;
  return (mark) => {
    const steps = creation.steps(mark);
    const thing = thingFrom(creation, steps);
    if (thing === undefined) return namedSequence('create', steps);
    // The creation itself is left out, what it needs is not.
    const before = steps.slice(0, -1);
    const look: PlannedStep = { ...itemStep(listing, thing), mode: 'done' };
    const attempts = refused.flatMap((testCase, place) => refusedStep(testCase, thing.created, `${mark}r${place}`) ?? []);
    return namedSequence('refused creations', [...before, look, ...attempts, { ...look, mode: 'any' }]);
  };
}

function refusedStep(testCase: TestCase, created: TestCase, mark: string): PlannedStep | undefined {
  const { body } = testCase;
  const marked = body === undefined ? undefined : markedBody(body.value, body.mediaType.schema, mark);
  if (body === undefined || marked === undefined) return undefined;
  const whole: CaseBody = { ...body, value: marked };
  // What the creation stands below is the same; what its body refers to may be what is broken.
  const captures = new Map([...testCase.captures, ...[...created.captures].filter(([key]) => key.startsWith('path:'))]);
  return { testCase: { ...testCase, captures, body: whole }, instance: undefined, mode: 'any' };
}

/** One for each member that can be broken, then more; what is broken deep inside first: providers look there last. */
function invalidCreations({ runner, invalidRequests }: SequenceContext, { resource, base }: Creation): readonly TestCase[] {
  const invalid = resource.createdBy === 'post' ? invalidRequests(resource.create) : undefined;
  if (invalid === undefined) return [];
  const byCause = new Map<string, TestCase>();
  for (let index = 0; index < DRAWN_COUNT; index += 1) {
    const drawn = withDocumentedMembers(drawValue(invalid, runner.seed, 'stateful', resource.create.id, 'refused', index).value, base);
    const key = `${drawn.intent.kind === 'invalid' ? drawn.intent.breach.keyword : ''} ${breachedLocation(drawn).join('/')}`;
    if (!byCause.has(key) && keepsMark(drawn)) byCause.set(key, drawn);
  }
  const deepest = [...byCause.values()].toSorted((left, right) => breachedLocation(right).length - breachedLocation(left).length);
  const firstOfMember = deepest.filter(
    (one, place) => place === deepest.findIndex((other) => breachedMember(other) === breachedMember(one)),
  );
  return [...new Set([...firstOfMember, ...deepest])].slice(0, KEPT_COUNT);
}

/** Whether a mark can stand in what is sent without touching what is broken. */
function keepsMark(drawn: TestCase): boolean {
  const { body } = drawn;
  const breached = breachedMember(drawn);
  const marked = body === undefined ? undefined : markedBody(body.value, body.mediaType.schema, 'x');
  return breached !== undefined && isJsonObject(body?.value) && marked !== undefined && marked[breached] === body.value[breached];
}

function breachedLocation({ intent }: TestCase): readonly string[] {
  return intent.kind === 'invalid' ? intent.breach.location : [];
}

/** The member of the body that a case breaks; `undefined` when it breaks something else. */
function breachedMember(drawn: TestCase): string | undefined {
  const [where, member] = breachedLocation(drawn);
  return where === 'body' ? member : undefined;
}

/** What is not broken is as documented: most providers refuse for the breach only then, and most get that far. */
function withDocumentedMembers(drawn: TestCase, { body }: TestCase): TestCase {
  const breached = breachedMember(drawn);
  if (!isJsonObject(body?.value) || !isJsonObject(drawn.body?.value) || breached === undefined || drawn.body.mediaType !== body.mediaType)
    return drawn;
  const others = Object.entries(body.value).filter(([name]) => name !== breached);
  const own = drawn.body.value[breached];
  return { ...drawn, body: { ...drawn.body, value: { ...Object.fromEntries(others), ...(own === undefined ? {} : { [breached]: own }) } } };
}

const DRAWN_COUNT = 60;
const KEPT_COUNT = 6;
