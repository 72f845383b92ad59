import type { Column } from '../report/table.js';
import { textFromTable } from '../report/table.js';
import type { ScenarioRun, StepFailure, StepRun } from '../scenario/scenario-run.js';

/**
 * One row for each step that was run; of a load, one for each step with how often.
 *
 * @param run - of a scenario
 * @param columnCount - the width of the terminal
 */
export function textFromSteps(run: ScenarioRun, columnCount: number): string {
  const single = run.workflows.filter(({ user }) => user === undefined);
  const many = run.workflows.filter(({ user }) => user !== undefined);
  const rows = single.flatMap(({ key, outcome, failure, steps }) =>
    steps.length === 0 ? [[key, '', '', '', '', outcomeText(outcome, failure)]] : steps.map((step) => rowOfStep(step, run.startedAtMs)),
  );
  return textFromTable(COLUMNS, [...rows, ...rowsOfLoad(many.flatMap(({ steps }) => steps))], columnCount);
}

function rowOfStep(step: StepRun, beganAtMs: number): readonly string[] {
  const { workflow, stepId, attempt, outcome, failure, startedAtMs, endedAtMs } = step;
  return [
    `${workflow} / ${stepId}${attempt === 1 ? '' : ` (${attempt})`}`,
    called(step),
    timeText(startedAtMs - beganAtMs),
    timeText(endedAtMs - startedAtMs),
    step.status === undefined ? '' : String(step.status),
    outcomeText(outcome, failure),
  ];
}

/** The slowest but for one in twenty, and how many came through. */
function rowsOfLoad(steps: readonly StepRun[]): readonly (readonly string[])[] {
  const groups = new Map<string, StepRun[]>();
  for (const step of steps) {
    const key = `${step.workflow} / ${step.stepId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [step]);
    else group.push(step);
  }
  return [...groups].map(([key, group]) => {
    const durations = group.map(({ startedAtMs, endedAtMs }) => endedAtMs - startedAtMs).sort((left, right) => left - right);
    const slow = durations[Math.min(durations.length - 1, Math.floor(durations.length * 0.95))] ?? 0;
    const passed = group.filter(({ outcome }) => outcome === 'passed').length;
    const first = group[0];
    return [
      `${key} ×${group.length}`,
      first === undefined ? '' : called(first),
      '',
      `p95 ${timeText(slow)}`,
      '',
      `${passed} passed, ${group.length - passed} failed`,
    ];
  });
}

/**
 * A time as people compare it: whole milliseconds below a second, tenths of a second above.
 *
 * @param lengthMs - 0 or more
 */
export function timeText(lengthMs: number): string {
  return lengthMs < 1_000 ? `${Math.round(lengthMs)} ms` : `${(lengthMs / 1_000).toFixed(1)} s`;
}

function called({ system, operation }: StepRun): string {
  return system === undefined ? '' : `${system} ${operation ?? ''}`;
}

function outcomeText(outcome: string, failure: StepFailure | undefined): string {
  return failure === undefined ? outcome : `${outcome}: ${failureText(failure)}`;
}

/**
 * Why a step or a workflow failed, in a clause.
 *
 * @param failure - of any kind
 */
export function failureText(failure: StepFailure): string {
  switch (failure.kind) {
    case 'criterion':
      return `not ${failure.condition}`;
    case 'status':
      return `status ${failure.status}`;
    case 'no-answer':
      return failure.outcome;
    case 'workflow':
      return `workflow ${failure.key} failed`;
    case 'dependency':
      return `waits for ${failure.step}`;
    case 'unsent':
      return failure.isRefused ? 'refused by the broker' : 'the broker is away';
    case 'no-message':
      return `no message within ${timeText(failure.waitedMs)}`;
    case 'endless':
      return 'no end';
    case 'inputs':
      return failure.problem;
    case 'unsendable':
      return failure.reason;
  }
}

const COLUMNS: readonly Column[] = [
  { title: 'step', align: 'left', shrinks: true },
  { title: 'calls', align: 'left', shrinks: true },
  { title: 'at', align: 'right' },
  { title: 'took', align: 'right' },
  { title: 'status', align: 'right' },
  { title: 'outcome', align: 'left', shrinks: true },
];
