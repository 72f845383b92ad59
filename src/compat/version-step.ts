import type { Place } from '../base/place.js';
import type { Finding } from '../finding/finding.js';
import type { ContractComparison } from './contract-comparison.js';
import type { SemanticVersion } from './version-set.js';
import { versionFromText } from './version-set.js';

/** The versions that two contracts call themselves, and how far apart they have to be. */
export interface VersionStep {
  readonly provider: string;
  readonly older: string;
  readonly newer: string;
  readonly advised: ContractComparison['semver'];
  /** Of the newer one's `info.version`. */
  readonly place: Place;
}

/**
 * Whether the newer contract's version says how much changed.
 *
 * @param step - as the two contracts have it
 * @returns a warning when it steps less than advised, only information when a patch is; `undefined` when it steps far enough, or one of
 *   the two is no version
 * @see https://semver.org/#spec-item-8
 */
export function judgeVersionStep({ provider, older, newer, advised, place }: VersionStep): Finding | undefined {
  const [from, to] = [versionFromText(older), versionFromText(newer)];
  if (from === undefined || to === undefined || advised === 'none') return undefined;
  const least = leastVersion(from, advised);
  if (least === undefined || isAtLeast(to, least) || isOfPrerelease(from, to, older !== newer)) return undefined;
  return {
    code: 'compat/version-step',
    severity: advised === 'patch' ? 'info' : 'warning',
    place,
    args: { provider, older, newer, advised, expected: least.join('.') },
  };
}

/**
 * The least version that tells the truth about a change.
 *
 * @param from - the older one
 * @param advised - how much changed
 * @returns `undefined` when the older version has no number that could say so: `2` has no minor
 * @see https://semver.org/#spec-item-4 in 0.y.z anything may change, so by custom y says what breaks
 */
export function leastVersion(
  { numbers, writtenCount }: SemanticVersion,
  advised: Exclude<ContractComparison['semver'], 'none'>,
): SemanticVersion['numbers'] | undefined {
  const [major, minor, patch] = numbers;
  const level = STEPS.indexOf(advised) + (major === 0 && advised !== 'patch' ? 1 : 0);
  if (level >= writtenCount) return undefined;
  if (level === 0) return [major + 1, 0, 0];
  return level === 1 ? [major, minor + 1, 0] : [major, minor, patch + 1];
}

function isAtLeast({ numbers }: SemanticVersion, least: SemanticVersion['numbers']): boolean {
  for (const [index, number] of numbers.entries()) {
    const wanted = least[index] ?? 0;
    if (number !== wanted) return number > wanted;
  }
  return true;
}

/** What is not released yet may change from one candidate to the next. */
function isOfPrerelease(from: SemanticVersion, to: SemanticVersion, isChanged: boolean): boolean {
  return from.prerelease.length > 0 && isChanged && isAtLeast(to, from.numbers);
}

const STEPS = ['major', 'minor', 'patch'] as const;
