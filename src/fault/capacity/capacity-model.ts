/**
 * A provider with bounded strength, as one queue before one server. Work that was taken in is done, whether or not somebody still waits for it:
 * that is what makes an overload outlive its cause when those who gave up come again.
 *
 * @see https://sigops.org/s/conferences/hotos/2021/papers/hotos21-s11-bronson.pdf
 */
export interface CapacitySettings {
  /** Requests that are served in a second. */
  readonly ratePerSecond: number;
  /** So many may wait beside the one that is served. */
  readonly queueCount: number;
  /** What turning one away costs, as a share of serving one. */
  readonly refusalCostRatio: number;
  /** Whether work that nobody waits for is taken out of the queue. */
  readonly dropsAbandoned: boolean;
}

export interface CapacityState {
  /** When all that was taken in will be done. */
  readonly freeAtMs: number;
  /** What is not done yet, in the order in which it will be. */
  readonly waiting: readonly Waiting[];
  readonly counts: CapacityCounts;
  /** One for each second in which something happened, the last of them. */
  readonly samples: readonly CapacitySample[];
}

export interface Waiting {
  /** Who asked: any object, the same when it leaves. */
  readonly holder: object;
  readonly doneAtMs: number;
  readonly isAbandoned: boolean;
}

export interface CapacityCounts {
  readonly arrivedCount: number;
  /** Done while somebody waited. */
  readonly servedCount: number;
  /** Done for nobody. */
  readonly wastedCount: number;
  readonly refusedCount: number;
}

/** What a plot is made of. */
export interface CapacitySample extends CapacityCounts {
  readonly atMs: number;
  /** After the last arrival of this second. */
  readonly queueCount: number;
  readonly latencyMs: number;
}

/** What becomes of who arrives. */
export type Arrival = { readonly kind: 'taken'; readonly latencyMs: number } | { readonly kind: 'refused'; readonly waitMs: number };

/** Nobody was here yet. */
export const IDLE_CAPACITY: CapacityState = {
  freeAtMs: Number.NEGATIVE_INFINITY,
  waiting: [],
  counts: { arrivedCount: 0, servedCount: 0, wastedCount: 0, refusedCount: 0 },
  samples: [],
};

/**
 * Somebody arrives.
 *
 * @param settings - of the provider
 * @param before - its state
 * @param arrived - who, and when
 */
export function arrive(
  settings: CapacitySettings,
  before: CapacityState,
  { holder, nowMs }: { readonly holder: object; readonly nowMs: number },
): { readonly state: CapacityState; readonly arrival: Arrival } {
  const state = doneUntil(before, nowMs);
  const serviceMs = 1_000 / settings.ratePerSecond;
  const beginsAtMs = Math.max(state.freeAtMs, nowMs);
  const { arrivedCount, refusedCount } = state.counts;
  if (state.waiting.length > settings.queueCount) {
    const refused: CapacityState = {
      ...state,
      freeAtMs: beginsAtMs + serviceMs * settings.refusalCostRatio,
      counts: { ...state.counts, arrivedCount: arrivedCount + 1, refusedCount: refusedCount + 1 },
    };
    const waitMs = Math.max((state.waiting[0]?.doneAtMs ?? nowMs) - nowMs, 0);
    return { state: sampled(refused, nowMs, 0), arrival: { kind: 'refused', waitMs } };
  }
  const doneAtMs = beginsAtMs + serviceMs;
  const taken: CapacityState = {
    ...state,
    freeAtMs: doneAtMs,
    waiting: [...state.waiting, { holder, doneAtMs, isAbandoned: false }],
    counts: { ...state.counts, arrivedCount: arrivedCount + 1 },
  };
  return { state: sampled(taken, nowMs, doneAtMs - nowMs), arrival: { kind: 'taken', latencyMs: doneAtMs - nowMs } };
}

/**
 * Somebody goes: with an answer, or because it took too long.
 *
 * @param settings - of the provider
 * @param before - its state
 * @param left - who, and when
 */
export function leave(
  settings: CapacitySettings,
  before: CapacityState,
  { holder, nowMs }: { readonly holder: object; readonly nowMs: number },
): CapacityState {
  const state = doneUntil(before, nowMs);
  const index = state.waiting.findIndex((one) => one.holder === holder);
  if (index === -1) return state;
  if (!settings.dropsAbandoned)
    return { ...state, waiting: state.waiting.map((one, at) => (at === index ? { ...one, isAbandoned: true } : one)) };
  const earlier = (atMs: number): number => Math.max(atMs - 1_000 / settings.ratePerSecond, nowMs);
  const behind = state.waiting.slice(index + 1).map((one) => ({ ...one, doneAtMs: earlier(one.doneAtMs) }));
  return { ...state, freeAtMs: earlier(state.freeAtMs), waiting: [...state.waiting.slice(0, index), ...behind] };
}

/** Who is done by now is counted: served, or for nobody. */
function doneUntil(state: CapacityState, nowMs: number): CapacityState {
  const open = state.waiting.findIndex(({ doneAtMs }) => doneAtMs > nowMs + ROUNDING_MS);
  const doneCount = open === -1 ? state.waiting.length : open;
  if (doneCount === 0) return state;
  const wastedCount = state.waiting.slice(0, doneCount).filter(({ isAbandoned }) => isAbandoned).length;
  const counts = {
    ...state.counts,
    servedCount: state.counts.servedCount + doneCount - wastedCount,
    wastedCount: state.counts.wastedCount + wastedCount,
  };
  return { ...state, waiting: state.waiting.slice(doneCount), counts };
}

function sampled(state: CapacityState, nowMs: number, latencyMs: number): CapacityState {
  const atMs = Math.floor(nowMs / SAMPLE_MS) * SAMPLE_MS;
  const sample: CapacitySample = { atMs, queueCount: state.waiting.length, latencyMs, ...state.counts };
  const last = state.samples.at(-1);
  if (last !== undefined && last.atMs >= atMs)
    return { ...state, samples: [...state.samples.slice(0, -1), { ...sample, atMs: last.atMs }] };
  return { ...state, samples: [...state.samples.slice(-(MAX_SAMPLE_COUNT - 1)), sample] };
}

/** Who waits as long as was told comes back at an instant that is rounded. */
const ROUNDING_MS = 0.001;
const SAMPLE_MS = 1_000;
/** An hour. */
const MAX_SAMPLE_COUNT = 3_600;
