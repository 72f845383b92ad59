import type { JsonObject, JsonValue } from '../../base/json.js';
import type { EventOperation } from '../../contract/channel.js';
import { payloadSchemaOf } from '../../wire/judge-message.js';
import { json, missing } from './control-answer.js';
import type { ControlCall, ControlResource } from './control-call.js';
import type { ControlledEvents } from './controlled-system.js';
import { shownSchema } from './shown-schema.js';
import { textFromUtf8 } from '../../journal/recorded-body.js';

/** What systems do with their channels. */
export const events: ControlResource = {
  name: 'events',
  methods: {
    GET: ({ systems }) =>
      json(200, {
        events: systems.flatMap(({ name, byHand }) =>
          (byHand?.events()?.contract.eventOperations ?? []).map((operation) => ({ system: name, ...briefOperation(operation) })),
        ),
      }),
  },
  one: {
    GET: (call) => {
      for (const { name, byHand } of call.systems) {
        const own = byHand?.events();
        const operation = own?.contract.eventOperations.find(({ id }) => id === call.rest[0]);
        if (own !== undefined && operation !== undefined) return json(200, { system: name, ...wholeOperation(operation, own, call) });
      }
      return missing(`no operation "${(call.rest[0] ?? '').slice(0, 100)}" that sends or receives`);
    },
  },
};

function briefOperation({ id, action, channel, messages }: EventOperation): JsonObject {
  return { id, action, channel: channel.address ?? channel.id, messages: messages.map((message) => message.id) };
}

/** With what it would send: a person changes it where they like. */
function wholeOperation(operation: EventOperation, own: ControlledEvents, { query }: ControlCall): JsonObject {
  const wanted = query.get('message') ?? undefined;
  const sample = own.sample(operation.id, wanted);
  const messages = operation.messages.map((message): JsonObject => {
    const schema = payloadSchemaOf(message);
    return {
      id: message.id,
      ...(message.name === undefined ? {} : { name: message.name }),
      contentType: message.contentType,
      ...(schema === undefined ? {} : { schema: shownSchema(schema) }),
      examples: message.examples.flatMap(({ name, payload }) => (payload === undefined ? [] : [{ name, payload }])),
    };
  });
  return {
    ...briefOperation(operation),
    messages,
    ...(sample === undefined ? {} : { sample: { channel: sample.channel, payload: payloadOf(sample.payload) } }),
  };
}

/** JSON as JSON, anything else as text. */
function payloadOf(bytes: Uint8Array): JsonValue {
  const text = textFromUtf8(bytes) ?? '';
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // What is no JSON is shown as it stands.
    return text;
  }
}
