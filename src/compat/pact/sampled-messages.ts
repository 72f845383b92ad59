import type { JsonObject, JsonValue } from '../../base/json.js';
import type { Contract } from '../../contract/contract.js';
import { sampleFromSchema } from '../../schema/sample.js';
import { payloadSchemaOf } from '../../wire/judge-message.js';
import { candidatesOf, messageAmong } from './message-of-pact.js';
import type { Pact } from './pact.js';

/** What a provider sends. */
export interface SampledMessage {
  readonly contents: JsonValue;
  readonly metadata: JsonObject;
}

/**
 * What the mock of a contract sends for each message that a pact expects, by the description of the interaction.
 *
 * @param pact - with messages among its interactions
 * @param contract - AsyncAPI
 * @returns without those that the contract has no message for
 */
export function sampledMessages(pact: Pact, contract: Contract): ReadonlyMap<string, SampledMessage> {
  const messages = new Map<string, SampledMessage>();
  for (const interaction of pact.interactions) {
    if (interaction.kind !== 'async-message') continue;
    const meant = messageAmong(interaction.message, candidatesOf(interaction.message, 'receive', contract));
    const schema = meant === undefined ? undefined : payloadSchemaOf(meant.message);
    const sample = schema === undefined ? undefined : sampleFromSchema(schema);
    if (sample?.kind === 'value') messages.set(interaction.description, { contents: sample.value, metadata: interaction.message.metadata });
  }
  return messages;
}
