import { randomFromSeed } from '../../base/random.js';
import type { BrokerMessage } from '../../broker/broker.js';
import type { Channel, EventOperation, Message } from '../../contract/channel.js';
import { planArbitrary } from '../../schema/arbitrary/arbitrary-from-schema.js';
import { drawValue } from '../../schema/arbitrary/draw.js';
import { sampleFromSchema } from '../../schema/sample.js';
import { matchAddress } from '../../wire/channel-address.js';
import type { Schema } from '../../schema/schema.js';
import { payloadSchemaOf } from '../../wire/judge-message.js';
import { freshMessage } from './fresh-message.js';
import { keepsContract, keptPayload } from './kept-payload.js';
import { addressable, addressOf } from './message-address.js';
import { textAtLocation, withTextAtLocation } from './message-value.js';
import { sampleOrNone } from './sample-or-none.js';
import type { SampledMessage } from './sampled-message.js';
import { streamSample } from './stream-sample.js';

/** Which message of a channel is meant. */
export interface EventChoice {
  /** The same seed, operation and number give the same bytes. */
  readonly seed: string;
  /** From 0: what comes after the first has ids of its own. */
  readonly index: number;
  /** Values are drawn anew for each, instead of those of the first example. */
  readonly isVaried: boolean;
  /** Where it goes; `undefined` for the address that the message itself says, or the contract shows. */
  readonly address?: string | undefined;
}

/**
 * A message that keeps the contract, ready for the broker.
 *
 * @param operation - it belongs to
 * @param message - one of its messages
 * @param choice - which one of them
 * @returns `undefined` when there is none that keeps the contract, or none that belongs to the address
 */
export function madeEvent(operation: EventOperation, message: Message, choice: EventChoice): BrokerMessage | undefined {
  const values = madeValues(operation, message, choice);
  return values === undefined ? undefined : eventFromValues(operation.channel, message, { values, address: choice.address });
}

/**
 * A message as values; they may still break the contract.
 *
 * @param operation - it belongs to
 * @param message - one of its messages
 * @param choice - which one of them
 * @returns `undefined` when none was found, or none that belongs to the address
 */
export function madeValues(operation: EventOperation, message: Message, choice: EventChoice): SampledMessage | undefined {
  const { seed, index, isVaried, address } = choice;
  const labels = [operation.id, message.id, index] as const;
  const sample = streamSample(operation, message, choice) ?? sampleOrNone(message, randomFromSeed(seed, ...labels));
  if (sample === undefined) return undefined;
  const drawn = isVaried ? (variedSample(message, sample, `${seed} ${labels.join(' ')}`) ?? sample) : sample;
  const fresh = index === 0 ? drawn : freshMessage(message, drawn, randomFromSeed(seed, 'ids', ...labels));
  if (address === undefined) return addressed(operation.channel, message, fresh);
  return atAddress(operation.channel, message, { sample: fresh, address });
}

/**
 * A message as the broker takes it.
 *
 * @param channel - where it flows
 * @param message - of the contract
 * @param content - its values, and its address when they do not decide it
 * @returns `undefined` when nobody says the address, or it does not keep the contract
 */
export function eventFromValues(
  channel: Channel,
  message: Message,
  { values, address }: { readonly values: SampledMessage; readonly address: string | undefined },
): BrokerMessage | undefined {
  const at = address ?? addressOf(channel, values);
  const payload = at === undefined ? undefined : keptPayload(message, values);
  if (at === undefined || payload === undefined) return undefined;
  return {
    channel: at,
    key: message.key === undefined ? undefined : keyText(message.key),
    headers: values.headers,
    payload,
    contentType: message.contentType,
    messageId: undefined,
    correlationId: message.correlationId === undefined ? undefined : textAtLocation(values, message.correlationId),
    replyTo: undefined,
  };
}

/** Nothing of it is drawn: it is the same for every message. */
function keyText(schema: Schema): string | undefined {
  const known = KEYS.get(schema);
  if (known !== undefined) return known.text;
  const key = sampleFromSchema(schema);
  const text = key.kind === 'value' ? (typeof key.value === 'string' ? key.value : JSON.stringify(key.value)) : undefined;
  KEYS.set(schema, { text });
  return text;
}

const KEYS = new WeakMap<Schema, { readonly text: string | undefined }>();

/** Drawn from its schema; languages other than JSON Schema have samples only. */
function variedSample(message: Message, { headers }: SampledMessage, seed: string): SampledMessage | undefined {
  const schema = payloadSchemaOf(message);
  const plan = schema === undefined ? undefined : planArbitrary(schema);
  if (plan?.kind !== 'arbitrary') return undefined;
  const varied = { payload: drawValue(plan.arbitrary, seed).value, headers };
  return keepsContract(message, varied) ? varied : undefined;
}

/** What a message says of its address must be what an address can hold. */
function addressed(channel: Channel, message: Message, sample: SampledMessage): SampledMessage {
  if (channel.parameters.length === 0) return sample;
  const { payload = null, headers } = addressable(channel, sample);
  return keepsContract(message, { payload, headers }) ? { payload, headers } : sample;
}

/** The message says what its address says; `undefined` when it may not. */
function atAddress(
  channel: Channel,
  message: Message,
  { sample, address }: { readonly sample: SampledMessage; readonly address: string },
): SampledMessage | undefined {
  const parameters = matchAddress(channel, address);
  if (parameters === undefined) return undefined;
  let values = sample;
  for (const { name, location } of channel.parameters) {
    const text = parameters[name];
    const said = location === undefined ? undefined : textAtLocation(values, location);
    // A heartbeat on the same channel may say nothing of it.
    if (location === undefined || text === undefined || said === undefined || said === text) continue;
    const written = [text, Number(text)]
      .map((value) => withTextAtLocation(values, location, value))
      .map(({ payload = null, headers }) => ({ payload, headers }))
      .find((changed) => textAtLocation(changed, location) === text && keepsContract(message, changed));
    if (written === undefined) return undefined;
    values = written;
  }
  return values;
}
