import type { JsonValue } from '../../base/json.js';
import type { Random } from '../../base/random.js';
import type { Message } from '../../contract/channel.js';
import { judgeMessage } from '../../wire/judge-message.js';
import { bytesFromPayload } from '../../wire/message-content.js';
import { keyLocations } from './message-keys.js';
import { textAtLocation, withTextAtLocation } from './message-value.js';
import type { SampledMessage } from './sampled-message.js';

/**
 * The same message with ids of its own where messages say who they are: whoever receives it takes it for another event, not for the same one again.
 * An id that may have no other text stays.
 *
 * @param message - of the contract
 * @param sample - that keeps it
 * @param random - draws the ids
 */
export function freshMessage(message: Message, sample: SampledMessage, random: Random): SampledMessage {
  let fresh = sample;
  for (const location of keyLocations(sample, undefined)) {
    const text = textAtLocation(fresh, location) ?? '';
    for (const id of idsLike(text, random)) {
      const { payload = null, headers } = withTextAtLocation(fresh, location, id);
      if (textAtLocation({ payload, headers }, location) === text || !keepsContract(message, { payload, headers })) continue;
      fresh = { payload, headers };
      break;
    }
  }
  return fresh;
}

/**
 * Whether a message keeps its contract.
 *
 * @param message - of the contract
 * @param sample - as values
 */
export function keepsContract(message: Message, { payload, headers }: SampledMessage): boolean {
  return judgeMessage(message, { payload: bytesFromPayload(payload, message), headers }).length === 0;
}

/** In the form that the text has, then in those that schemas of ids usually take. */
function idsLike(text: string, random: Random): readonly JsonValue[] {
  const hex = (count: number): string => Array.from({ length: count }, () => Math.floor(random.next() * 16).toString(16)).join('');
  const uuid = `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  const number = Math.floor(random.next() * 1_000_000_000) + 1;
  const similar = text.replace(/\d/g, () => String(Math.floor(random.next() * 10)));
  if (UUID.test(text)) return [uuid];
  if (/^\d+$/.test(text)) return [number, String(number), similar];
  return [`${text.slice(0, MAX_STEM_LENGTH)}-${hex(8)}`, `${text.slice(0, MAX_STEM_LENGTH)}${hex(8)}`, uuid, hex(24), hex(8), similar];
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MAX_STEM_LENGTH = 60;
