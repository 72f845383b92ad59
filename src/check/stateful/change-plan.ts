import { isJsonObject } from '../../base/json.js';
import type { CaseBody, TestCase } from '../test-case.js';
import { bodyVariants } from './body-variants.js';
import { memberFactsOf } from './client-member.js';
import type { Creation } from './creation.js';
import { itemStep, plainCase, thingFrom } from './item-step.js';
import { markedBody } from './mark.js';
import type { PlannedStep, SequencePlan } from './sequence.js';
import { namedSequence } from './sequence.js';
import type { SequenceContext } from './sequence-context.js';

/**
 * Create, PATCH with other values, each read: a change that was answered as done is there.
 *
 * @param context - of the lane
 * @param creation - of the resource
 * @returns `undefined` when the contract has no PATCH by members of a thing, or nothing that reads it
 */
export function changePlan(context: SequenceContext, creation: Creation): SequencePlan | undefined {
  const { change, read } = creation.resource;
  const base = change === undefined ? undefined : plainCase(context, change);
  const reading = read === undefined ? undefined : plainCase(context, read);
  const body = base === undefined ? undefined : mergedBody(base);
  const schema = body?.mediaType.schema;
  if (base === undefined || body === undefined || schema === undefined || reading === undefined) return undefined;
  const facts = memberFactsOf(creation.resource, { ...base, body });
  const created = creation.base.body?.value;
  const known = isJsonObject(created) ? Object.fromEntries(Object.entries(created).filter(([name]) => facts.isSendable(name))) : {};
  const variants = bodyVariants(schema, [body.value, known], facts);
  const changed = variants?.other ?? variants?.full;
  if (changed === undefined) return undefined;
  return (mark) => {
    const steps = creation.steps(mark);
    const thing = thingFrom(creation, steps);
    if (thing === undefined) return namedSequence('create', steps);
    const value = markedBody(changed, schema, `${mark}w`) ?? changed;
    const write: PlannedStep = { ...itemStep(base, thing, { ...body, value }), mode: 'done' };
    const look = itemStep(reading, thing);
    return namedSequence('create, change', [...steps, look, write, look]);
  };
}

/** Members that are merged into what is there; a list of operations is another thing. */
function mergedBody({ operation, body }: TestCase): CaseBody | undefined {
  if (body !== undefined) return MERGED.test(body.mediaType.name) ? body : undefined;
  // A body that may be left out is left out of the plainest case.
  const mediaType = operation.requestBody?.content.find(({ name }) => MERGED.test(name));
  return mediaType === undefined ? undefined : { mediaType, value: {} };
}

/** @see RFC 7396 */
const MERGED = /^application\/(?:merge-patch\+)?json\s*(?:;|$)/i;
