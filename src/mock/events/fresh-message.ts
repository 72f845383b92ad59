import type { Random } from '../../base/random.js';
import { randomFromSeed } from '../../base/random.js';
import type { Message, MessageLocation } from '../../contract/channel.js';
import type { JsonValue } from '../../base/json.js';
import type { IdMaker } from './fresh-ids.js';
import { idDigits, idMakersLike } from './fresh-ids.js';
import { keptPayload } from './kept-payload.js';
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
  const places = idPlaces(message, sample);
  const digits = places.map(() => idDigits(random));
  return likeOthers(message, sample, { places, digits }) ?? oneByOne(message, sample, { places, digits }).fresh;
}

/** A place where a message says who it is, and what it may say instead. */
export interface IdPlace {
  readonly location: MessageLocation;
  readonly makers: readonly IdMaker[];
  /** What other messages of the contract take there; `undefined` when they take none. */
  readonly usual: IdMaker | undefined;
}

/**
 * The places of a message that get ids of their own.
 *
 * @param message - of the contract
 * @param sample - that keeps it
 */
export function idPlaces(message: Message, sample: SampledMessage): readonly IdPlace[] {
  const kinds = kindsOf(message);
  return placesOf(message, sample).map(({ location, makers }) => {
    const kind = kinds.get(nameOf(location));
    return { location, makers, usual: kind === undefined ? undefined : makers[kind] };
  });
}

function placesOf({ correlationId }: Message, sample: SampledMessage): readonly Omit<IdPlace, 'usual'>[] {
  const keys = keyLocations(sample, undefined);
  const isOther = correlationId !== undefined && !keys.some((key) => nameOf(key) === nameOf(correlationId));
  const locations = isOther && textAtLocation(sample, correlationId) !== undefined ? [...keys, correlationId] : keys;
  return locations.map((location) => ({ location, makers: idMakersLike(textAtLocation(sample, location) ?? '') }));
}

interface Drawing<Place> {
  readonly places: readonly Place[];
  /** Of each place. */
  readonly digits: readonly string[];
}

/** Nearly all messages take the kinds of ids that one of them took: then it is judged once, not once for each try. */
function likeOthers(message: Message, sample: SampledMessage, { places, digits }: Drawing<IdPlace>): SampledMessage | undefined {
  let fresh = sample;
  for (const [index, { location, usual }] of places.entries()) {
    const written = usual === undefined ? undefined : withId(fresh, location, usual(digits[index] ?? ''));
    if (written === undefined) return undefined;
    fresh = written;
  }
  return keptPayload(message, fresh) === undefined ? undefined : fresh;
}

/** By place, which of its ids the message takes: of one sample that is always the same, so that nothing depends on what was made before. */
function kindsOf(message: Message): ReadonlyMap<string, number> {
  let kinds = KINDS.get(message);
  if (kinds === undefined) {
    const random = randomFromSeed('kinds of ids');
    const sample = sampleOrNone(message, random);
    const places = sample === undefined ? [] : placesOf(message, sample);
    const digits = places.map(() => idDigits(random));
    kinds = sample === undefined ? new Map<string, number>() : oneByOne(message, sample, { places, digits }).kinds;
    KINDS.set(message, kinds);
  }
  return kinds;
}

const KINDS = new WeakMap<Message, ReadonlyMap<string, number>>();

/** Each place by itself gets the first id that it takes. */
function oneByOne(
  message: Message,
  sample: SampledMessage,
  { places, digits }: Drawing<Omit<IdPlace, 'usual'>>,
): { readonly fresh: SampledMessage; readonly kinds: ReadonlyMap<string, number> } {
  const kinds = new Map<string, number>();
  let fresh = sample;
  for (const [index, { location, makers }] of places.entries()) {
    for (const [kind, make] of makers.entries()) {
      const written = withId(fresh, location, make(digits[index] ?? ''));
      if (written === undefined || keptPayload(message, written) === undefined) continue;
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
  return `${of} ${of === 'header' ? pointer.toLowerCase() : pointer}`;
}
