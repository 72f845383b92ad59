import { isAbsolute, relative } from 'node:path';
import { locateFindings } from '../contract/locate.js';
import { nowMs } from '../host/clock.js';
import type { ScenarioOutcome } from '../host/run-scenarios.js';
import { nameOfMutant } from '../host/run-mutants.js';
import type { RunWriter } from '../host/run-writer.js';
import { jsonFromPolicy } from '../policy/json-from-policy.js';
import type { RunClaims } from '../recovery/judge-run.js';
import { inputOfRun } from '../recovery/judge-run.js';
import { observedHabits } from '../recovery/observed-habits.js';
import type { ReportFinding } from '../report/run/report-finding.js';
import type { ReportClaim, ReportLink, ReportMutant, ReportScenario, ReportStep, ReportWorkflow } from '../report/run/report-scenario.js';
import { timelineFromJournal } from '../report/timeline/timeline-from-journal.js';
import { textFromError } from '../report/wording/error-wording.js';
import type { LinkJudgements } from '../scenario/judge-scenario.js';
import { claimsOfLinks } from '../scenario/judge-scenario.js';
import type { Scenario } from '../scenario/scenario.js';
import type { StepRun, WorkflowRun } from '../scenario/scenario-run.js';
import { plannedLoads } from '../scenario/planned-loads.js';
import { failureText } from './step-table.js';

type Ran = Extract<ScenarioOutcome, { readonly kind: 'ran' }>;

/**
 * Tells a run what came of a scenario.
 *
 * @param run - takes its findings
 * @param outcome - of the scenario
 * @param cwd - where the command runs: files are named from there
 */
export function reportScenario(run: RunWriter, outcome: ScenarioOutcome, cwd: string): void {
  const { scenario } = outcome;
  const { name, title, file, text } = scenario;
  const begun = { name, title, file };
  if (outcome.kind !== 'ran') {
    const error =
      outcome.kind === 'failed' ? { outcome: 'failed' as const, error: errorOf(outcome.error) } : { outcome: 'skipped' as const };
    run.add({ type: 'scenario', ...begun, ...error, ...NOTHING_SEEN });
    return;
  }
  const texts = new Map([[file, text], ...[...scenario.contracts.values()].flatMap((contract) => [...contract.texts])]);
  const findings = locateFindings(outcome.findings, texts).map((finding) => run.finding(finding, { part: 'scenario', scenario: name }));
  run.add({ type: 'scenario', ...begun, ...reportedRun(outcome, findings, cwd) });
}

/**
 * Tells a run that its scenarios are over.
 *
 * @param run - that was told of each
 * @param outcomes - of all
 * @param ended - when they began; what came to its end is told only where nobody interrupted it
 */
export function endScenarios(
  run: RunWriter,
  outcomes: readonly ScenarioOutcome[],
  { startedAtMs, signal }: { readonly startedAtMs: number; readonly signal: AbortSignal },
): void {
  if (!signal.aborted)
    run.add({ type: 'part', part: 'scenario', durationMs: Math.round(nowMs() - startedAtMs), subjectCount: outcomes.length });
}

function errorOf(error: Extract<ScenarioOutcome, { readonly kind: 'failed' }>['error']): NonNullable<ReportScenario['error']> {
  return { code: error.code, message: textFromError(error) };
}

function reportedRun(outcome: Ran, findings: readonly ReportFinding[], cwd: string): Omit<ReportScenario, 'name' | 'title' | 'file'> {
  const { scenario, result, world, mutants, journalFile } = outcome;
  const { run, journal, links, notes } = result;
  const claims = claimsOfLinks(scenario, result);
  const observedOf = (claim: RunClaims | undefined): Pick<ReportLink, 'observed'> => {
    const observed = claim === undefined ? undefined : observedHabits(inputOfRun(journal, claim), world === 'simulated');
    return observed === undefined ? {} : { observed };
  };
  return {
    outcome: findings.some(({ severity }) => severity === 'error') ? 'refuted' : 'held',
    world,
    startedAtMs: run.startedAtMs,
    durationMs: run.endedAtMs - run.startedAtMs,
    workflows: shownWorkflows(run.workflows).map(reportedWorkflow),
    workflowCount: run.workflows.length,
    links: links.map((link, index) => ({ ...reportedLink(link, scenario.recovery[index], findings), ...observedOf(claims[index]) })),
    mutants: mutants.map((mutant) => reportedMutant(mutant, cwd)),
    notes,
    timeline: timelineFromJournal(journal, claims, plannedLoads(scenario, run)),
    ...namedFrom(cwd, journalFile),
  };
}

/** A path of this machine says nothing on another: what is below the folder is named from there. */
function namedFrom(cwd: string, journalFile: string | undefined): Pick<ReportScenario, 'journalFile'> {
  if (journalFile === undefined) return {};
  const path = relative(cwd, journalFile);
  return { journalFile: path.startsWith('..') || isAbsolute(path) ? journalFile : path };
}

/** A load has more steps than anybody reads: those that failed come first. */
function shownWorkflows(workflows: readonly WorkflowRun[]): readonly WorkflowRun[] {
  const shown: WorkflowRun[] = [];
  let stepCount = 0;
  const inOrder = [...workflows.filter(({ outcome }) => outcome === 'failed'), ...workflows.filter(({ outcome }) => outcome !== 'failed')];
  for (const workflow of inOrder) {
    stepCount += Math.max(1, workflow.steps.length);
    if (stepCount > MAX_STEP_COUNT) break;
    shown.push(workflow);
  }
  return workflows.filter((workflow) => shown.includes(workflow));
}

function reportedWorkflow({ key, user, outcome, failure, steps, startedAtMs, endedAtMs }: WorkflowRun): ReportWorkflow {
  return {
    workflow: key,
    ...(user === undefined ? {} : { user }),
    outcome,
    ...(failure === undefined ? {} : { failure: failureText(failure) }),
    startedAtMs,
    durationMs: endedAtMs - startedAtMs,
    steps: steps.map(reportedStep),
  };
}

/** Outputs and bodies may hold secrets; the journal has what may be shown of them. */
function reportedStep({ stepId, attempt, outcome, failure, system, operation, exchangeId, status, ...times }: StepRun): ReportStep {
  return {
    step: stepId,
    attempt,
    outcome,
    ...(failure === undefined ? {} : { failure: failureText(failure) }),
    ...(system === undefined ? {} : { system }),
    ...(operation === undefined ? {} : { operation }),
    ...(exchangeId === undefined ? {} : { exchange: exchangeId }),
    ...(status === undefined ? {} : { status }),
    startedAtMs: times.startedAtMs,
    durationMs: times.endedAtMs - times.startedAtMs,
  };
}

function reportedLink(
  { consumer, provider, judgements }: LinkJudgements,
  claimed: Scenario['recovery'][number] | undefined,
  findings: readonly ReportFinding[],
): ReportLink {
  const own = findings.filter(
    ({ pair, place }) => pair?.consumer === consumer && pair.provider === provider && place?.pointer === claimed?.pointer,
  );
  const told = new Set<string>();
  const claims = judgements.map(({ claim, verdict, subject, args, witness }): ReportClaim => {
    // One finding for each that was refuted, in the same order.
    const finding = verdict.kind === 'refuted' ? own.find(({ code, id }) => code === `recovery/${claim}` && !told.has(id)) : undefined;
    if (finding !== undefined) told.add(finding.id);
    return {
      claim,
      ...(subject === undefined ? {} : { subject }),
      verdict,
      args,
      witness,
      ...(finding === undefined ? {} : { findingId: finding.id }),
    };
  });
  return { consumer, provider, declared: claimed === undefined ? {} : jsonFromPolicy(claimed.policy), claims };
}

function reportedMutant({ mutant, verdict, refuted, error, journalFile }: Ran['mutants'][number], cwd: string): ReportMutant {
  const { system, refutes, because } = mutant;
  return {
    mutant: nameOfMutant(mutant),
    system,
    verdict,
    refutes,
    refuted,
    ...(because === undefined ? {} : { because }),
    ...(error === undefined ? {} : { error: textFromError(error) }),
    ...namedFrom(cwd, journalFile),
  };
}

const NOTHING_SEEN = { startedAtMs: 0, durationMs: 0, workflows: [], workflowCount: 0, links: [], mutants: [], notes: [] } as const;
const MAX_STEP_COUNT = 2_000;
