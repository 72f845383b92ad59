import { isJsonObject, type JsonObject, type JsonValue } from '../../base/json.js';
import { randomFromSeed, type Random } from '../../base/random.js';
import { type Sample, sampleFromSchema } from '../../schema/sample.js';
import type { Schema } from '../../schema/schema.js';
import { isValid } from '../../schema/validate.js';
import { type EventShape, eventShapeOf } from '../../wire/event-shape.js';

interface ItemSampling {
  /** At least 1. */
  readonly count: number;
  /** What makes items of one operation other than those of another. */
  readonly key: string;
  /** Present when they are to vary from call to call. */
  readonly random: Random | undefined;
  /** Whether they are server-sent events. */
  readonly areEvents: boolean;
}

/**
 * Items of a stream, each as its schema has it: the first is the usual value, the others differ from it, and from call to call only when they are to vary.
 *
 * @param itemSchema - of each
 * @param sampling - how many, and of what
 * @returns an array; why there is none when no value was found
 */
export function sampleItems(itemSchema: Schema, { count, key, random, areEvents }: ItemSampling): Sample {
  const items: JsonValue[] = [];
  const isEnded = areEvents && showsTerminator(itemSchema);
  const shape = areEvents ? eventShapeOf(itemSchema) : undefined;
  for (let tries = 0; items.length < count && tries < count + MAX_TRY_COUNT; tries += 1) {
    const chance = random ?? (tries === 0 ? undefined : randomFromSeed('items', key, tries));
    const sample = sampleFromSchema(itemSchema, { direction: 'response', random: chance });
    if (sample.kind === 'unsatisfiable') {
      if (items.length === 0) return sample;
      break;
    }
    // What ends a stream comes at its end alone.
    if (isEnded && isDone(sample.value)) continue;
    items.push(shape === undefined ? sample.value : asEvent(sample.value, { itemSchema, ...shape }, { number: items.length + 1, chance }));
  }
  const done = { data: '[DONE]' };
  if (isEnded) items.push(isValid(itemSchema, done, RESPONSE) ? done : '[DONE]');
  return { kind: 'value', value: items };
}

/** The contract says somewhere in the schema that this is how the stream ends. */
function showsTerminator({ value }: Schema): boolean {
  return JSON.stringify(value).includes('"[DONE]"');
}

function isDone(value: JsonValue): boolean {
  return value === '[DONE]' || (isJsonObject(value) && value['data'] === '[DONE]');
}

interface EventMaking {
  /** 1 for the first. */
  readonly number: number;
  readonly chance: Random | undefined;
}

/** The same event with what only streams know: ids that count, data that is what it says it is, and no orders to wait. Whatever the schema refuses stays. */
function asEvent(
  value: JsonValue,
  { itemSchema, hasId, content }: EventShape & { readonly itemSchema: Schema },
  { number, chance }: EventMaking,
): JsonValue {
  if (!isJsonObject(value) || !('data' in value)) return value;
  let event: JsonObject = value;
  const change = (changed: JsonObject): void => {
    if (isValid(itemSchema, changed, RESPONSE)) event = changed;
  };
  const data = content === undefined ? undefined : dataFrom(content, chance);
  if (data !== undefined) change({ ...event, data });
  if (hasId) change({ ...event, id: typeof event['id'] === 'number' ? number : String(number) });
  const { retry: _, ...unhurried } = event;
  change(unhurried);
  return event;
}

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-8.5 (contentSchema) */
function dataFrom(content: Schema, random: Random | undefined): string | undefined {
  const sample = sampleFromSchema(content, { direction: 'response', random });
  return sample.kind === 'value' ? JSON.stringify(sample.value) : undefined;
}

/** How many values that are none of the items' may be drawn. */
const MAX_TRY_COUNT = 20;
const RESPONSE = { direction: 'response' } as const;
