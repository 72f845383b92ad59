import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Operation, Parameter } from '../../contract/contract.js';
import { sampleFromSchema } from '../../schema/sample.js';
import { mediaTypeTakesJson } from './request-value.js';
import { type IdPath, idPathIn } from './id-member.js';
import { itemPlaceIn, listPlaceIn, ownPlaceIn, type ShownPlace, valueAt } from './shown-place.js';
import type { CollectionSite } from './state-map.js';
import { type UsualValue, usualValueOf } from './usual-value.js';

/** What the operations of a collection say about what is in it. */
export interface CollectionFacts {
  readonly site: CollectionSite;
  readonly create: Operation | undefined;
  readonly list: Operation | undefined;
  readonly read: Operation | undefined;
  readonly put: Operation | undefined;
  /** Of one thing, where an answer shows it: the read first, then the creation, then the list. */
  readonly shown: ShownPlace | undefined;
  /** One that keeps the schema of `shown`; `undefined` when none is found. */
  readonly thing: () => JsonObject | undefined;
  readonly idPath: IdPath | undefined;
  /** The parameter that things are reached by. */
  readonly parameter: Parameter | undefined;
  /** Whether PUT to what is not there creates it. */
  readonly putCreates: boolean;
  /** Whether things can come into it by calls: else nothing of it is remembered, unless somebody puts things into it from without. */
  readonly isLiving: boolean;
}

/**
 * What is known of a collection once its operations are read. Worked out once.
 *
 * @param site - of a contract
 */
export function collectionFacts(site: CollectionSite): CollectionFacts {
  let facts = KNOWN.get(site);
  if (facts === undefined) {
    facts = readFacts(site);
    KNOWN.set(site, facts);
  }
  return facts;
}

function readFacts(site: CollectionSite): CollectionFacts {
  const { methods, itemMethods, itemPlan } = site;
  const usable = (operation: Operation | undefined): Operation | undefined => (operation?.unusable === undefined ? operation : undefined);
  const create = usable(methods.get('POST')?.read());
  const list = usable(methods.get('GET')?.read());
  const read = usable(itemMethods.get('GET')?.read());
  const put = usable(itemMethods.get('PUT')?.read());
  const found = shownIn([[read], [create, 201], [create], [put], [list]], site);
  const idPath = found === undefined ? undefined : idPathIn(found.shown.schema, itemPlan);
  const hasItems = read !== undefined || list !== undefined || itemMethods.has('DELETE') || itemMethods.has('PATCH') || put !== undefined;
  const creates = create !== undefined && takesThing(create) && idPath !== undefined;
  const putCreates = put !== undefined && takesThing(put) && (create === undefined || put.responses.some(({ status }) => status === '201'));
  return {
    site,
    create,
    list,
    read,
    put,
    shown: found?.shown,
    thing: () => (found === undefined ? undefined : thingIn(found)),
    idPath,
    parameter: parameterOf(read ?? put ?? itemMethods.values().next().value?.read(), site),
    putCreates,
    isLiving: hasItems && found !== undefined && (creates || putCreates),
  };
}

function thingIn({ shown, whole }: Found): JsonObject | undefined {
  const value = valueAt(whole.value(), shown.path);
  const one: JsonValue | undefined = Array.isArray(value) ? value[0] : value;
  if (isJsonObject(one)) return one;
  const made = sampleFromSchema(shown.schema, { direction: 'response' });
  return made.kind === 'value' && isJsonObject(made.value) ? made.value : undefined;
}

interface Found {
  readonly shown: ShownPlace;
  readonly whole: UsualValue;
}

/** Nothing can be remembered of bytes that are no value. */
function takesThing({ requestBody }: Operation): boolean {
  return requestBody === undefined || requestBody.content.some(mediaTypeTakesJson);
}

function shownIn(
  sources: readonly (readonly [operation: Operation | undefined, code?: number])[],
  { itemPlan, itemMethods, methods }: CollectionSite,
): Found | undefined {
  for (const [operation, code] of sources) {
    const whole = operation === undefined ? undefined : usualValueOf(operation, code);
    if (whole === undefined || operation === undefined) continue;
    const isList = methods.get('GET')?.id === operation.id;
    const isOwn = itemMethods.get(operation.method)?.id === operation.id;
    const place = isOwn ? ownPlaceIn(operation, whole.schema, itemPlan) : itemPlaceIn(whole.schema, itemPlan);
    const shown = isList ? listPlaceIn(whole.schema, itemPlan) : place;
    if (shown !== undefined) return { shown, whole };
  }
  return undefined;
}

function parameterOf(operation: Operation | undefined, { itemPlan }: CollectionSite): Parameter | undefined {
  const last = itemPlan.at(-1);
  const parameters = operation?.parameters.filter((parameter) => parameter.in === 'path') ?? [];
  return (last?.kind === 'parameter' ? parameters.find(({ name }) => name === last.name) : undefined) ?? parameters.at(-1);
}

const KNOWN = new WeakMap<CollectionSite, CollectionFacts>();
