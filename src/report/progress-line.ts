/** How far long work is. */
export interface Progress {
  /** What is being done: `[2/5] storefront → gateway`. */
  readonly title: string;
  /** Of equal parts, as far as is known. */
  readonly doneCount?: number | undefined;
  readonly totalCount?: number | undefined;
  /** What is counted beside the parts: `request` 2000. */
  readonly made?: { readonly noun: string; readonly count: number } | undefined;
  readonly findingCount?: number | undefined;
  /** When it is ended whether it is done or not, from its start. */
  readonly maxTimeMs?: number | undefined;
}

/**
 * How far long work is, in one line: what, how much of it, how fast, what was found, how long it may still take; where that is not known, how long it took.
 *
 * @param progress - so far
 * @param elapsedMs - since it began
 * @returns without a line end
 */
export function progressLine(progress: Progress, elapsedMs: number): string {
  const { title, doneCount = 0, totalCount = 0, made, findingCount = 0 } = progress;
  const parts = [
    title,
    totalCount === 0 ? undefined : `${doneCount}/${totalCount}`,
    made === undefined ? undefined : counted(made.count, made.noun),
    made === undefined || elapsedMs < RATE_AFTER_MS ? undefined : rateText(made.count / (elapsedMs / 1_000)),
    findingCount === 0 ? undefined : counted(findingCount, 'finding'),
    leftText(progress, elapsedMs) ?? (elapsedMs < ELAPSED_AFTER_MS ? undefined : `for ${clockText(elapsedMs)}`),
  ];
  return parts.filter((part) => part !== undefined).join('  ');
}

/** Parts take very unequal times, so nothing is promised before a few are done. */
function leftText({ doneCount = 0, totalCount = 0, maxTimeMs }: Progress, elapsedMs: number): string | undefined {
  const isKnown = doneCount >= LEAST_DONE_COUNT && doneCount < totalCount;
  const estimateMs = isKnown ? (elapsedMs / doneCount) * (totalCount - doneCount) : undefined;
  const boundMs = maxTimeMs === undefined ? undefined : Math.max(0, maxTimeMs - elapsedMs);
  const leftMs = estimateMs === undefined ? boundMs : Math.min(estimateMs, boundMs ?? estimateMs);
  return leftMs === undefined ? undefined : `${clockText(leftMs)} left`;
}

/** What is slow is told by the minute. */
function rateText(perSecond: number): string | undefined {
  if (perSecond >= 1) return `${Math.round(perSecond)}/s`;
  const perMinute = Math.round(perSecond * 60);
  return perMinute === 0 ? undefined : `${perMinute}/min`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function clockText(lengthMs: number): string {
  const seconds = Math.ceil(lengthMs / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} m ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} m`;
}

const RATE_AFTER_MS = 500;
const ELAPSED_AFTER_MS = 2_000;
const LEAST_DONE_COUNT = 3;
