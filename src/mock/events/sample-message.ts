import { InputError } from '../../base/errors.js';
import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Random } from '../../base/random.js';
import type { Message, MessageExample } from '../../contract/channel.js';
import { sampleFromSchema } from '../../schema/sample.js';
import type { Schema } from '../../schema/schema.js';
import { isValid } from '../../schema/validate.js';
import { judgeMessage, payloadSchemaOf } from '../../wire/judge-message.js';
import { bytesFromPayload } from '../../wire/message-content.js';
import type { MessageHeaders } from '../../wire/message-headers.js';
import { headersFromObject } from '../../wire/message-headers.js';
import { drawnPayloadSchema } from '../../wire/payload-schema.js';
import { correlated } from './correlate.js';
import type { SampledMessage } from './sampled-message.js';

export type { SampledMessage } from './sampled-message.js';

/**
 * A message that keeps the contract: the first example that does, with drawn headers where it shows none; else one that is drawn. Where the message
 * says its correlation id stands, there is one.
 *
 * @param message - of a contract
 * @param random - the same stream gives the same message
 * @throws InputError `E_SCHEMA_UNSATISFIABLE` when no payload or no headers were found that the schemas accept
 */
export function sampleMessage(message: Message, random: Random): SampledMessage {
  for (const example of message.examples) {
    const sample = sampleOfExample(message, example, random);
    if (sample !== undefined) return correlated(message, sample, random);
  }
  return correlated(message, { payload: drawnPayload(message, random), headers: drawnHeaders(message, random) }, random);
}

function sampleOfExample(message: Message, example: MessageExample, random: Random): SampledMessage | undefined {
  if (example.payload === undefined) return undefined;
  const payload = readExample(message, example.payload);
  const headers = example.headers === undefined ? drawnHeaders(message, random) : headersFromObject(example.headers);
  const isKept = judgeMessage(message, { payload: bytesFromPayload(payload, message), headers }).length === 0;
  return isKept ? { payload, headers } : undefined;
}

/** Many documents write the JSON of a payload as a text. */
function readExample(message: Message, written: JsonValue): JsonValue {
  const schema = payloadSchemaOf(message);
  if (typeof written !== 'string' || schema === undefined || isValid(schema, written)) return written;
  try {
    return JSON.parse(written) as JsonValue;
  } catch {
    // A text that is no JSON means itself, and is judged as it is.
    return written;
  }
}

function drawnPayload(message: Message, random: Random): JsonValue {
  const schema = payloadSchemaOf(message) === undefined ? undefined : drawnPayloadSchema(message);
  return schema === undefined ? plainPayload(message) : drawn(schema, random);
}

/** Where no schema of ours speaks of the payload, the first example is as good as anything. */
function plainPayload({ examples, payload }: Message): JsonValue {
  const shown = examples.find((example) => example.payload !== undefined)?.payload;
  if (shown !== undefined) return shown;
  return payload.kind === 'json-schema' && payload.schema === undefined ? {} : '';
}

function drawnHeaders({ headers }: Message, random: Random): MessageHeaders {
  if (headers === undefined) return [];
  const object = drawn(headers, random);
  return isJsonObject(object) ? headersFromObject(object) : [];
}

function drawn(schema: Schema, random: Random): JsonValue {
  const sample = sampleFromSchema(schema, { random });
  if (sample.kind === 'value') return sample.value;
  throw new InputError({
    code: 'E_SCHEMA_UNSATISFIABLE',
    at: { file: schema.uri, pointer: schema.pointer },
    args: { reason: sample.reason },
  });
}
