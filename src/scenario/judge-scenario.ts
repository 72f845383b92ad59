import type { Finding } from '../finding/finding.js';
import { fingerprintOf } from '../finding/fingerprint.js';
import type { RunJournal } from '../journal/run-journal.js';
import { findingFromJudgement } from '../recovery/finding-from-judgement.js';
import { judgeRun } from '../recovery/judge-run.js';
import type { Judgement } from '../recovery/oracle.js';
import type { Scenario, ScenarioLink } from './scenario.js';
import type { ScenarioRun } from './scenario-run.js';
import { uniqueValuesOf } from './unique-values.js';

/** What the journal says of the claims of one link. */
export interface LinkJudgements extends ScenarioLink {
  /** In the order of the oracles. */
  readonly judgements: readonly Judgement[];
}

/** What is judged. */
interface SeenScenario {
  /** What was done: it made the values by which calls are told apart. */
  readonly run: ScenarioRun;
  /** Of that run. */
  readonly journal: RunJournal;
  /** Of the same run without faults, where the scenario asks for the same outcome. */
  readonly baseline?: RunJournal | undefined;
}

/**
 * Judges what a scenario claims and expects of each link, from the journal.
 *
 * @param scenario - with its `x-recovery`
 * @param seen - what was done, and what was seen of it
 * @returns in the order of `x-recovery`
 */
export function judgeLinks(scenario: Scenario, { run, journal, baseline }: SeenScenario): readonly LinkJudgements[] {
  const uniqueValues = uniqueValuesOf(scenario, run);
  return scenario.recovery.map(({ consumer, provider, policy, expectations, isOneAtATime }) => {
    const hints = { isOneAtATime, uniqueValues };
    return {
      consumer,
      provider,
      judgements: judgeRun(journal, {
        consumer,
        provider,
        policy,
        expectations,
        hints,
        baseline: expectations.sameOutcome === true ? baseline : undefined,
      }),
    };
  });
}

/**
 * The judgements of all links together.
 *
 * @param scenario - with its `x-recovery`
 * @param run - what was done
 * @param journal - of that run
 */
export function judgeScenario(scenario: Scenario, run: ScenarioRun, journal: RunJournal): readonly Judgement[] {
  return judgeLinks(scenario, { run, journal }).flatMap(({ judgements }) => judgements);
}

/**
 * Whether a scenario is to be run without its faults first.
 *
 * @param scenario - with its `x-recovery`
 */
export function needsBaseline({ recovery }: Scenario): boolean {
  return recovery.some(({ expectations }) => expectations.sameOutcome === true);
}

/**
 * The findings of what was refuted, each with its pair and the place that asks for it.
 *
 * @param scenario - with its `x-recovery`
 * @param links - as judged, in its order
 */
export function findingsOfLinks(scenario: Scenario, links: readonly LinkJudgements[]): readonly Finding[] {
  return links.flatMap(({ consumer, provider, judgements }, index) => {
    const pointer = scenario.recovery[index]?.pointer;
    const place = { file: scenario.file, ...(pointer === undefined ? {} : { pointer }) };
    return judgements.flatMap((judgement) => {
      const finding = findingFromJudgement(judgement, { consumer, provider });
      if (finding === undefined) return [];
      // Two scenarios may refute the same claim of the same link, each for a cause of its own.
      return [{ ...finding, place, id: fingerprintOf({ ...finding, place }) }];
    });
  });
}
