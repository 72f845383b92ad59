import { isJsonObject, type JsonObject, type JsonValue } from '../../base/json.js';
import type { Contract, MediaType } from '../../contract/contract.js';
import { sampleFromSchema } from '../../schema/sample.js';
import type { Schema } from '../../schema/schema.js';
import { resolveSchema, schemaAt } from '../../schema/schema-at.js';
import { isValid } from '../../schema/validate.js';
import { eventsText } from '../../wire/serialise-events.js';
import { collectionFacts } from '../state/collection-facts.js';
import { stateMapOf } from '../state/state-map.js';
import type { ToldChange } from '../state/told-change.js';

/** The event that tells a change; `undefined` for one that the stream does not speak of. */
export type TellChange = (change: ToldChange, number: number) => string | undefined;

/**
 * How a stream of events tells what is created, changed and removed in the collections whose things are its items.
 *
 * @param mediaType - of the events
 * @param contract - that it is of
 * @returns `undefined` when its items are of no collection
 */
export function tellingChanges(mediaType: MediaType, contract: Contract): TellChange | undefined {
  const known = KNOWN.get(mediaType);
  if (known !== undefined) return known.tell;
  const tell = newTeller(mediaType, contract);
  KNOWN.set(mediaType, { tell });
  return tell;
}

function newTeller({ itemSchema }: MediaType, contract: Contract): TellChange | undefined {
  const things = itemSchema === undefined ? undefined : schemaOfThings(itemSchema);
  if (itemSchema === undefined || things === undefined) return undefined;
  const shapes = shapesOf(contract, things);
  if (shapes.length === 0) return undefined;
  const sample = sampleFromSchema(itemSchema, RESPONSE);
  const usual = sample.kind === 'value' && isJsonObject(sample.value) ? sample.value['event'] : undefined;
  const names = eventNames(itemSchema);
  return ({ kind, collection, value }, number) => {
    if (!shapes.some((shape) => shape.test(collection))) return undefined;
    const own = names.filter((name) => MEANINGS[kind].test(name));
    // What is gone is told only by a name that says so: another one would have it be there.
    const possible = kind === 'removed' ? (names.length === 0 ? ['removed'] : own) : [own[0] ?? usual];
    const candidates = possible.flatMap((name) => eventsWith(value, number, name));
    const event = candidates.find((one) => isValid(itemSchema, one, RESPONSE) && (kind !== 'removed' || isNamed(one)));
    return event === undefined ? undefined : eventsText([event]);
  };
}

/** The names that the schema lists. */
function eventNames(itemSchema: Schema): readonly string[] {
  const resolved = resolveSchema(itemSchema);
  const event = resolved === undefined ? undefined : schemaAt(resolved, 'properties', 'event');
  const own = event === undefined ? undefined : resolveSchema(event)?.value;
  if (!isJsonObject(own)) return [];
  return [own['const'], own['enum']].flat().filter((name) => typeof name === 'string');
}

function isNamed(event: JsonValue): boolean {
  return isJsonObject(event) && event['event'] !== undefined;
}

/** As names of events say it: `order.created`, `orderUpdated`, `DELETE`. */
const MEANINGS: Readonly<Record<ToldChange['kind'], RegExp>> = {
  created: /creat|add|new|insert|plac/i,
  changed: /updat|chang|modif|edit|replac|patch/i,
  removed: /delet|remov|destroy|gone/i,
};

/** The thing as events may have it, the fullest first. */
function eventsWith(value: JsonValue, number: number, name: JsonValue | undefined): readonly JsonValue[] {
  const data = JSON.stringify(value);
  const id = String(number);
  const named: readonly JsonObject[] =
    name === undefined
      ? []
      : [
          { event: name, id, data },
          { event: name, data },
        ];
  return [...named, { id, data }, { data }, { id, data: value }, { data: value }, value];
}

/** Of the data of events, or of items that are no events themselves. */
function schemaOfThings(itemSchema: Schema): Schema | undefined {
  const resolved = resolveSchema(itemSchema);
  const data = resolved === undefined ? undefined : schemaAt(resolved, 'properties', 'data');
  const own = data === undefined ? undefined : resolveSchema(data);
  const content = own === undefined ? undefined : schemaAt(own, 'contentSchema');
  const things = content ?? own ?? resolved;
  return things === undefined ? undefined : resolveSchema(things);
}

function shapesOf(contract: Contract, things: Schema): readonly RegExp[] {
  const map = stateMapOf(contract);
  const sites = contract.operations.flatMap((entry) => {
    const site = map.site(entry);
    return site.kind === 'collection' ? [site.collection] : [];
  });
  return [...new Set(sites)].flatMap((site) => {
    const shown = collectionFacts(site).shown?.schema;
    const resolved = shown === undefined ? undefined : resolveSchema(shown);
    const isSame = resolved !== undefined && resolved.uri === things.uri && resolved.pointer === things.pointer;
    return isSame ? [shapePattern(site.shape)] : [];
  });
}

/** `/users/{}/orders` stands for the orders of every user. */
function shapePattern(shape: string): RegExp {
  const parts = shape.split('{}').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]+')}$`);
}

const RESPONSE = { direction: 'response' } as const;
const KNOWN = new WeakMap<MediaType, { readonly tell: TellChange | undefined }>();
