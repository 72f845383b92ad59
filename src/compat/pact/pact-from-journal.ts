import type { Contract } from '../../contract/contract.js';
import type { Exchange } from '../../journal/exchange.js';
import { isOfSystem } from '../../journal/member-name.js';
import type { MessageRecord } from '../../journal/message-record.js';
import { redactExchange } from '../../journal/redact-exchange.js';
import { redactMessage } from '../../journal/redact-message.js';
import type { RunJournal } from '../../journal/run-journal.js';
import type { Secrets } from '../../journal/secrets.js';
import { interactionFromExchange } from './interaction-from-exchange.js';
import { interactionFromRecord } from './interaction-from-record.js';
import type { ChannelMessage } from './message-of-pact.js';
import { flowingMessages } from './message-of-pact.js';
import type { HttpInteraction, Pact, PactInteraction, PactState } from './pact.js';
import { shapeOfValue } from './shape-of-value.js';

/** Whose pact is written, and what the journal does not say. */
export interface PactWriting {
  readonly consumer: string;
  readonly provider: string;
  /** What an operation needs of its provider before, by its id. */
  readonly states?: ReadonlyMap<string, readonly PactState[]> | undefined;
  /** What must not be written, beside what is known to be secret everywhere. */
  readonly secrets?: Secrets | undefined;
}

/**
 * The pact that a journal shows: one interaction for each operation, status and shape of a request, and one for each message that was
 * received. Of answers only what the contract promises is asked for, by type, so that no value of a mock becomes a demand. Exchanges that
 * broke the contract, met a fault or were cut off are passed over.
 *
 * @param journal - of any consumers and providers; a call whose consumer is not known counts as this one's
 * @param contract - of the provider
 * @param writing - whose pact
 * @returns by path, method and status: the same journal gives the same pact
 */
export function pactFromJournal(journal: Pick<RunJournal, 'exchanges' | 'messages'>, contract: Contract, writing: PactWriting): Pact {
  const interactions = [...callsFrom(journal.exchanges, contract, writing), ...messagesFrom(journal.messages, contract, writing)];
  return {
    file: '',
    specification: '4',
    consumer: writing.consumer,
    provider: writing.provider,
    interactions: numbered(interactions),
    metadata: {},
  };
}

function callsFrom(exchanges: readonly Exchange[], contract: Contract, writing: PactWriting): readonly PactInteraction[] {
  const entries = new Map(contract.operations.map((entry) => [entry.id, entry]));
  const calls = new Map<string, HttpInteraction>();
  for (const exchange of exchanges) {
    const operation = exchange.operation === undefined ? undefined : entries.get(exchange.operation)?.read();
    if (operation === undefined || !isWholeCall(exchange, writing)) continue;
    const redacted = redactExchange(exchange, writing.secrets ?? NO_SECRETS);
    const call = interactionFromExchange(redacted, operation, writing.states?.get(operation.id) ?? []);
    const key = JSON.stringify([operation.path, operation.method, ...partsOfKey(call)]);
    if (!calls.has(key) && calls.size < MAX_INTERACTION_COUNT) calls.set(key, call);
  }
  return [...calls].sort(byKey).map(([, call]) => call);
}

function isWholeCall(exchange: Exchange, { consumer, provider }: PactWriting): boolean {
  const { request, response } = exchange;
  return (
    exchange.side === 'egress' &&
    exchange.provider === provider &&
    (exchange.consumer === undefined || isOfSystem(exchange.consumer, consumer)) &&
    exchange.outcome === 'answered' &&
    exchange.fault === undefined &&
    exchange.problems.length === 0 &&
    response !== undefined &&
    request.truncatedBytes === undefined &&
    response.truncatedBytes === undefined
  );
}

/** What makes two calls of one operation two interactions: values that are only other ones do not. */
function partsOfKey({ request, response }: HttpInteraction): readonly (string | number)[] {
  const { query, headers, body } = request;
  const asked = body === undefined ? '' : `${body.contentType} ${shapeOfValue(body.content)}`;
  return [response.status, response.body?.contentType ?? '', [...query.keys(), ...headers.keys()].sort().join(), asked];
}

function messagesFrom(records: readonly MessageRecord[], contract: Contract, writing: PactWriting): readonly PactInteraction[] {
  const flowing = flowingMessages(contract, 'receive');
  const received = new Map<string, PactInteraction>();
  for (const record of records) {
    const declared = isWholeDelivery(record, writing) ? flowing.find((each) => isDeclaredAs(record, each)) : undefined;
    if (declared === undefined) continue;
    const key = JSON.stringify([declared.channel.id, declared.message.id]);
    if (received.has(key) || received.size >= MAX_INTERACTION_COUNT) continue;
    const redacted = redactMessage(record, writing.secrets ?? NO_SECRETS);
    const interaction = interactionFromRecord(redacted, declared, writing.states?.get(declared.operation) ?? []);
    if (interaction !== undefined) received.set(key, interaction);
  }
  return [...received].sort(byKey).map(([, interaction]) => interaction);
}

function isWholeDelivery(record: MessageRecord, { consumer, provider }: PactWriting): boolean {
  return (
    record.side === 'delivered' &&
    record.provider === provider &&
    isOfSystem(record.receiver, consumer) &&
    record.fault === undefined &&
    record.problems.length === 0 &&
    record.truncatedBytes === undefined
  );
}

function isDeclaredAs(record: MessageRecord, { operation, message }: ChannelMessage): boolean {
  return message.id === record.message && (record.operation === undefined || record.operation === operation);
}

/** Interactions are known by their descriptions: two of one description are told apart by a number. */
function numbered(interactions: readonly PactInteraction[]): readonly PactInteraction[] {
  const counts = new Map<string, number>();
  return interactions.map((interaction) => {
    const count = (counts.get(interaction.description) ?? 0) + 1;
    counts.set(interaction.description, count);
    return count === 1 ? interaction : { ...interaction, description: `${interaction.description} (${count})` };
  });
}

function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

const NO_SECRETS: Secrets = { names: new Set(), values: [] };
const MAX_INTERACTION_COUNT = 1_000;
