import type { Arbitrary } from 'fast-check';
import * as fc from 'fast-check';
import type { FaultText } from '../../fault/fault-rule.js';
import type { ScenarioLink } from '../scenario.js';
import { FAULT_MENU, isByTimeOnly, menuOf } from './fault-menu.js';
import type { DrawnFault, DrawnWindow, FaultSchedule } from './fault-schedule.js';

/** What schedules are drawn for. */
export interface ScheduleSpace {
  /** At least one; those that matter most first. */
  readonly links: readonly ScenarioLink[];
  /** Ids of operations that were called, by link: `<consumer> <provider>`. */
  readonly operations: ReadonlyMap<string, readonly string[]>;
  /** What is drawn from for a link, where that is not what calls meet. */
  readonly menus?: ReadonlyMap<string, readonly FaultText[]> | undefined;
  /** Faults by the clock begin before this. */
  readonly horizonMs: number;
  /** Faults by number touch requests up to about this. */
  readonly requestCount: number;
}

/**
 * Schedules of one to four faults.
 *
 * @param space - links, operations and how far a run reaches
 */
export function scheduleArbitrary(space: ScheduleSpace): Arbitrary<FaultSchedule> {
  return fc.array(faultArbitrary(space), { minLength: 1, maxLength: MAX_FAULT_COUNT, size: 'max' });
}

const MAX_FAULT_COUNT = 4;
const STEP_MS = 100;
const LEAST_AWAY_MS = 1_000;
const LENGTHS_MS = [100, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000];

function faultArbitrary(space: ScheduleSpace): Arbitrary<DrawnFault> {
  const { links, operations } = space;
  return fc.constantFrom(...links).chain((link) => {
    const called = operations.get(linkKey(link)) ?? [];
    const drawn = fc.record({
      link: fc.constant(link),
      fault: fc.constantFrom(...(space.menus?.get(linkKey(link)) ?? FAULT_MENU)),
      operation: called.length < 2 ? fc.constant(undefined) : fc.option(fc.constantFrom(...called), { nil: undefined, freq: 1 }),
      window: windowArbitrary(space),
    });
    return drawn.map(fitting);
  });
}

/** Operations are of calls, and who is away is away for a time. */
function fitting(drawn: DrawnFault): DrawnFault {
  const { fault, window } = drawn;
  const plain = menuOf(fault) === FAULT_MENU ? drawn : { ...drawn, operation: undefined };
  if (!isByTimeOnly(fault) || window.kind === 'time') return plain;
  return { ...plain, window: { kind: 'time', fromMs: window.first * STEP_MS, lengthMs: window.count * LEAST_AWAY_MS } };
}

function windowArbitrary({ horizonMs, requestCount }: ScheduleSpace): Arbitrary<DrawnWindow> {
  const nth = fc.record({
    kind: fc.constant('nth' as const),
    first: fc.integer({ min: 1, max: Math.max(requestCount, 1) }),
    count: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 8 })),
  });
  const time = fc.record({
    kind: fc.constant('time' as const),
    fromMs: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 0, max: Math.ceil(horizonMs / STEP_MS) }).map((step) => step * STEP_MS),
    ),
    lengthMs: fc.constantFrom(...LENGTHS_MS),
  });
  return fc.oneof(nth, time);
}

/**
 * The name of a link among the operations of a space.
 *
 * @param link - who calls whom
 */
export function linkKey({ consumer, provider }: ScenarioLink): string {
  return `${consumer} ${provider}`;
}
