/**
 * The length of a duration as people write it, in ms, or `undefined` when the text is none: `100ms`, `2s`, `1.5m`, `1h`.
 *
 * @param text - a decimal number directly followed by its unit
 */
export function msFromDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (match === null) return undefined;
  const unitMs = MS_BY_UNIT.get(match[2] ?? '');
  return unitMs === undefined ? undefined : Number(match[1]) * unitMs;
}

/**
 * The duration as people write it, in the largest unit that needs no fraction.
 *
 * @param lengthMs - whole ms, 0 or more
 */
export function durationFromMs(lengthMs: number): string {
  for (const [unit, unitMs] of UNITS_DESCENDING) if (lengthMs !== 0 && lengthMs % unitMs === 0) return `${lengthMs / unitMs}${unit}`;
  return `${lengthMs}ms`;
}

/** A duration's text, also for the published schema: digits are bounded so that it always is a finite number. */
export const DURATION_PATTERN = '^(\\d{1,12}(?:\\.\\d{1,6})?)(ms|s|m|h)$';

const DURATION = new RegExp(DURATION_PATTERN);
const UNITS_DESCENDING: readonly (readonly [string, number])[] = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];
const MS_BY_UNIT: ReadonlyMap<string, number> = new Map(UNITS_DESCENDING);
