import type { JsonValue } from '../../base/json.js';
import { randomFromSeed } from '../../base/random.js';
import type { BrokerMessage } from '../../broker/broker.js';
import type { Message } from '../../contract/channel.js';
import { sampleFromSchema } from '../../schema/sample.js';
import { bytesFromPayload } from '../../wire/message-content.js';
import { messageKeyOf } from '../../wire/message-key.js';
import type { EventCase } from './event-case.js';
import { addressable, addressOf } from '../../mock/events/message-address.js';
import { keyLocations } from '../../mock/events/message-keys.js';
import type { MessageValues } from '../../mock/events/message-value.js';
import { textAtLocation, withTextAtLocation } from '../../mock/events/message-value.js';
import { problemsOfContent } from './problems-of-content.js';

/** A case as it goes to the broker. */
export interface StampedMessage {
  readonly testCase: EventCase;
  readonly message: BrokerMessage;
  /** What its effect may be known by. */
  readonly names: ReadonlySet<string>;
  /** Whether no message before had its key: what the receiver says it did is then of this one. */
  readonly isFresh: boolean;
  readonly correlationId: string | undefined;
}

/** What is new in each message. */
export interface Stamp {
  /** Keys that were sent before; those of this message are added. */
  readonly sent: Set<string>;
  /** Decides the keys; another one for each message. */
  readonly seed: string;
  /** Where the pair says the key is. */
  readonly key: string | undefined;
  /** Where an answer is expected. */
  readonly replyTo?: string | undefined;
  /** Whether messages go in order by a key where the contract names none. */
  readonly isKeyed: boolean;
}

/**
 * The message of a case with keys of its own: sent twice by mistake, a receiver that knows its business would do nothing the second time.
 * What is wrong on purpose stays wrong, and only that.
 *
 * @param testCase - as planned
 * @param stamp - what is new
 * @returns `undefined` when the channel's address cannot be told
 */
export function stampMessage(testCase: EventCase, stamp: Stamp): StampedMessage | undefined {
  const { message, operation } = testCase;
  let values = addressed(testCase);
  const unique = uniqueTexts(stamp.seed);
  const used = new Set<string>();
  for (const location of keyLocations(values, stamp.key)) {
    values = withFresh(values, { location, candidates: unique.all(textAtLocation(values, location)), testCase });
    used.add(textAtLocation(values, location) ?? '');
  }
  const { correlationId } = message;
  if (correlationId !== undefined && textAtLocation(values, correlationId) !== undefined)
    values = withFresh(values, { location: correlationId, candidates: unique.all(textAtLocation(values, correlationId)), testCase });
  if (stamp.replyTo !== undefined && operation.reply?.address !== undefined)
    values = withTextAtLocation(values, operation.reply.address, stamp.replyTo);
  const channel = addressOf(operation.channel, values);
  if (channel === undefined) return undefined;
  const payload = testCase.rawPayload === undefined ? bytesFromPayload(values.payload ?? null, message) : Buffer.from(testCase.rawPayload);
  const [inPayload] = used;
  const isFresh = [...used].every((key) => !stamp.sent.has(key));
  const messageId = inPayload === undefined || inPayload === '' || !isFresh ? unique.id : inPayload;
  for (const key of used) stamp.sent.add(key);
  const sent: BrokerMessage = {
    channel,
    key: keyOf(message, stamp.isKeyed),
    headers: values.headers,
    payload,
    contentType: message.contentType,
    messageId,
    correlationId: correlationId === undefined ? undefined : textAtLocation(values, correlationId),
    replyTo: stamp.replyTo,
  };
  const names = new Set([messageId, ...used, messageKeyOf(sent), messageKeyOf({ ...sent, messageId: undefined })]);
  names.delete('');
  return { testCase, message: sent, names, isFresh, correlationId: sent.correlationId };
}

/**
 * The values of a case, with those of its address where that changes nothing about what the contract has against it.
 *
 * @param testCase - as planned
 */
export function addressed(testCase: EventCase): MessageValues {
  const { payload, headers, operation } = testCase;
  const values = { payload, headers };
  const changed = addressable(operation.channel, values);
  return problemKeys(changed, testCase) === problemKeys(values, testCase) ? changed : values;
}

interface Freshening {
  readonly location: Parameters<typeof withTextAtLocation>[1];
  readonly candidates: readonly JsonValue[];
  readonly testCase: EventCase;
}

/** The first text that changes nothing about what the contract has against the message; a place that takes no other keeps its own. */
function withFresh(values: MessageValues, { location, candidates, testCase }: Freshening): MessageValues {
  const before = problemKeys(values, testCase);
  const isNumber = location.of === 'payload' && /^-?\d+(?:\.\d+)?$/.test(textAtLocation(values, location) ?? '');
  const ordered = isNumber ? [...candidates].reverse() : candidates;
  for (const candidate of ordered) {
    const changed = withTextAtLocation(values, location, candidate);
    if (problemKeys(changed, testCase) === before) return changed;
  }
  return values;
}

function problemKeys({ payload = null, headers }: MessageValues, { message, rawPayload }: EventCase): string {
  return problemsOfContent({ payload, rawPayload, headers }, message)
    .map(({ code, location }) => `${code} ${location.join('/')}`)
    .sort()
    .join('\n');
}

interface UniqueTexts {
  readonly id: string;
  /** @param text - that stands there: what is like it is tried, too */
  all(text: string | undefined): readonly JsonValue[];
}

/** In forms that schemas of keys take: a UUID, letters and digits, digits, a number. */
function uniqueTexts(seed: string): UniqueTexts {
  const random = randomFromSeed(seed, 'message key');
  const hex = (count: number): string => Array.from({ length: count }, () => Math.floor(random.next() * 16).toString(16)).join('');
  const uuid = (): string => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  const forms = (): readonly JsonValue[] => {
    const number = Math.floor(random.next() * 1_000_000_000) + 1;
    return [uuid(), `evt_${hex(16)}`, `evt-${hex(12)}`, hex(24), hex(8), `msg_${number}`, String(number), number];
  };
  const id = uuid();
  const similar = (text: string): string =>
    text.replace(/[a-z0-9]/gi, (character) => (/\d/.test(character) ? String(Math.floor(random.next() * 10)) : character));
  const like = (text: string): readonly JsonValue[] => [
    `${text}-${hex(12)}`,
    `${text}${hex(8)}`,
    `${text}${Math.floor(random.next() * 1e9)}`,
    similar(text),
  ];
  return { id, all: (text) => [...forms(), ...(text === undefined || text.length > MAX_KEY_LENGTH ? [] : like(text))] };
}

const MAX_KEY_LENGTH = 200;

function keyOf({ key }: Message, isKeyed: boolean): string | undefined {
  if (key === undefined) return isKeyed ? 'mortise' : undefined;
  const sample = sampleFromSchema(key);
  if (sample.kind !== 'value') return undefined;
  return typeof sample.value === 'string' ? sample.value : JSON.stringify(sample.value);
}
