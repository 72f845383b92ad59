/** How far a run is. */
export interface RunProgress {
  readonly laneCount: number;
  readonly lanesDone: number;
  readonly requestCount: number;
  readonly findingCount: number;
  readonly elapsedMs: number;
}

/** What the line says beside that. */
export interface ProgressLineOptions {
  /** What is being tested: `[2/5] storefront → gateway`. */
  readonly title: string;
  /** When the run is ended whether it is done or not. */
  readonly maxTimeMs?: number | undefined;
  /** The line is cut to be shorter than this, so that it never wraps. */
  readonly columnCount: number;
}

/**
 * How far a run is, in one line: what, how much of it, how fast, what was found, how long it may still take.
 *
 * @param progress - so far
 * @param options - the rest
 * @returns without a line end, shorter than the terminal is wide
 */
export function progressLine(progress: RunProgress, { title, maxTimeMs, columnCount }: ProgressLineOptions): string {
  const { laneCount, lanesDone, requestCount, findingCount, elapsedMs } = progress;
  const parts = [
    title,
    laneCount === 0 ? undefined : `${lanesDone}/${laneCount}`,
    `${requestCount} request${requestCount === 1 ? '' : 's'}`,
    elapsedMs < RATE_AFTER_MS ? undefined : `${Math.round(requestCount / (elapsedMs / 1_000))}/s`,
    findingCount === 0 ? undefined : `${findingCount} finding${findingCount === 1 ? '' : 's'}`,
    leftText(progress, maxTimeMs),
  ];
  const line = parts.filter((part) => part !== undefined).join('  ');
  const characters = [...line];
  return characters.length < columnCount ? line : `${characters.slice(0, Math.max(0, columnCount - 2)).join('')}…`;
}

/** Lanes take very unequal times, so nothing is promised before a few are done. */
function leftText({ laneCount, lanesDone, elapsedMs }: RunProgress, maxTimeMs: number | undefined): string | undefined {
  const isKnown = lanesDone >= LEAST_LANE_COUNT && lanesDone < laneCount;
  const estimateMs = isKnown ? (elapsedMs / lanesDone) * (laneCount - lanesDone) : undefined;
  const boundMs = maxTimeMs === undefined ? undefined : Math.max(0, maxTimeMs - elapsedMs);
  const leftMs = estimateMs === undefined ? boundMs : Math.min(estimateMs, boundMs ?? estimateMs);
  return leftMs === undefined ? undefined : `${clockText(leftMs)} left`;
}

function clockText(lengthMs: number): string {
  const seconds = Math.ceil(lengthMs / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} m ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} m`;
}

const RATE_AFTER_MS = 500;
const LEAST_LANE_COUNT = 3;
