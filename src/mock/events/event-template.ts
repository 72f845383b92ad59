import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { tokensFromPointer } from '../../base/json-pointer.js';
import { randomsFromSeed } from '../../base/random.js';
import type { BrokerMessage } from '../../broker/broker.js';
import type { Channel, EventOperation, Message, MessageLocation } from '../../contract/channel.js';
import type { MemberCheck } from '../../schema/member-check.js';
import { memberCheck } from '../../schema/member-check.js';
import { headerCheck } from '../../wire/message-headers.js';
import { judgeHeaders, judgePayload, payloadSchemaOf } from '../../wire/judge-message.js';
import { jsonBytesBetween, payloadCodingOf } from '../../wire/message-content.js';
import { messageKeyOf } from '../../wire/message-key.js';
import type { MessageHeaders } from '../../wire/message-headers.js';
import type { IdMaker } from './fresh-ids.js';
import { idDigits } from './fresh-ids.js';
import { idPlaces } from './fresh-message.js';
import type { KeptEvent } from './kept-event.js';
import { eventFromValues, madeValues } from './made-event.js';
import { textAtLocation } from './message-value.js';
import type { SampledMessage } from './sampled-message.js';
import { streamSample } from './stream-sample.js';

/** Which stream of messages is meant. */
export interface EventStream {
  readonly seed: string;
  /** Where they go; `undefined` for the address that the contract shows. */
  readonly address: string | undefined;
}

/**
 * What the messages of a stream after the first have in common: all but their ids. With it a message is made without taking apart what is the same in all
 * of them; it has the bytes that `madeEvent` gives it.
 *
 * @param index - 1 or more
 * @returns `undefined` for a message that is not like the others: then it has to be made in the general way
 */
export type EventTemplate = (index: number) => KeptEvent | undefined;

/**
 * The template of a stream; `undefined` where its messages differ in more than ids.
 *
 * @param operation - they belong to
 * @param message - one of its messages
 * @param stream - of messages whose values are not drawn anew for each
 */
export function eventTemplate(operation: EventOperation, message: Message, { seed, address }: EventStream): EventTemplate | undefined {
  const choice = { seed, index: 1, isVaried: false, address };
  const sample = streamSample(operation, message, choice);
  const values = sample === undefined || payloadCodingOf(message) !== 'json' ? undefined : madeValues(operation, message, choice);
  const shown = values === undefined ? undefined : eventFromValues(operation.channel, message, { values, address });
  if (sample === undefined || values === undefined || shown === undefined) return undefined;
  const holes = holesOf(message, sample, { channel: operation.channel, values });
  const text = holes === undefined ? undefined : createHoledText(values.payload, holes);
  if (holes === undefined || text === undefined) return undefined;
  const randomOf = randomsFromSeed(seed, 'ids', operation.id, message.id);
  const keeps = idsJudge(message, holes);
  const hasHeaders = holes.some(({ header }) => header !== undefined);
  const correlationHole = holes.findIndex(({ location }) => isAt(location, message.correlationId));
  const { channel, key, contentType, correlationId, replyTo, messageId } = shown;

  return (index) => {
    const random = randomOf(index);
    const ids: JsonValue[] = [];
    for (const hole of holes) {
      const id = hole.make(idDigits(random));
      // What says the same as before gets another kind of id, which is worked out in the general way.
      if (String(id) === hole.before) return undefined;
      ids.push(id);
    }
    const { value, payload } = text.fill(ids);
    const headers = hasHeaders ? withIds(shown.headers, holes, ids) : shown.headers;
    if (!keeps(ids, value, headers)) return undefined;
    const event: BrokerMessage = {
      channel,
      key,
      headers,
      payload,
      contentType,
      messageId,
      correlationId: correlationHole === -1 ? correlationId : String(ids[correlationHole]),
      replyTo,
    };
    return { event, message, messageKey: messageKeyOf(event, () => value) };
  };
}

/** A place of a message that differs from one to the next. */
interface Hole {
  readonly location: MessageLocation;
  readonly make: IdMaker;
  /** What the first message of the stream says there. */
  readonly before: string | undefined;
  /** Which of the headers; `undefined` for a member of the payload. */
  readonly header: number | undefined;
}

/** @returns `undefined` when an id takes none of the usual forms, or the address has a say in it */
function holesOf(
  message: Message,
  sample: SampledMessage,
  { channel, values }: { readonly channel: Channel; readonly values: SampledMessage },
): readonly Hole[] | undefined {
  const holes: Hole[] = [];
  for (const { location, usual } of idPlaces(message, sample)) {
    const isInAddress = channel.parameters.some((parameter) => overlaps(location, parameter.location));
    if (usual === undefined || isInAddress || holes.some((hole) => overlaps(location, hole.location))) return undefined;
    const header = location.of === 'header' ? headerIndex(values.headers, location) : undefined;
    if (header === -1) return undefined;
    holes.push({ location, make: usual, before: textAtLocation(sample, location), header });
  }
  return holes;
}

/** Whether a message whose other parts keep the contract keeps it with these ids. */
type IdsJudge = (ids: readonly JsonValue[], payload: JsonValue, headers: MessageHeaders) => boolean;

/** Where it can be told of each id alone nothing else is judged again. */
function idsJudge(message: Message, holes: readonly Hole[]): IdsJudge {
  const checks = holes.map(({ location, header }) =>
    header === undefined ? payloadCheck(message, location) : checkOfHeader(message, location),
  );
  const isOpen = (isHeader: boolean): boolean =>
    holes.some(({ header }, index) => (header !== undefined) === isHeader && checks[index] === undefined);
  const [judgesPayload, judgesHeaders] = [isOpen(false), isOpen(true)];
  return (ids, payload, headers) => {
    for (let index = 0; index < checks.length; index += 1) {
      const id = ids[index];
      if ((typeof id === 'string' || typeof id === 'number') && checks[index]?.(id) === false) return false;
    }
    if (judgesPayload && judgePayload(message, payload).length > 0) return false;
    return !judgesHeaders || judgeHeaders(message, headers).length === 0;
  };
}

function payloadCheck(message: Message, { pointer }: MessageLocation): MemberCheck | undefined {
  const schema = payloadSchemaOf(message);
  return schema === undefined ? () => true : memberCheck(schema, tokensFromPointer(pointer));
}

function checkOfHeader({ headers: schema }: Message, location: MessageLocation): MemberCheck | undefined {
  const check = schema === undefined ? () => true : headerCheck(schema, headerOf(location));
  return check === undefined ? undefined : (id) => check(String(id));
}

function headerIndex(headers: MessageHeaders, location: MessageLocation): number {
  return headers.findIndex(([name]) => name.toLowerCase() === headerOf(location));
}

function headerOf({ pointer }: MessageLocation): string {
  return (tokensFromPointer(pointer).at(-1) ?? '').toLowerCase();
}

/** One is the other, or within it. */
function overlaps(one: MessageLocation, other: MessageLocation | undefined): boolean {
  if (other === undefined || one.of !== other.of) return false;
  const [left, right] = [`${one.pointer}/`, `${other.pointer}/`];
  if (one.of === 'header') return headerOf(one) === headerOf(other);
  return left.startsWith(right) || right.startsWith(left);
}

function isAt(location: MessageLocation, other: MessageLocation | undefined): boolean {
  return other !== undefined && location.of === other.of && location.pointer === other.pointer;
}

function withIds(headers: MessageHeaders, holes: readonly Hole[], ids: readonly JsonValue[]): MessageHeaders {
  const own = headers.slice();
  for (let index = 0; index < holes.length; index += 1) {
    const header = holes[index]?.header;
    const pair = header === undefined ? undefined : headers[header];
    if (header !== undefined && pair !== undefined) own[header] = [pair[0], String(ids[index])];
  }
  return own;
}

/** A value some members of which are filled in, and its JSON in UTF-8. */
interface HoledText {
  /**
   * @param ids - of the holes; those of headers have no place in it
   * @returns the value is good until the next call
   */
  fill(ids: readonly JsonValue[]): { readonly value: JsonValue; readonly payload: Uint8Array };
}

/** Between two holes the text is always the same. @returns `undefined` when a hole leads to no member of an object */
function createHoledText(payload: JsonValue, holes: readonly Hole[]): HoledText | undefined {
  const value = JSON.parse(JSON.stringify(payload)) as JsonValue;
  const members: { readonly owner: Record<string, JsonValue>; readonly name: string; readonly hole: number; readonly mark: string }[] = [];
  for (const [hole, { location, header }] of holes.entries()) {
    if (header !== undefined) continue;
    const tokens = tokensFromPointer(location.pointer);
    const name = tokens.at(-1);
    const owner = memberAt(value, tokens.slice(0, -1));
    if (name === undefined || !isJsonObject(owner) || !Object.hasOwn(owner, name)) return undefined;
    members.push({ owner: owner as Record<string, JsonValue>, name, hole, mark: `\u0000hole ${hole}\u0000` });
  }
  for (const { owner, name, mark } of members) owner[name] = mark;
  const whole = JSON.stringify(value);
  const placed = members
    .map((member) => ({ ...member, at: whole.indexOf(JSON.stringify(member.mark)) }))
    .sort((left, right) => left.at - right.at);
  const texts: string[] = [];
  let end = 0;
  for (const { at, mark } of placed) {
    texts.push(whole.slice(end, at));
    end = at + JSON.stringify(mark).length;
  }
  const last = whole.slice(end);
  // A text of the contract that looks like a hole would be taken for one.
  if (`${texts.join('')}${last}`.includes('\\u0000hole')) return undefined;
  const pieces = [...texts, last].map((piece) => UTF_8.encode(piece));
  const filled: JsonValue[] = placed.map(() => null);
  return {
    fill: (ids) => {
      for (let index = 0; index < placed.length; index += 1) {
        const member = placed[index];
        const id = member === undefined ? undefined : ids[member.hole];
        if (member === undefined || id === undefined) continue;
        member.owner[member.name] = id;
        filled[index] = id;
      }
      return { value, payload: jsonBytesBetween(pieces, filled) };
    },
  };
}

const UTF_8 = new TextEncoder();

function memberAt(value: JsonValue, tokens: readonly string[]): JsonValue | undefined {
  let found: JsonValue | undefined = value;
  for (const token of tokens) found = isJsonObject(found) && Object.hasOwn(found, token) ? found[token] : undefined;
  return found;
}
