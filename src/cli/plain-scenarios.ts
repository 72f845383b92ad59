import { nameOfMutant } from '../host/run-mutants.js';
import type { MutantOutcome } from '../host/run-mutants.js';
import type { ScenarioOutcome } from '../host/run-scenarios.js';
import { plainFinding } from '../report/finding-json.js';
import { textFromError } from '../report/wording/error-wording.js';
import type { StepRun, WorkflowRun } from '../scenario/scenario-run.js';
import { findingsOfScenarios } from './scenario-findings.js';

/**
 * What scenarios came to as plain data for machines.
 *
 * @param outcomes - in order
 * @param seed - of all of them
 */
export function plainScenarios(outcomes: readonly ScenarioOutcome[], seed: string): Readonly<Record<string, unknown>> {
  return { seed, scenarios: outcomes.map(plainOutcome), findings: findingsOfScenarios(outcomes).map(plainFinding) };
}

function plainOutcome(outcome: ScenarioOutcome): Readonly<Record<string, unknown>> {
  const { name, file } = outcome.scenario;
  if (outcome.kind === 'skipped') return { name, file, outcome: 'skipped' };
  if (outcome.kind === 'failed')
    return { name, file, outcome: 'failed', error: { code: outcome.error.code, message: textFromError(outcome.error) } };
  const { result, world, mutants, findings, journalFile } = outcome;
  return {
    name,
    file,
    outcome: findings.some(({ severity }) => severity === 'error') ? 'refuted' : 'held',
    world,
    durationMs: result.run.endedAtMs - result.run.startedAtMs,
    workflows: result.run.workflows.map(plainWorkflow),
    links: result.links,
    mutants: mutants.map(plainMutant),
    notes: result.notes,
    journal: journalFile,
  };
}

function plainWorkflow({ key, user, outcome, failure, steps, startedAtMs, endedAtMs }: WorkflowRun): Readonly<Record<string, unknown>> {
  return { workflow: key, user, outcome, failure, startedAtMs, durationMs: endedAtMs - startedAtMs, steps: steps.map(plainStep) };
}

/** Outputs and bodies may hold secrets; the journal has what may be shown of them. */
function plainStep(step: StepRun): Readonly<Record<string, unknown>> {
  const { workflow, stepId, attempt, outcome, failure, system, operation, exchangeId, status, startedAtMs, endedAtMs } = step;
  const durationMs = endedAtMs - startedAtMs;
  return { workflow, step: stepId, attempt, outcome, failure, system, operation, exchange: exchangeId, status, startedAtMs, durationMs };
}

function plainMutant({ mutant, verdict, refuted, error, journalFile }: MutantOutcome): Readonly<Record<string, unknown>> {
  const { system, refutes, because } = mutant;
  const told = error === undefined ? undefined : textFromError(error);
  return { mutant: nameOfMutant(mutant), system, verdict, refuted, refutes, because, error: told, journal: journalFile };
}
