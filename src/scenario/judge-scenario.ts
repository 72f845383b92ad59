import type { Finding } from '../finding/finding.js';
import { fingerprintOf } from '../finding/fingerprint.js';
import type { RunJournal } from '../journal/run-journal.js';
import { findingFromJudgement } from '../recovery/finding-from-judgement.js';
import type { RunClaims } from '../recovery/judge-run.js';
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
export function judgeLinks(scenario: Scenario, seen: SeenScenario): readonly LinkJudgements[] {
  return claimsOfLinks(scenario, seen).map(({ consumer, provider, ...claims }) => ({
    consumer,
    provider,
    judgements: judgeRun(seen.journal, { consumer, provider, ...claims }),
  }));
}

/**
 * What a scenario claims and expects of each link, with what is known of the run beside its journal: whoever judges it, or draws it, sees the same calls.
 *
 * @param scenario - with its `x-recovery`
 * @param seen - what was done
 * @returns in the order of `x-recovery`
 */
export function claimsOfLinks(
  scenario: Scenario,
  { run, baseline }: Pick<SeenScenario, 'run' | 'baseline'>,
): readonly (RunClaims & ScenarioLink)[] {
  const uniqueValues = uniqueValuesOf(scenario, run);
  return scenario.recovery.map(({ consumer, provider, policy, expectations, isOneAtATime }) => ({
    consumer,
    provider,
    policy,
    expectations,
    hints: { isOneAtATime, uniqueValues },
    baseline: expectations.sameOutcome === true ? baseline : undefined,
  }));
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
