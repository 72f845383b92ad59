import { isJsonObject, type JsonValue } from '../../base/json.js';
import { isJsonMediaType, parseMediaType } from '../../base/media-type.js';
import { randomFromSeed } from '../../base/random.js';
import type { MediaType, Parameter } from '../../contract/contract.js';
import { sampleFromSchema } from '../../schema/sample.js';
import type { Schema } from '../../schema/schema.js';
import { resolveSchema, schemaAt } from '../../schema/schema-at.js';
import { isValid } from '../../schema/validate.js';
import { buildRequest } from '../../wire/build-request.js';
import type { HttpRequest } from '../../wire/http-message.js';
import { SCOPE_HEADER } from '../../wire/scope-header.js';
import { carriedOver } from './carried-over.js';
import type { PlannedWebhook } from './plan-webhooks.js';

interface WebhookMaking {
  /** What ids are drawn from. */
  readonly seed: string;
  /** 0 for the first that is sent of its name. */
  readonly index: number;
  /** In place of what the contract shows and the cause makes of it. */
  readonly payload?: JsonValue | undefined;
}

/**
 * The request of a webhook: what the contract shows, with the values of the exchange that caused it, and an id of its own.
 *
 * @param call - as it was planned
 * @param url - where it goes
 * @param making - what the parts that nobody decides are drawn from
 * @returns with `host`, without a signature
 */
export function webhookRequest({ operation, name, cause }: PlannedWebhook, url: string, making: WebhookMaking): HttpRequest {
  const { host, pathname, search } = new URL(url);
  const mediaType = operation.requestBody?.content.find(isJson) ?? operation.requestBody?.content[0];
  const value = mediaType === undefined ? undefined : (making.payload ?? payloadOf(mediaType, { name, cause }, making));
  const built = buildRequest(operation, {
    parameters: new Map(operation.parameters.flatMap(parameterValue)),
    ...(mediaType === undefined || value === undefined ? {} : { body: { mediaType, value } }),
    basePath: '',
  });
  const [, query] = built.target.split('?', 2);
  const joined = [search.slice(1), query ?? ''].filter((part) => part !== '').join('&');
  const length = built.body === undefined ? [] : ['content-length', String(built.body.length)];
  const scope = cause === undefined || cause.scope === '' ? [] : [SCOPE_HEADER, cause.scope];
  return {
    ...built,
    target: `${pathname}${joined === '' ? '' : `?${joined}`}`,
    headers: ['host', host, ...built.headers, ...length, ...scope],
  };
}

function payloadOf(
  mediaType: MediaType,
  { name, cause }: Pick<PlannedWebhook, 'name' | 'cause'>,
  { seed, index }: WebhookMaking,
): JsonValue | undefined {
  const { schema } = mediaType;
  const keeps = (payload: JsonValue): boolean => schema === undefined || isValid(schema, payload, REQUEST);
  const shown = mediaType.examples.find(({ value }) => value !== undefined && keeps(value))?.value;
  const made = shown ?? (schema === undefined ? undefined : valueOfSchema(schema));
  if (made === undefined) return undefined;
  const carried = carriedOver(made, [cause?.responseBody, cause?.requestBody], keeps);
  const own = schema === undefined ? carried : withOwnId(carried, schema, `${seed}\n${name}\n${index}`);
  return keeps(own) ? own : carried;
}

/** Receivers take what has the same id for the same event, and do nothing about it. */
function withOwnId(payload: JsonValue, schema: Schema, key: string): JsonValue {
  if (!isJsonObject(payload) || typeof payload['id'] !== 'string') return payload;
  const resolved = resolveSchema(schema);
  const idSchema = resolved === undefined ? undefined : schemaAt(resolved, 'properties', 'id');
  const sample = idSchema === undefined ? undefined : sampleFromSchema(idSchema, { ...REQUEST, random: randomFromSeed(key) });
  return sample?.kind === 'value' && typeof sample.value === 'string' ? { ...payload, id: sample.value } : payload;
}

function parameterValue(parameter: Parameter): readonly (readonly [key: string, value: JsonValue])[] {
  const { form, examples, required } = parameter;
  const schema = form.kind === 'style' ? form.schema : form.mediaType.schema;
  const value =
    examples.find((example) => example.value !== undefined)?.value ??
    (required && schema !== undefined ? valueOfSchema(schema) : undefined);
  return value === undefined ? [] : [[`${parameter.in}:${parameter.name}`, value]];
}

function valueOfSchema(schema: Schema): JsonValue | undefined {
  const sample = sampleFromSchema(schema, REQUEST);
  return sample.kind === 'value' ? sample.value : undefined;
}

function isJson({ name }: MediaType): boolean {
  const parsed = parseMediaType(name);
  return parsed !== undefined && isJsonMediaType(parsed);
}

const REQUEST = { direction: 'request' } as const;
