import { InputError } from '../base/errors.js';
import type { Severity } from '../finding/severity.js';
import type { RunReport } from '../report/run/run-report.js';
import type { CommandInput, ExitCode } from './command.js';
import { knownValue, textOption, wrongValue } from './option-values.js';

/** Which findings fail a run. */
export interface FailOn {
  /** The lightest that does; `never`: none does. */
  readonly least: Severity | 'never';
  /** Whether only those do that the run before did not have. */
  readonly isNewOnly: boolean;
}

/**
 * Which findings fail, as the option says.
 *
 * @param options - of a command that has `FAIL_ON_OPTION` and `--since`
 * @param byDefault - where the option is not given. Default `error`
 * @throws InputError `E_ARGUMENT_VALUE` for another word; `E_ARGUMENT_MISSING` for `new` where nothing says what is not
 */
export function failOnFrom(options: CommandInput['options'], byDefault: FailOn['least'] = 'error'): FailOn {
  const words = textOption(options, 'fail-on')?.split(',') ?? [];
  const isNewOnly = words.includes('new');
  const [least, ...others] = words.filter((word) => word !== 'new');
  if (others.length > 0) throw wrongValue('--fail-on', words.join(','), 'one severity, and "new" before it');
  if (isNewOnly && options['since'] === undefined)
    throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: '--fail-on new', value: '--since <record> beside it' } });
  return {
    least: least === undefined ? (isNewOnly ? 'error' : byDefault) : knownValue<FailOn['least']>('--fail-on', least, LEAST),
    isNewOnly,
  };
}

/**
 * The exit code of a run, decided here and nowhere else: 1 when a finding fails it, else 3 when the world kept something from being said or the run was
 * interrupted, else 0. That its time was up is no failure: it was asked for.
 *
 * @param report - of the run
 * @param failOn - which findings do
 */
export function exitCodeOfReport(report: RunReport, failOn: FailOn): ExitCode {
  const { least, isNewOnly } = failOn;
  const fails = report.findings.some(
    ({ severity, isAccepted, isNew = true }) =>
      !isAccepted && (isNew || !isNewOnly) && least !== 'never' && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least),
  );
  if (fails) return 1;
  return isHindered(report) ? 3 : 0;
}

function isHindered({ run, tests, scenarios }: RunReport): boolean {
  return (
    run.stopped === 'interrupt' ||
    tests.some(({ kind }) => kind === 'failed') ||
    scenarios.some(
      ({ outcome, mutants }) => outcome === 'failed' || outcome === 'skipped' || mutants.some(({ verdict }) => verdict === 'failed'),
    )
  );
}

const SEVERITIES: readonly Severity[] = ['info', 'warning', 'error'];
const LEAST: readonly FailOn['least'][] = ['error', 'warning', 'info', 'never'];
