/** A version as semver.org has it; what is left out of it counts as 0. */
export interface SemanticVersion {
  readonly numbers: readonly [major: number, minor: number, patch: number];
  /** How many of the numbers are written: `1.4` has two. */
  readonly writtenCount: number;
  /** Identifiers of a version that is not released yet: `['rc', '1']`. */
  readonly prerelease: readonly string[];
}

/**
 * The version that a text is, also `v1.4` and `2`; `undefined` for any other text, such as a day.
 *
 * @param text - of `info.version`, or the name of a tag or a file
 * @see https://semver.org/#spec-item-2
 */
export function versionFromText(text: string): SemanticVersion | undefined {
  const [, major, minor, patch, prerelease] = VERSION.exec(text.trim()) ?? [];
  if (major === undefined) return undefined;
  return {
    numbers: [Number(major), Number(minor ?? 0), Number(patch ?? 0)],
    writtenCount: [major, minor, patch].filter((part) => part !== undefined).length,
    prerelease: prerelease === undefined ? [] : prerelease.split('.'),
  };
}

/**
 * The order of two versions, older first: by their numbers where both are versions, else as people order names, runs of digits by their value.
 *
 * @returns negative, 0 or positive; 0 only for versions that weigh the same
 * @see https://semver.org/#spec-item-11
 */
export function compareVersions(left: string, right: string): number {
  const [one, other] = [versionFromText(left), versionFromText(right)];
  return one === undefined || other === undefined ? compareNames(left, right) : comparePrecedence(one, other);
}

/**
 * The order of two names: letters by their code, runs of digits by their value, so that `v9` stands before `v10`.
 *
 * @returns negative, 0 or positive; 0 only for the same text
 */
export function compareNames(left: string, right: string): number {
  const [parts, others] = [left.match(RUNS) ?? [], right.match(RUNS) ?? []];
  for (const [index, part] of parts.entries()) {
    const other = others[index];
    if (other === undefined) return 1;
    const order = compareRuns(part, other);
    if (order !== 0) return order;
  }
  return parts.length === others.length ? compareTexts(left, right) : -1;
}

/**
 * What stands for several versions of one contract, oldest first: by the version in the document where each has another one, else by name.
 *
 * @param versions - with the text of `info.version`, and the name of the file, the folder or the tag
 */
export function orderedVersions<Version extends { readonly version: string; readonly name: string }>(
  versions: readonly Version[],
): readonly Version[] {
  const isTold = versions.every(({ version }) => versionFromText(version) !== undefined);
  const isDistinct = versions.every((one, index) =>
    versions.slice(index + 1).every((other) => compareVersions(one.version, other.version) !== 0),
  );
  const key = isTold && isDistinct ? 'version' : 'name';
  return [...versions].sort((left, right) => compareVersions(left[key], right[key]) || compareNames(left.name, right.name));
}

function comparePrecedence(left: SemanticVersion, right: SemanticVersion): number {
  for (const [index, number] of left.numbers.entries()) {
    const other = right.numbers[index] ?? 0;
    if (number !== other) return number - other;
  }
  if (left.prerelease.length === 0 || right.prerelease.length === 0) return right.prerelease.length - left.prerelease.length;
  for (const [index, identifier] of left.prerelease.entries()) {
    const other = right.prerelease[index];
    if (other === undefined) return 1;
    const order = compareIdentifiers(identifier, other);
    if (order !== 0) return order;
  }
  return left.prerelease.length - right.prerelease.length;
}

/** Numbers weigh less than words. */
function compareIdentifiers(left: string, right: string): number {
  const [isNumber, isOtherNumber] = [DIGITS.test(left), DIGITS.test(right)];
  if (isNumber && isOtherNumber) return compareRuns(left, right);
  return isNumber === isOtherNumber ? compareTexts(left, right) : isNumber ? -1 : 1;
}

function compareRuns(left: string, right: string): number {
  return DIGITS.test(left) && DIGITS.test(right) ? compareDigits(left, right) : compareTexts(left, right);
}

/** Numbers of any length, without losing their last digits. */
function compareDigits(left: string, right: string): number {
  const [short, other] = [left.replace(/^0+(?=\d)/, ''), right.replace(/^0+(?=\d)/, '')];
  return short.length - other.length || compareTexts(short, other);
}

function compareTexts(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

/** Only a version of three numbers may have a tail: else the day `2026-01-15` would be one. */
const VERSION =
  /^v?(0|[1-9]\d{0,8})(?:\.(0|[1-9]\d{0,8})(?:\.(0|[1-9]\d{0,8})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?)?)?$/;
const RUNS = /\d+|\D+/g;
const DIGITS = /^\d+$/;
