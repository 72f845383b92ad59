import type { ParsedMediaType } from '../base/media-type.js';
import { isJsonMediaType, parseMediaType } from '../base/media-type.js';

/** How closely a range and a media type are compared. */
export type RangeRigour = 'parameters' | 'essence' | 'suffix';

interface AcceptedRange {
  readonly range: ParsedMediaType;
  readonly qualityRatio: number;
  readonly index: number;
}

interface Offer {
  readonly name: string;
  readonly mediaType: ParsedMediaType;
}

interface Rank {
  readonly offer: Offer;
  readonly qualityRatio: number;
  readonly specificity: number;
  readonly rangeIndex: number;
}

/**
 * The offered media type that suits an `Accept` header best, as it was written in the offer; `undefined` when none is acceptable (406).
 * Best by quality, then by how specific the matching range is, then by the order of `Accept`, then JSON, then the order of the offer.
 * When nothing matches with its parameters they are ignored, and at last `application/json` also takes a `+json` type.
 *
 * @param accept - the header as received; `undefined` and an empty text stand for any type
 * @param offered - media types or ranges as a contract writes them; one that cannot be parsed is never chosen unless any type will do
 * @see RFC 9110 §12.5.1
 */
export function negotiate(accept: string | undefined, offered: readonly string[]): string | undefined {
  if (accept === undefined || accept === '*/*' || accept.trim() === '') return preferredOffer(offered);
  const ranges = rangesFromAccept(accept);
  if (ranges.length === 0) return undefined;
  const offers = offersFromNames(offered);
  return (bestOffer(ranges, offers, 'parameters') ?? bestOffer(ranges, offers, 'essence') ?? bestOffer(ranges, offers, 'suffix'))?.name;
}

/**
 * How specific the range is that takes the media type, from 0 (any type) upwards; `undefined` when it does not take it.
 *
 * @param range - from `Accept` or from a contract's `content`
 * @param mediaType - a media type, or a range: `image/*` and `image/png` meet whichever of them is the range
 * @param rigour - `parameters`: those of the range must be there with equal values; `essence`: they are ignored; `suffix`: besides,
 *   `application/json` takes every `+json` type
 */
export function matchMediaRange(range: ParsedMediaType, mediaType: ParsedMediaType, rigour: RangeRigour): number | undefined {
  const essence = essenceSpecificity(range, mediaType, rigour);
  if (essence === undefined || rigour !== 'parameters') return essence;
  let parameterCount = 0;
  for (const [name, value] of range.parameters) {
    if (name === 'q') continue;
    if (mediaType.parameters.get(name)?.toLowerCase() !== value.toLowerCase()) return undefined;
    parameterCount += 1;
  }
  return essence + parameterCount;
}

function essenceSpecificity(range: ParsedMediaType, mediaType: ParsedMediaType, rigour: RangeRigour): number | undefined {
  if (range.essence === mediaType.essence) return range.type === '*' ? 0 : 3;
  if (range.type === '*' || mediaType.type === '*') return 0;
  if (rigour === 'suffix' && isJsonMediaType(range) && isJsonMediaType(mediaType)) return 2;
  if (range.type !== mediaType.type) return undefined;
  if (range.subtype === '*' || mediaType.subtype === '*') return 1;
  // Not in RFC 9110, but contracts do write `application/*+json`.
  return isSuffixRange(range, mediaType) || isSuffixRange(mediaType, range) ? 2 : undefined;
}

function isSuffixRange(range: ParsedMediaType, mediaType: ParsedMediaType): boolean {
  return range.suffix !== '' && range.suffix === mediaType.suffix && range.subtype.startsWith('*+');
}

function preferredOffer(offered: readonly string[]): string | undefined {
  return offered.find(isJsonName) ?? offered[0];
}

function isJsonName(name: string): boolean {
  const mediaType = parseMediaType(name);
  return mediaType !== undefined && isJsonMediaType(mediaType);
}

function offersFromNames(offered: readonly string[]): readonly Offer[] {
  const offers: Offer[] = [];
  for (const name of offered) {
    const mediaType = parseMediaType(name);
    if (mediaType !== undefined) offers.push({ name, mediaType });
  }
  return offers;
}

function bestOffer(ranges: readonly AcceptedRange[], offers: readonly Offer[], rigour: RangeRigour): Offer | undefined {
  let best: Rank | undefined;
  for (const offer of offers) {
    const rank = rankFromOffer(offer, ranges, rigour);
    if (rank !== undefined && rank.qualityRatio > 0 && (best === undefined || isBetter(rank, best))) best = rank;
  }
  return best?.offer;
}

/** The most specific range decides the quality, so `application/json;q=0, *` refuses JSON only. */
function rankFromOffer(offer: Offer, ranges: readonly AcceptedRange[], rigour: RangeRigour): Rank | undefined {
  let best: Rank | undefined;
  for (const { range, qualityRatio, index } of ranges) {
    const specificity = matchMediaRange(range, offer.mediaType, rigour);
    if (specificity === undefined || (best !== undefined && specificity <= best.specificity)) continue;
    best = { offer, qualityRatio, specificity, rangeIndex: index };
  }
  return best;
}

function isBetter(rank: Rank, best: Rank): boolean {
  if (rank.qualityRatio !== best.qualityRatio) return rank.qualityRatio > best.qualityRatio;
  if (rank.specificity !== best.specificity) return rank.specificity > best.specificity;
  if (rank.rangeIndex !== best.rangeIndex) return rank.rangeIndex < best.rangeIndex;
  return isJsonMediaType(rank.offer.mediaType) && !isJsonMediaType(best.offer.mediaType);
}

/** The ranges of an `Accept` header; those that cannot be parsed are left out, and past the bound the rest is not read. */
function rangesFromAccept(accept: string): readonly AcceptedRange[] {
  const ranges: AcceptedRange[] = [];
  for (const text of membersFromList(accept)) {
    const range = parseMediaType(text);
    if (range !== undefined) ranges.push({ range, qualityRatio: qualityFromText(range.parameters.get('q')), index: ranges.length });
    if (ranges.length === MAX_RANGE_COUNT) break;
  }
  return ranges;
}

function qualityFromText(text: string | undefined): number {
  if (text === undefined) return 1;
  const ratio = Number.parseFloat(text);
  return Number.isNaN(ratio) ? 1 : Math.min(1, Math.max(0, ratio));
}

/** The members of a list; a comma inside a quoted string does not end one. By hand, because a hostile header must cost linear time. */
function membersFromList(list: string): readonly string[] {
  if (!list.includes('"')) return list.split(',', MAX_MEMBER_COUNT);
  const members: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let index = 0; index < list.length; index += 1) {
    const character = list.charAt(index);
    if (character === '"') isQuoted = !isQuoted;
    else if (character === '\\' && isQuoted) index += 1;
    else if (character === ',' && !isQuoted) {
      members.push(list.slice(start, index));
      start = index + 1;
    }
  }
  return [...members, list.slice(start)];
}

const MAX_MEMBER_COUNT = 1000;
const MAX_RANGE_COUNT = 100;
