import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { appendToken, valueAtPointer } from '../../base/json-pointer.js';
import type { Place } from '../../base/place.js';
import type { Contract } from '../../contract/contract.js';
import { isEqualJson } from '../../schema/equality.js';
import type { Change } from '../change.js';
import type { Comparing } from '../comparing.js';
import { lifecycleWeight, sunsetDay } from '../lifecycle-weight.js';
import type { CallSite } from './call-site.js';
import { changeAtCall } from './call-site.js';

/** A part of a call in both versions. */
export interface LivingPart {
  readonly location: readonly string[];
  readonly older: Place;
  readonly newer: Place;
}

/**
 * What is announced of the life of a part: that it is deprecated, from when it may go, how stable it is.
 *
 * @param site - the call
 * @param part - the operation, or a parameter
 * @see RFC 8594 for sunset
 */
export function lifecycleChanges(site: CallSite, { location, older, newer }: LivingPart): readonly Change[] {
  return WORDS.flatMap((keyword) => {
    const before = wordAt(site.older.contract, older, keyword);
    const after = wordAt(site.newer.contract, newer, keyword);
    const isNew = !isEqualJson(before ?? null, after ?? null);
    // A day that is none and a level that is none stay wrong however long they stand.
    const isWrong =
      after !== undefined &&
      ((keyword === 'x-sunset' && sunsetDay(after) === undefined) || (keyword === 'x-stability-level' && !LEVELS.has(after)));
    if (!isNew && !isWrong) return [];
    const announced = lifecycleWeight({ keyword, before, after, today: site.comparing.today });
    const weight = isWrong ? { ...announced, effect: 'undecided' as const } : announced;
    // That it is deprecated now says until when.
    if (keyword === 'x-sunset' && before === undefined && weight.effect === 'lifecycle' && isDeprecatedNow(site, older, newer)) return [];
    return [
      changeAtCall(site, {
        direction: site.caller === 'consumer' ? 'provider-writes' : 'consumer-writes',
        ...weight,
        location,
        older,
        newer: { ...newer, pointer: after === undefined ? (newer.pointer ?? '') : appendToken(newer.pointer ?? '', keyword) },
        cause: `${keyword} ${older.file}#${older.pointer} ${newer.file}#${newer.pointer}`,
        args: { keyword, before: textOf(before), after: textOf(after), sunset: textOf(wordAt(site.newer.contract, newer, 'x-sunset')) },
      }),
    ];
  });
}

function isDeprecatedNow({ older, newer }: CallSite, before: Place, after: Place): boolean {
  return wordAt(older.contract, before, 'deprecated') !== true && wordAt(newer.contract, after, 'deprecated') === true;
}

/**
 * The day a part that is deprecated is to end; `undefined` when none is announced.
 *
 * @param contract - the older one
 * @param place - of the part in it
 */
export function announcedEnd(contract: Contract, place: Place): string | undefined {
  return wordAt(contract, place, 'deprecated') === true ? sunsetDay(wordAt(contract, place, 'x-sunset')) : undefined;
}

/**
 * Whether a part may go: it was deprecated, and the day it was to end has passed.
 *
 * @param comparing - says what day it is
 * @param contract - the older one
 * @param place - of the part in it
 */
export function isPastSunset({ today }: Comparing, contract: Contract, place: Place): boolean {
  const sunset = sunsetDay(wordAt(contract, place, 'x-sunset'));
  return today !== undefined && sunset !== undefined && sunset < today && wordAt(contract, place, 'deprecated') === true;
}

/**
 * Whether a part says of itself that nothing is promised yet.
 *
 * @param contract - the older one
 * @param place - of the part in it
 */
export function isUnstable(contract: Contract, place: Place): boolean {
  const level = wordAt(contract, place, 'x-stability-level');
  return level === 'draft' || level === 'alpha';
}

function wordAt({ documents }: Contract, { file, pointer = '' }: Place, keyword: string): JsonValue | undefined {
  const root = documents.get(file);
  const value = root === undefined ? undefined : valueAtPointer(root, pointer);
  const word = isJsonObject(value) && Object.hasOwn(value, keyword) ? value[keyword] : undefined;
  return word === false ? undefined : word;
}

function textOf(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
}

const WORDS: readonly string[] = ['deprecated', 'x-sunset', 'x-stability-level'];
const LEVELS: ReadonlySet<unknown> = new Set(['draft', 'alpha', 'beta', 'stable']);
