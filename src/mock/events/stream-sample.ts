import { randomFromSeed } from '../../base/random.js';
import type { EventOperation, Message } from '../../contract/channel.js';
import { idPlaces } from './fresh-message.js';
import { sampleOrNone } from './sample-or-none.js';
import type { SampledMessage } from './sampled-message.js';

/**
 * The sample of the first message of a stream, for those after it that differ from it by their ids alone; `undefined` where that is not enough to
 * tell them apart. To draw a sample costs thirty times as much as to judge it.
 *
 * @param operation - it belongs to
 * @param message - one of its messages
 * @param choice - which stream, and which of its messages: the first is its own
 */
export function streamSample(
  { id }: EventOperation,
  message: Message,
  { seed, index }: { readonly seed: string; readonly index: number },
): SampledMessage | undefined {
  if (index === 0) return undefined;
  const streams = FIRSTS.get(message) ?? new Map<string, SampledMessage | undefined>();
  FIRSTS.set(message, streams);
  const stream = `${seed}\u0000${id}`;
  let first = streams.get(stream);
  if (first === undefined && !streams.has(stream)) {
    const sample = sampleOrNone(message, randomFromSeed(seed, id, message.id, 0));
    first = sample === undefined || idPlaces(message, sample).length === 0 ? undefined : sample;
    if (streams.size >= MAX_STREAM_COUNT) streams.clear();
    streams.set(stream, first);
  }
  return first;
}

const FIRSTS = new WeakMap<Message, Map<string, SampledMessage | undefined>>();
const MAX_STREAM_COUNT = 100;
