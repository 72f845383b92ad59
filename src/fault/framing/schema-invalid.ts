import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { parseMediaType } from '../../base/media-type.js';
import type { Random } from '../../base/random.js';
import type { Operation } from '../../contract/contract.js';
import { drawValue } from '../../schema/arbitrary/draw.js';
import type { InvalidArbitraryPlan } from '../../schema/breach/invalid-arbitrary-from-schema.js';
import { planInvalidArbitrary } from '../../schema/breach/invalid-arbitrary-from-schema.js';
import type { Schema } from '../../schema/schema.js';
import { headerValue } from '../../wire/http-message.js';
import { mediaTypeForContent } from '../../wire/select-media-type.js';
import { responseForStatus } from '../../wire/select-response.js';
import { statelessKind } from '../fault-kind.js';
import { jsonOfReply } from '../json-of-reply.js';
import type { Reply } from '../reply.js';
import { withBody } from '../reply-body.js';
import { settingsSchema } from '../setting.js';

/** The provider of tomorrow, which keeps another contract than the consumer was written for. */
export const schemaInvalid = statelessKind<undefined>({
  kind: 'schema-invalid',
  group: 'framing',
  summary: 'The body is JSON that breaks one clause of the schema in the contract; without one it is of another type',
  schema: settingsSchema({}),
  settingsFrom: () => undefined,
  onReply: ({ reply, request, random }) => {
    const json = jsonOfReply(reply);
    if (json === undefined) return { state: undefined, effect: reply };
    const broken = brokenValue(schemaOf(reply, request.operation), random) ?? ofAnotherType(json);
    return { state: undefined, effect: withBody(reply, new TextEncoder().encode(JSON.stringify(broken))) };
  },
});

function schemaOf({ response }: Reply, operation: Operation | undefined): Schema | undefined {
  const declared = operation === undefined ? undefined : responseForStatus(operation, response.status);
  const type = parseMediaType(headerValue(response.headers, 'content-type') ?? '');
  return declared === undefined || type === undefined ? undefined : mediaTypeForContent(declared.content, type)?.schema;
}

function brokenValue(schema: Schema | undefined, random: Random): JsonValue | undefined {
  if (schema === undefined) return undefined;
  const plan = PLANS.get(schema) ?? planInvalidArbitrary(schema, { direction: 'response' });
  PLANS.set(schema, plan);
  return plan.kind === 'arbitrary' ? drawValue(plan.arbitrary, random.next(), 'schema-invalid').value.value : undefined;
}

function ofAnotherType(json: JsonValue): JsonValue {
  return isJsonObject(json) ? [] : {};
}

/** Planning takes longer than drawing. */
const PLANS = new WeakMap<Schema, InvalidArbitraryPlan>();
