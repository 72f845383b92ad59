import type { JsonObject } from '../base/json.js';
import { numberOf, RATIO, wholeNumber } from './setting.js';

/** How much of a body is sent before something happens. */
export type KeptPart = { readonly kind: 'bytes'; readonly bytes: number } | { readonly kind: 'ratio'; readonly ratio: number };

/** The settings that {@link keptPartFrom} reads. */
export const KEPT_PART_SETTINGS: Readonly<Record<'bytes' | 'ratio', JsonObject>> = { bytes: wholeNumber(0, 1_000_000_000), ratio: RATIO };

/**
 * How much of a body is sent: `bytes`, or else a `ratio`, by default half of it.
 *
 * @param settings - as the schema has them
 */
export function keptPartFrom(settings: JsonObject): KeptPart {
  const { bytes, ratio } = settings;
  return typeof bytes === 'number' ? { kind: 'bytes', bytes } : { kind: 'ratio', ratio: numberOf(ratio, 0.5) };
}

/**
 * So many bytes of a body of this length; never all of it, since then nothing would be missing.
 *
 * @param part - how much
 * @param lengthBytes - 0 where all that will come is not known yet
 */
export function keptBytes(part: KeptPart, lengthBytes: number): number {
  const bytes = part.kind === 'bytes' ? part.bytes : Math.floor(part.ratio * lengthBytes);
  return Math.max(0, Math.min(bytes, lengthBytes - 1));
}
