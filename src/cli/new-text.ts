import { textFromPlace } from '../base/place.js';
import { titleOf } from '../report/compat/compat-words.js';
import { colouredSeverity, oneParagraph } from '../report/finding-block.js';
import { newAndHeavyFirst } from '../report/run/new-first.js';
import type { RunReport } from '../report/run/run-report.js';

/**
 * What a run found that the one before it had not, in one place for every command: each heavier one first.
 *
 * @param report - of a run with `--since`
 * @param colour - whether colours are understood
 * @returns nothing without an earlier run
 */
export function newFindingsText({ run, findings }: RunReport, colour: boolean): string {
  if (run.since === undefined) return '';
  const counted = findings.filter(({ isAccepted }) => !isAccepted);
  const added = newAndHeavyFirst(counted.filter(({ isNew }) => isNew === true));
  const shown = added.slice(0, MAX_SHOWN_COUNT).map((finding) => {
    const { severity, code, place } = finding;
    const at = place === undefined ? '' : `  ${oneLine(textFromPlace(place))}`;
    return `  ${colouredSeverity(severity, colour)}  ${oneLine(titleOf(finding))}  ${code}${at}\n`;
  });
  const more = added.length > shown.length ? `  and ${added.length - shown.length} more\n` : '';
  return `\n${added.length} of ${counted.length} new since ${run.since.id}\n${shown.join('')}${more}`;
}

/** What documents say must not look like another finding. */
function oneLine(text: string): string {
  return oneParagraph(text).replace(/\s+/g, ' ');
}

const MAX_SHOWN_COUNT = 20;
