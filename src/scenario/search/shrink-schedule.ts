import { isByTimeOnly, menuOf } from './fault-menu.js';
import type { DrawnFault, DrawnWindow, FaultSchedule } from './fault-schedule.js';

/**
 * The smallest schedule that is still refuted: fewer faults first, then simpler kinds and shorter windows that begin sooner. Greedy, and so
 * the same each time.
 *
 * @param schedule - is refuted
 * @param isRefuted - tries one
 * @param maxTryCount - no more than so many are tried
 */
export async function shrinkSchedule(
  schedule: FaultSchedule,
  isRefuted: (smaller: FaultSchedule) => Promise<boolean>,
  maxTryCount: number,
): Promise<FaultSchedule> {
  let smallest = schedule;
  let tryCount = 0;
  for (let candidates = smallerSchedules(smallest); ; ) {
    const next = candidates.next();
    if (next.done === true || tryCount >= maxTryCount) return smallest;
    tryCount += 1;
    if (!(await isRefuted(next.value))) continue;
    smallest = next.value;
    candidates = smallerSchedules(smallest);
  }
}

function* smallerSchedules(schedule: FaultSchedule): Generator<FaultSchedule> {
  for (const index of schedule.length > 1 ? schedule.keys() : []) {
    const fewer = schedule.filter((_, other) => other !== index);
    yield fewer;
    // A request less that fails is one less that is sent.
    yield fewer.map(sooner);
  }
  if (schedule.some((drawn) => sooner(drawn) !== drawn)) yield schedule.map(sooner);
  for (const [index, fault] of schedule.entries()) {
    for (const simpler of simplerFaults(fault)) yield schedule.with(index, simpler);
  }
}

function sooner(drawn: DrawnFault): DrawnFault {
  const { window } = drawn;
  return window.kind === 'nth' && window.first > 1 ? { ...drawn, window: { ...window, first: window.first - 1 } } : drawn;
}

function* simplerFaults(drawn: DrawnFault): Generator<DrawnFault> {
  for (const fault of menuOf(drawn.fault)) {
    if (fault === drawn.fault) break;
    yield { ...drawn, fault };
  }
  if (drawn.operation !== undefined) yield { ...drawn, operation: undefined };
  for (const window of smallerWindows(drawn.window)) if (window.kind === 'time' || !isByTimeOnly(drawn.fault)) yield { ...drawn, window };
}

function* smallerWindows(window: DrawnWindow): Generator<DrawnWindow> {
  if (window.kind === 'time') {
    // A single request is easier to follow than a stretch of time.
    for (const first of [1, 2, 3, 4]) yield { kind: 'nth', first, count: 1 };
    if (window.fromMs > 0) yield { ...window, fromMs: 0 };
    if (window.fromMs > STEP_MS) yield { ...window, fromMs: halfOf(window.fromMs) };
    if (window.lengthMs > STEP_MS) yield { ...window, lengthMs: halfOf(window.lengthMs) };
    return;
  }
  const { first, count } = window;
  if (count > 1)
    yield* [
      { ...window, count: 1 },
      { ...window, count: count - 1 },
      { ...window, first: first + 1, count: count - 1 },
    ];
  if (first > 2) yield { ...window, first: Math.ceil(first / 2) };
  if (first > 1) yield { ...window, first: first - 1 };
}

const STEP_MS = 100;

function halfOf(ms: number): number {
  return Math.max(STEP_MS, Math.floor(ms / 2 / STEP_MS) * STEP_MS);
}
