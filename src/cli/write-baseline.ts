import { resolve } from 'node:path';
import { InputError } from '../base/errors.js';
import type { BaselinedFindings } from '../finding/baseline.js';
import { entriesFromFindings } from '../finding/baseline.js';
import { isDay } from '../finding/baseline-from-json.js';
import type { Finding } from '../finding/finding.js';
import { writeWholeFile } from '../host/whole-file.js';
import { textFromBaseline } from '../report/baseline-text.js';
import { wordsOfFinding } from '../report/wording/finding-wording.js';
import type { BaselineFile } from './baseline-file.js';
import type { CommandInput } from './command.js';
import { textOption, wrongValue } from './option-values.js';

/** On which terms the findings of a run are accepted. */
export interface BaselineTerms {
  /** As the user named it. */
  readonly file: string;
  readonly until: string;
  readonly reason: string;
}

/**
 * The terms that the options say, or `undefined` when no baseline is to be written.
 *
 * @param options - of a command that has `TESTING_OPTIONS`
 * @throws InputError when the day or the reason is missing: nothing is accepted for ever, or without one
 */
export function baselineTermsFrom(options: CommandInput['options']): BaselineTerms | undefined {
  const file = textOption(options, 'write-baseline');
  const until = textOption(options, 'until');
  const reason = textOption(options, 'reason')?.trim();
  if (file === undefined) {
    const alone = until === undefined ? (reason === undefined ? undefined : '--reason') : '--until';
    if (alone === undefined) return undefined;
    throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: alone, value: '--write-baseline beside it' } });
  }
  if (until === undefined)
    throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: '--write-baseline', value: '--until <day>' } });
  if (!isDay(until)) throw wrongValue('--until', until, 'a day like 2026-03-31');
  if (reason === undefined || reason === '') {
    throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: '--write-baseline', value: '--reason <text>' } });
  }
  return { file, until, reason };
}

/**
 * Writes the findings of a run as accepted; those that the old baseline accepts keep its terms.
 *
 * @param terms - for the others
 * @param run - what was found, and where relative paths begin
 * @returns the findings as they count from now on
 */
export function writeBaseline(
  terms: BaselineTerms,
  { findings, baseline, cwd }: { readonly findings: BaselinedFindings; readonly baseline: BaselineFile | undefined; readonly cwd: string },
): BaselinedFindings {
  const isNew = (finding: Finding): boolean => finding.id !== undefined && finding.severity !== 'info';
  const kept = (baseline?.baseline.entries ?? []).filter((entry) => findings.accepted.some((finding) => finding.id === entry.id));
  const added = entriesFromFindings(findings.counted.filter(isNew), { ...terms, textOf });
  const format = /\.json$/i.test(terms.file) ? 'json' : 'yaml';
  writeWholeFile(resolve(cwd, terms.file), textFromBaseline([...kept, ...added], format));
  const isOfBaseline = ({ code }: Finding): boolean => code === 'check/baseline-expired' || code === 'check/baseline-unmatched';
  const left = findings.counted.filter((finding) => !isNew(finding) && !isOfBaseline(finding));
  return { counted: left, accepted: [...findings.accepted, ...findings.counted.filter(isNew)] };
}

function textOf(finding: Finding): string {
  return `${finding.operation === undefined ? '' : `${finding.operation}: `}${wordsOfFinding(finding).what} (${finding.code})`;
}
