import { textFromPlace } from '../../base/place.js';
import type { Finding } from '../../finding/finding.js';
import { colouredSeverity, oneParagraph } from '../finding-block.js';
import { textFromFindings } from '../finding-text.js';
import { blockTextOfDifference } from './compat-block.js';
import { spentText, withoutSpent } from './spent-budget.js';
import type { CompatReport, ReportedContract } from './compat-report.js';
import { countedFindings } from './compat-report.js';
import {
  DEPLOYMENTS,
  endingText,
  filesText,
  termsText,
  consumersText,
  isAllToldBefore,
  ALL_TOLD_BEFORE,
  titleOf,
  versionsText,
} from './compat-words.js';

/** How a report is shown. */
export interface CompatTextOptions {
  readonly columnCount: number;
  readonly colour: boolean;
}

/**
 * What a change does to those who rely on a contract, as a reviewer reads it: each contract that changed with its differences, what is advised,
 * and how it ended. Contracts that did not change are counted only.
 *
 * @param report - located
 * @param options - the width, and whether colours are understood
 * @returns lines that end in a line end
 */
export function textFromCompat(report: CompatReport, options: CompatTextOptions): string {
  const parts = report.contracts.filter(({ isUnchanged }) => !isUnchanged).map((contract) => contractText(contract, options));
  const rest = report.findings.length === 0 ? [] : [withoutSummary(textFromFindings(report.findings, options))];
  return [...parts, ...rest, `${endingText(report)}\n${nextText(report)}`].join('\n');
}

function contractText(contract: ReportedContract, { colour }: CompatTextOptions): string {
  const { provider, findings, accepted } = contract;
  const title = [provider, versionsText(contract), filesText(contract)].filter((part) => part !== '').join('  ');
  const { told, spent } = withoutSpent(findings.filter(({ severity }) => severity !== 'info'));
  const heavy = told.map((finding) => blockTextOfDifference(finding, colour));
  const light = findings.filter(({ severity }) => severity === 'info');
  const shown = light.slice(0, MAX_INFO_COUNT).map((finding) => lineOf(finding, colour));
  const more = light.length - shown.length;
  return [
    `${oneParagraph(title)}\n`,
    ...heavy,
    spentText(spent, colour),
    ...shown,
    more > 0 ? `  … and ${more} more of information: --json has all\n` : '',
    ...accepted.map(
      (one) =>
        `  accepted  ${oneParagraph(titleOf(one.finding))}  ${one.finding.code}  ${one.finding.id ?? ''}`.trimEnd() +
        `\n    ${oneParagraph(termsText(one))}\n`,
    ),
    toldBeforeText(contract),
    ...adviceLines(contract),
  ].join('');
}

function lineOf(finding: Finding, colour: boolean): string {
  const place = finding.place ?? finding.compat?.older;
  return `  ${colouredSeverity('info', colour)}   ${oneParagraph(titleOf(finding))}${place === undefined ? '' : `  ${textFromPlace(place)}`}\n`;
}

function toldBeforeText(contract: ReportedContract): string {
  const count = contract.toldBeforeIds?.length ?? 0;
  if (isAllToldBefore(contract)) return `  ${ALL_TOLD_BEFORE}\n`;
  return count === 0 ? '' : `  … and ${count} that ${count === 1 ? 'is' : 'are'} told with a nearer version\n`;
}

function adviceLines(contract: ReportedContract): readonly string[] {
  const { semver, deployment, older, newer, findings } = contract;
  // Advice without a finding leaves the reader to guess what it is for: it stands where the findings do.
  if (older === undefined || newer === undefined || isAllToldBefore(contract)) return [];
  if (semver === 'none') return findings.length === 0 ? ['  the two mean the same\n'] : [];
  const consumers = consumersText(contract);
  const isTold = findings.some(({ code }) => code === 'compat/version-step');
  return [
    consumers === '' ? '' : `  consumers  ${oneParagraph(consumers)}\n`,
    isTold ? '' : `  version    a ${semver} step tells the truth\n`,
    semver === 'major' || deployment !== 'any-order' ? `  deploy     ${DEPLOYMENTS[deployment]}\n` : '',
  ];
}

/** How to go on, once for all findings. */
function nextText(report: CompatReport): string {
  const id = countedFindings(report).find(({ severity, compat }) => severity === 'error' && compat !== undefined)?.id;
  return id === undefined ? '' : `why: mortise explain ${id}; live with it: mortise compat --accept ${id} --reason <text>\n`;
}

/** The counts of these findings are told at the end, with all others. */
function withoutSummary(text: string): string {
  return text.replace(/\n[^\n]+\n$/, '');
}

const MAX_INFO_COUNT = 12;
