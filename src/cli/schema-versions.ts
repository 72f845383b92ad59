import type { Contract } from '../contract/contract.js';

/**
 * The older of two contracts, with its channel called as in the newer one when each is one schema alone: such a channel is called as its file,
 * and versions side by side have files of other names.
 *
 * @param newer - whose names hold
 * @param older - that is renamed
 * @returns the older one itself when there is nothing to rename
 */
export function namedAs(newer: Contract, older: Contract): Contract {
  const [channel, ...others] = older.channels;
  const [named, ...otherNames] = newer.channels;
  const areAlone =
    older.specification === 'json-schema' && newer.specification === 'json-schema' && others.length + otherNames.length === 0;
  if (!areAlone || channel === undefined || named === undefined || channel.id === named.id) return older;
  const messages = channel.messages.map((message) => ({ ...message, id: named.messages[0]?.id ?? message.id }));
  const renamed = { ...channel, id: named.id, address: named.address, messages };
  const eventOperations = older.eventOperations.map((operation, index) => ({
    ...operation,
    id: newer.eventOperations[index]?.id ?? operation.id,
    channel: renamed,
    messages,
  }));
  return { ...older, channels: [renamed], eventOperations };
}
