import type { Message } from '../contract/channel.js';
import { jsonSchemaFromAvro } from '../schema/avro/avro-json-schema.js';
import type { AvroType } from '../schema/avro/avro-type.js';
import { parseAvro } from '../schema/avro/parse-avro.js';
import { schemaFromValue } from '../schema/schema-from-value.js';
import type { Schema } from '../schema/schema.js';

/**
 * The schema that a message's payload is judged by; `undefined` when none of ours speaks of it. An Avro schema is that of its JSON encoding.
 *
 * @param message - of a contract
 */
export function judgedPayloadSchema({ payload }: Pick<Message, 'payload'>): Schema | undefined {
  if (payload.kind === 'json-schema') return payload.schema;
  return payload.kind === 'avro' ? plansOf(payload)?.judged : undefined;
}

/**
 * The schema that payloads are made by: for Avro stricter than the one they are judged by, which forgives what many programs do.
 *
 * @param message - of a contract
 */
export function drawnPayloadSchema({ payload }: Pick<Message, 'payload'>): Schema | undefined {
  if (payload.kind === 'json-schema') return payload.schema;
  return payload.kind === 'avro' ? plansOf(payload)?.drawn : undefined;
}

/**
 * The Avro type of a message, `undefined` when it has none, or none that can be read.
 *
 * @param message - of a contract
 */
export function avroTypeOf({ payload }: Pick<Message, 'payload'>): AvroType | undefined {
  return payload.kind === 'avro' ? plansOf(payload)?.type : undefined;
}

type AvroPayload = Extract<Message['payload'], { readonly kind: 'avro' }>;

interface AvroPlans {
  readonly type: AvroType;
  readonly judged: Schema;
  readonly drawn: Schema;
}

/** Worked out when a message of it is first met. */
function plansOf(payload: AvroPayload): AvroPlans | undefined {
  if (PLANS.has(payload)) return PLANS.get(payload);
  const parsed = parseAvro(payload.schema);
  const plans = parsed.ok ? plansFromType(parsed.type) : undefined;
  PLANS.set(payload, plans);
  return plans;
}

function plansFromType(type: AvroType): AvroPlans {
  return {
    type,
    judged: schemaFromValue(jsonSchemaFromAvro(type, 'lenient'), 'draft-07'),
    drawn: schemaFromValue(jsonSchemaFromAvro(type, 'strict'), 'draft-07'),
  };
}

const PLANS = new WeakMap<AvroPayload, AvroPlans | undefined>();
