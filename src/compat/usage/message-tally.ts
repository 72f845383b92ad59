import type { JsonValue } from '../../base/json.js';
import type { Contract } from '../../contract/contract.js';
import type { Message } from '../../contract/channel.js';
import { isOfSystem } from '../../journal/member-name.js';
import type { MessageRecord } from '../../journal/message-record.js';
import { payloadFromBytes } from '../../wire/message-content.js';
import { selectRequests } from './select-requests.js';
import type { UsageOptions } from './usage-options.js';
import { dayOf } from './day-of.js';
import type { MessageUsage } from './usage.js';
import { withoutSecretTexts } from './without-secrets.js';

/** Counts the messages of a pair. */
export interface MessageTally {
  take(record: MessageRecord): void;
  usage(): readonly MessageUsage[];
}

/**
 * A tally of nothing yet. A message that was delivered several times is one.
 *
 * @param contract - of the provider
 * @param options - whose messages count
 */
export function createMessageTally(contract: Contract, { consumer }: UsageOptions): MessageTally {
  const tallies = new Map<string, MessageCount>();
  const channels = new Map(contract.eventOperations.map((operation) => [operation.id, operation.channel] as const));
  return {
    take: (record) => {
      const isSent = record.side === 'sent' && isOfSystem(record.sender, consumer);
      const isReceived = record.side === 'delivered' && isOfSystem(record.receiver, consumer) && record.attempt === 1;
      if (!isSent && !isReceived) return;
      const channel = channels.get(record.operation ?? '');
      const message = channel?.messages.find(({ id }) => id === record.message);
      const name = { channel: channel?.id ?? record.channel, action: isSent ? 'send' : 'receive', message: record.message } as const;
      const key = JSON.stringify(name);
      const tally = tallies.get(key) ?? { ...name, count: 0, lastAtMs: 0, sent: [] };
      if (tallies.size >= MAX_KIND_COUNT && !tallies.has(key)) return;
      tallies.set(key, tally);
      tally.count += 1;
      tally.lastAtMs = Math.max(tally.lastAtMs, record.atMs);
      const payload = isSent ? payloadOf(record, message) : undefined;
      if (payload !== undefined) tally.sent = selectedPayloads([...tally.sent, payload]);
    },
    usage: () => [...tallies.values()].map(({ lastAtMs, ...tally }) => ({ ...tally, lastSeenOn: dayOf(lastAtMs), reads: undefined })),
  };
}

interface MessageCount extends Pick<MessageUsage, 'channel' | 'action' | 'message'> {
  count: number;
  lastAtMs: number;
  sent: readonly JsonValue[];
}

/** What breaks the contract says nothing of what has to stay. */
function payloadOf({ payload, truncatedBytes, problems }: MessageRecord, message: Message | undefined): JsonValue | undefined {
  if (message === undefined || truncatedBytes !== undefined || problems.length > 0) return undefined;
  const read = payloadFromBytes(typeof payload === 'string' ? UTF_8.encode(payload) : payload, message);
  return read.ok ? withoutSecretTexts(read.value, []) : undefined;
}

function selectedPayloads(payloads: readonly JsonValue[]): readonly JsonValue[] {
  const requests = payloads.map((body) => ({ parameters: {}, mediaType: undefined, body }));
  return selectRequests(requests).flatMap(({ body }) => (body === undefined ? [] : [body]));
}

const UTF_8 = new TextEncoder();
const MAX_KIND_COUNT = 1_000;
