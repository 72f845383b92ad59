import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { generatedCase, planExamples } from '../plan-examples.js';
import type { TestCase } from '../test-case.js';
import type { BodyVariants } from './body-variants.js';
import { bodyVariants, withoutMembers } from './body-variants.js';
import { memberFactsOf } from './client-member.js';
import type { Creation } from './creation.js';
import { itemStep, plainCase, thingFrom } from './item-step.js';
import { markedBody } from './mark.js';
import type { PlannedStep, SequencePlan } from './sequence.js';
import { namedSequence } from './sequence.js';
import type { SequenceContext } from './sequence-context.js';

/**
 * Create, PUT the whole with its optional members, PUT the whole without them, each read: an old value that is still there was not replaced.
 *
 * @param context - of the lane
 * @param creation - of the resource
 * @returns `undefined` when the contract has no PUT of a thing with something optional in it, or nothing that reads it
 */
export function replacePlan(context: SequenceContext, creation: Creation): SequencePlan | undefined {
  const put = replacement(context, creation);
  const variants = put === undefined ? undefined : variantsOf(context, creation, put.base);
  if (put === undefined || variants === undefined) return undefined;
  const { base, reading } = put;
  const { full, slim, other } = variants;
  const optional = Object.keys(full).filter((name) => slim[name] === undefined);
  const created = slimCreation(creation, optional);
  // Without them from the beginning, the first read tells what the provider puts there by itself; else two values tell it.
  const showsDefault = isJsonObject(created) && optional.every((name) => created[name] === undefined);
  return (mark) => {
    const steps = creation.steps(mark, created);
    const thing = thingFrom(creation, steps);
    if (thing === undefined) return namedSequence('create', steps);
    const write = (body: JsonObject): readonly PlannedStep[] => {
      const value = markedBody(body, base.body?.mediaType.schema, `${mark}w`) ?? body;
      const step = itemStep(base, thing, base.body === undefined ? undefined : { ...base.body, value });
      return [{ ...step, mode: 'done' }, itemStep(reading, thing)];
    };
    const again = showsDefault || other === undefined ? [] : [...write(other), ...write(slim)];
    return namedSequence('create, replace', [...steps, itemStep(reading, thing), ...write(full), ...write(slim), ...again]);
  };
}

/**
 * Create, PUT, PUT the same again, each read and listed: the second one changes nothing more.
 *
 * @param context - of the lane
 * @param creation - of the resource
 * @returns `undefined` when the contract has no PUT of a thing, or nothing that reads it
 */
export function putTwicePlan(context: SequenceContext, creation: Creation): SequencePlan | undefined {
  const put = replacement(context, creation);
  if (put === undefined) return undefined;
  const { base, reading } = put;
  const { list } = creation.resource;
  const listing = list === undefined ? undefined : plainCase(context, list);
  const whole = variantsOf(context, creation, base)?.full ?? base.body?.value;
  return (mark) => {
    const steps = creation.steps(mark);
    const thing = thingFrom(creation, steps);
    if (thing === undefined || base.body === undefined || whole === undefined) return namedSequence('create', steps);
    const value = markedBody(whole, base.body.mediaType.schema, `${mark}w`) ?? whole;
    const write: PlannedStep = { ...itemStep(base, thing, { ...base.body, value }), mode: 'done' };
    const look = [itemStep(reading, thing), ...(listing === undefined ? [] : [itemStep(listing, thing)])];
    // The first one twice: what differs between them changes of itself.
    const before = itemStep(reading, thing);
    return namedSequence('create, replace twice', [...steps, before, write, before, ...look, write, ...look]);
  };
}

interface Replacement {
  readonly base: TestCase;
  readonly reading: TestCase;
}

function replacement(context: SequenceContext, { resource }: Creation): Replacement | undefined {
  const replace = resource.createdBy === 'put' ? resource.create : resource.replace;
  const base = replace === undefined ? undefined : plainCase(context, replace);
  const reading = resource.read === undefined ? undefined : plainCase(context, resource.read);
  return base?.body === undefined || reading === undefined ? undefined : { base, reading };
}

function variantsOf({ runner }: SequenceContext, { resource }: Creation, base: TestCase): BodyVariants | undefined {
  const schema = base.body?.mediaType.schema;
  const planned = planExamples(base.operation, runner.pair);
  const cases = [...(planned.kind === 'cases' ? planned.cases : []), generatedCase(base.operation, runner.pair)];
  const bodies = cases.flatMap((one) => (one?.body?.mediaType === base.body?.mediaType && one?.body !== undefined ? [one.body.value] : []));
  return schema === undefined ? undefined : bodyVariants(schema, bodies, memberFactsOf(resource, base));
}

function slimCreation({ base }: Creation, optional: readonly string[]): JsonValue | undefined {
  const value = base.body?.value;
  return isJsonObject(value) ? withoutMembers(base.body?.mediaType.schema, value, optional) : undefined;
}
