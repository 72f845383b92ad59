import { durationFromMs } from '../../base/duration.js';
import type { FaultText } from '../../fault/fault-rule.js';
import { faultRulesFromJson } from '../../fault/fault-rules-from-json.js';
import type { Scenario, ScenarioFault, ScenarioLink } from '../scenario.js';

/** Faults that a search has drawn. */
export type FaultSchedule = readonly DrawnFault[];

export interface DrawnFault {
  readonly link: ScenarioLink;
  /** Kind and settings. */
  readonly fault: FaultText;
  /** The id of an operation; `undefined`: any. */
  readonly operation: string | undefined;
  readonly window: DrawnWindow;
}

export type DrawnWindow =
  /** Requests, the first is 1. */
  | { readonly kind: 'nth'; readonly first: number; readonly count: number }
  /** Since the run began. */
  | { readonly kind: 'time'; readonly fromMs: number; readonly lengthMs: number };

/**
 * A schedule as the `x-faults` of a scenario file.
 *
 * @param schedule - drawn or shrunk
 */
export function faultTextsFromSchedule(schedule: FaultSchedule): readonly FaultText[] {
  return schedule.map(({ link, fault, operation, window }) => ({
    ...fault,
    consumer: link.consumer,
    provider: link.provider,
    ...(operation === undefined ? {} : { on: [operation] }),
    ...windowText(window),
  }));
}

function windowText(window: DrawnWindow): FaultText {
  if (window.kind === 'time') {
    return {
      ...(window.fromMs === 0 ? {} : { from: durationFromMs(window.fromMs) }),
      to: durationFromMs(window.fromMs + window.lengthMs),
    };
  }
  const { first, count } = window;
  return { nth: count === 1 ? first : `${first}-${first + count - 1}` };
}

/**
 * The scenario with the faults of a schedule in place of its own.
 *
 * @param scenario - as read
 * @param schedule - drawn or shrunk
 */
export function scheduledScenario(scenario: Scenario, schedule: FaultSchedule): Scenario {
  const workflows = new Map([...scenario.workflows].map(([key, workflow]) => [key, { ...workflow, faults: [] }]));
  return { ...scenario, workflows, faults: scenarioFaults(schedule) };
}

function scenarioFaults(schedule: FaultSchedule): readonly ScenarioFault[] {
  return faultTextsFromSchedule(schedule).flatMap(({ consumer: _consumer, provider: _provider, ...written }, index) => {
    const [rule] = faultRulesFromJson([{ ...written, label: `${String(written['fault'])}-${index + 1}` }]);
    const link = schedule[index]?.link;
    if (rule === undefined || link === undefined) return [];
    return [{ pointer: `/x-faults/${index}`, rule, links: [link], after: undefined, until: undefined }];
  });
}
