import type { JsonValue } from '../../base/json.js';
import type { Random } from '../../base/random.js';
import { randomFromSeed } from '../../base/random.js';
import type { Message, MessageLocation } from '../../contract/channel.js';
import { judgeMessage } from '../../wire/judge-message.js';
import { bytesFromPayload } from '../../wire/message-content.js';
import { keyLocations } from './message-keys.js';
import { textAtLocation, withTextAtLocation } from './message-value.js';
import { sampleOrNone } from './sample-or-none.js';
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
  const places = keyLocations(sample, undefined).map((location) => ({
    location,
    ids: idsLike(textAtLocation(sample, location) ?? '', random),
  }));
  return likeOthers(message, sample, places) ?? oneByOne(message, sample, places).fresh;
}

/** A place where a message says who it is, and what it may say instead. */
interface IdPlace {
  readonly location: MessageLocation;
  readonly ids: readonly Id[];
}

/** Worked out when it is tried; the same whichever of its neighbours were tried before. */
type Id = () => JsonValue;

/** Nearly all messages take the kinds of ids that one of them took: then it is judged once, not once for each try. */
function likeOthers(message: Message, sample: SampledMessage, places: readonly IdPlace[]): SampledMessage | undefined {
  const kinds = kindsOf(message);
  let fresh = sample;
  for (const { location, ids } of places) {
    const kind = kinds.get(nameOf(location));
    const id = kind === undefined ? undefined : ids[kind]?.();
    const written = id === undefined ? undefined : withId(fresh, location, id);
    if (written === undefined) return undefined;
    fresh = written;
  }
  const payload = bytesFromPayload(fresh.payload, message);
  if (judgeMessage(message, { payload, headers: fresh.headers }).length > 0) return undefined;
  JUDGED.set(fresh, { message, payload });
  return fresh;
}

/** What was judged a moment ago, with its bytes: to judge is most of what it costs to make a message. */
const JUDGED = new WeakMap<SampledMessage, { readonly message: Message; readonly payload: Uint8Array }>();

/**
 * The bytes of a message's payload; `undefined` when the message does not keep its contract.
 *
 * @param message - of the contract
 * @param sample - as values
 */
export function keptPayload(message: Message, sample: SampledMessage): Uint8Array | undefined {
  const judged = JUDGED.get(sample);
  if (judged?.message === message) return judged.payload;
  const payload = bytesFromPayload(sample.payload, message);
  return judgeMessage(message, { payload, headers: sample.headers }).length === 0 ? payload : undefined;
}

/** By place, which of its ids the message takes: of one sample that is always the same, so that nothing depends on what was made before. */
function kindsOf(message: Message): ReadonlyMap<string, number> {
  let kinds = KINDS.get(message);
  if (kinds === undefined) {
    const random = randomFromSeed('kinds of ids');
    const sample = sampleOrNone(message, random);
    const places = sample === undefined ? [] : keyLocations(sample, undefined);
    const tried = places.map((location) => ({ location, ids: idsLike(textAtLocation(sample ?? NOTHING, location) ?? '', random) }));
    kinds = sample === undefined ? new Map<string, number>() : oneByOne(message, sample, tried).kinds;
    KINDS.set(message, kinds);
  }
  return kinds;
}

const KINDS = new WeakMap<Message, ReadonlyMap<string, number>>();
const NOTHING: SampledMessage = { payload: null, headers: [] };

/** Each place by itself gets the first id that it takes. */
function oneByOne(
  message: Message,
  sample: SampledMessage,
  places: readonly IdPlace[],
): { readonly fresh: SampledMessage; readonly kinds: ReadonlyMap<string, number> } {
  const kinds = new Map<string, number>();
  let fresh = sample;
  for (const { location, ids } of places) {
    for (const [kind, id] of ids.entries()) {
      const written = withId(fresh, location, id());
      if (written === undefined || !keepsContract(message, written)) continue;
      fresh = written;
      kinds.set(nameOf(location), kind);
      break;
    }
  }
  return { fresh, kinds };
}

/** @returns `undefined` when it says the same as before */
function withId(sample: SampledMessage, location: MessageLocation, id: JsonValue): SampledMessage | undefined {
  const { payload = null, headers } = withTextAtLocation(sample, location, id);
  return textAtLocation({ payload, headers }, location) === textAtLocation(sample, location) ? undefined : { payload, headers };
}

function nameOf({ of, pointer }: MessageLocation): string {
  return `${of} ${pointer}`;
}

/**
 * Whether a message keeps its contract.
 *
 * @param message - of the contract
 * @param sample - as values
 */
export function keepsContract(message: Message, sample: SampledMessage): boolean {
  return keptPayload(message, sample) !== undefined;
}

/** Ids that are like a text, the likeliest to be let in first. */
function idsLike(text: string, random: Random): readonly Id[] {
  const digits = `${hexWord(random)}${hexWord(random)}${hexWord(random)}${hexWord(random)}`;
  const hex = (count: number): string => digits.slice(0, count);
  const uuid: Id = () => `${hex(8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-a${digits.slice(15, 18)}-${digits.slice(18, 30)}`;
  const similar: Id = () => {
    let index = 0;
    return text.replace(/\d/g, () => {
      index += 1;
      return String(Number.parseInt(digits[index % digits.length] ?? '0', 16) % 10);
    });
  };
  if (UUID.test(text)) return [uuid];
  const number = (): number => (Number.parseInt(hex(8), 16) % 1_000_000_000) + 1;
  if (/^\d+$/.test(text)) return [number, () => String(number()), similar];
  const stem = text.slice(0, MAX_STEM_LENGTH);
  return [() => `${stem}-${hex(8)}`, () => `${stem}${hex(8)}`, uuid, () => hex(24), () => hex(8), similar];
}

/** Eight digits. */
function hexWord(random: Random): string {
  return Math.floor(random.next() * 4_294_967_296)
    .toString(16)
    .padStart(8, '0');
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MAX_STEM_LENGTH = 60;
