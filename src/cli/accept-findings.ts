import { resolve } from 'node:path';
import { didYouMean } from '../base/did-you-mean.js';
import { InputError } from '../base/errors.js';
import type { Acceptance } from '../compat/acceptance.js';
import { isMajorReached } from '../compat/acceptance.js';
import { isDay } from '../finding/baseline-from-json.js';
import type { Finding } from '../finding/finding.js';
import { writeWholeFile } from '../host/whole-file.js';
import { textFromAcceptances } from '../report/acceptances-text.js';
import { titleOf } from '../report/compat/compat-words.js';
import type { CommandInput } from './command.js';
import { listOption, numberOption, textOption, wrongValue } from './option-values.js';

/** On which terms findings are accepted. */
export interface AcceptanceTerms {
  readonly reason: string;
  readonly owner: string | undefined;
  readonly until: string | undefined;
  readonly untilMajor: number | undefined;
}

/** Which findings are accepted, and on which terms. */
export interface AskedAcceptance {
  /** Whole, or their beginnings. */
  readonly ids: readonly string[];
  readonly terms: AcceptanceTerms;
}

/**
 * What the options of a command accept, or `undefined` when nothing is to be accepted.
 *
 * @param options - with `accept`, `reason`, `owner`, `until`, `until-major`
 * @param today - a year from it is the end of what has no other end
 * @throws InputError when the reason is missing, or the day is none or over
 */
export function askedAcceptanceFrom(options: CommandInput['options'], today: string): AskedAcceptance | undefined {
  const ids = listOption(options, 'accept');
  if (ids.length === 0) {
    const alone = ['reason', 'until', 'until-major', 'owner'].find((name) => options[name] !== undefined);
    if (alone === undefined) return undefined;
    throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: `--${alone}`, value: '--accept <id> beside it' } });
  }
  const reason = textOption(options, 'reason')?.trim() ?? '';
  if (reason === '') throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: '--accept', value: '--reason <text>' } });
  const until = textOption(options, 'until');
  if (until !== undefined && !isDay(until)) throw wrongValue('--until', until, 'a day like 2027-01-31');
  if (until !== undefined && until < today) throw wrongValue('--until', until, `a day that is not over: ${today} or later`);
  const untilMajor = numberOption(options, 'until-major', { least: 1, most: 999_999 });
  // Nothing is accepted for ever.
  const end = until ?? (untilMajor === undefined ? yearAfter(today) : undefined);
  return { ids, terms: { reason, owner: textOption(options, 'owner'), until: end, untilMajor } };
}

/**
 * That the terms are not over before they begin, which would fail the very run that writes them.
 *
 * @param untilMajor - the major version that ends them, if one does
 * @param versions - of the contracts that the findings are of
 * @throws InputError `E_ARGUMENT_VALUE` when one of them has come to that version
 */
export function assertNotOver({ untilMajor }: AcceptanceTerms, versions: readonly (string | undefined)[]): void {
  const reached = versions.find((version) => isMajorReached(untilMajor, version));
  if (reached !== undefined)
    throw wrongValue('--until-major', String(untilMajor), `a major version that is to come: the contract is ${reached} already`);
}

/**
 * Writes findings as accepted; those that were are accepted anew.
 *
 * @param found - one for each id
 * @param kept - the entries that the file has
 * @param target - the file, and where relative paths begin
 */
export function writeAcceptances(
  found: readonly Finding[],
  { terms, kept }: { readonly terms: AcceptanceTerms; readonly kept: readonly Acceptance[] },
  target: { readonly file: string; readonly cwd: string },
): void {
  const added = found.map((finding) => entryFrom(finding, terms));
  const ids = new Set(added.map(({ id }) => id));
  const entries = [...kept.filter(({ id }) => !ids.has(id)), ...added];
  writeWholeFile(resolve(target.cwd, target.file), textFromAcceptances(entries, /\.json$/i.test(target.file) ? 'json' : 'yaml'));
}

/**
 * The findings that ids name.
 *
 * @param ids - whole, or beginnings that no other one has
 * @param findings - of a run
 * @throws InputError `E_FINDING_UNKNOWN`, or `E_ARGUMENT_VALUE` when several begin so
 */
export function findingsNamed(ids: readonly string[], findings: readonly Finding[]): readonly Finding[] {
  return ids.map((id) => {
    const wanted = id.startsWith('m-') ? id : `m-${id}`;
    const named = new Map(findings.flatMap((one) => (one.id?.startsWith(wanted) === true ? [[one.id, one] as const] : [])));
    const exact = named.get(wanted);
    if (exact !== undefined) return exact;
    const [first, ...others] = named.values();
    if (others.length > 0) throw wrongValue('--accept', id, `one of ${[...named.keys()].join(', ')}`);
    if (first !== undefined) return first;
    const suggestion = didYouMean(
      id,
      findings.flatMap((one) => one.id ?? []),
    );
    throw new InputError({ code: 'E_FINDING_UNKNOWN', args: { id, suggestion } });
  });
}

function entryFrom(finding: Finding, terms: AcceptanceTerms): Omit<Acceptance, 'pointer'> {
  const provider = finding.args['provider'];
  return {
    id: finding.id ?? '',
    what: `${titleOf(finding)} (${finding.code})`,
    contract: typeof provider === 'string' ? provider : undefined,
    operation: finding.operation,
    ...terms,
  };
}

/** The 29th of February has its year on the 28th. */
function yearAfter(today: string): string {
  const year = String(Number(today.slice(0, 4)) + 1).padStart(4, '0');
  const day = `${year}${today.slice(4)}`;
  return isDay(day) ? day : `${year}-02-28`;
}
