import { textFromPair } from '../../workspace/workspace.js';
import { ALL_TOLD_BEFORE, consumersText, DEPLOYMENTS, isAllToldBefore, filesText, versionsText } from '../compat/compat-words.js';
import { countsOf, summaryText } from '../finding-text.js';
import type { MarkdownColumn } from '../markdown.js';
import { markdownCode, markdownTable, markdownText } from '../markdown.js';
import type { ReportCompatContract } from '../run/report-compat.js';
import { newAndHeavyFirst } from '../run/new-first.js';
import type { ReportFinding } from '../run/report-finding.js';
import type { ReportScenario } from '../run/report-scenario.js';
import type { ReportTest } from '../run/report-test.js';
import type { RunReport } from '../run/run-report.js';
import { markdownDetail, markdownLine } from './markdown-finding.js';

/**
 * A report as a comment of a pull request. Its first line is the same in every one, so that a program finds its own comment again and updates it.
 *
 * @param report - of a run
 * @param maxLength - in characters; what has no room is counted at the end. Default what GitHub takes in a comment
 * @see https://github.github.com/gfm/
 */
export function markdownFromReport(report: RunReport, maxLength = MAX_COMMENT_LENGTH): string {
  const counted = newAndHeavyFirst(report.findings.filter(({ isAccepted }) => !isAccepted));
  const accepted = report.findings.filter(({ isAccepted }) => isAccepted);
  const head = [
    MARKER,
    headline(report, counted),
    partsTable(report),
    contractsPart(report),
    pairsTable(report.tests),
    scenariosTable(report.scenarios),
  ];
  const details = findingParts(counted);
  const tail = [accepted.length === 0 ? '' : `### Accepted\n\n${accepted.map(markdownLine).join('')}\n`, ending(report)];
  return fitted(head.join(''), [...details, ...tail.filter((part) => part !== '')], maxLength);
}

function headline({ run }: RunReport, counted: readonly ReportFinding[]): string {
  const newCount = counted.filter(({ isNew }) => isNew === true).length;
  const isHeld = counted.every(({ severity }) => severity !== 'error');
  const verdict = isHeld ? (run.isComplete && run.stopped === false ? 'all held' : 'not run to its end') : 'broken';
  const since = run.since === undefined ? '' : `, ${newCount} new since ${markdownText(run.since.id)}`;
  return `## Mortise ${run.command}: ${verdict}\n\n${summaryText(countsOf(counted))}${since}\n\n`;
}

function partsTable({ run, findings }: RunReport): string {
  if (run.parts.length === 0) return '';
  const rows = run.parts.map(({ part, subjectCount, durationMs }) => {
    const own = findings.filter((finding) => finding.part === part && !finding.isAccepted);
    return [part, String(subjectCount), summaryText(countsOf(own)), `${(durationMs / 1_000).toFixed(1)} s`];
  });
  return tableText(['part', { title: 'subjects', align: 'right' }, 'findings', { title: 'took', align: 'right' }], rows);
}

function contractsPart({ compat }: RunReport): string {
  return (compat?.contracts ?? [])
    .filter(({ isUnchanged }) => !isUnchanged)
    .map(contractPart)
    .join('');
}

function contractPart(contract: ReportCompatContract): string {
  const told = { ...contract, older: contract.older, newer: contract.newer };
  const consumers = consumersText({
    consumers: contract.consumers.map((one) => ({ ...one, lastSeenOn: one.lastSeenOn })),
    unwatched: contract.unwatched,
  });
  const isToldBefore = isAllToldBefore({ ...contract, findings: contract.findingIds });
  const advice = isToldBefore
    ? [ALL_TOLD_BEFORE]
    : [
        contract.semver === 'none' ? 'the two mean the same' : `**version**: a ${contract.semver} step`,
        contract.semver === 'none' ? '' : `**deploy**: ${DEPLOYMENTS[contract.deployment]}`,
        consumers === '' ? '' : `**consumers**: ${markdownText(consumers)}`,
      ];
  const title = [contract.provider, versionsText(told)].filter((part) => part !== '').join(' ');
  return `### ${markdownText(title)}: ${contract.verdict}\n\n${markdownCode(filesText(told))}\n\n${advice.filter((part) => part !== '').join(' · ')}\n\n`;
}

function pairsTable(tests: readonly ReportTest[]): string {
  if (tests.length === 0) return '';
  const rows = tests.map((test) => {
    const name = markdownText(textFromPair(test));
    if (test.kind === 'skipped') return [name, '', '', `not tested: ${markdownText(test.reason)}`];
    if (test.kind === 'failed') return [name, '', '', `failed: ${markdownText(test.message)}`];
    const { reachedOperationCount, operationCount, requestCount, verdict } = test;
    const told = verdict.kind === 'inconclusive' ? `inconclusive: ${markdownText(verdict.reason)}` : verdict.kind;
    return [name, `${reachedOperationCount}/${operationCount}`, String(requestCount), told];
  });
  return tableText(['pair', { title: 'operations reached', align: 'right' }, { title: 'requests', align: 'right' }, 'verdict'], rows);
}

function scenariosTable(scenarios: readonly ReportScenario[]): string {
  if (scenarios.length === 0) return '';
  const rows = scenarios.map(({ name, title, outcome, links }) => {
    const refuted = links.flatMap(({ claims }) => claims.filter(({ verdict }) => verdict.kind === 'refuted').map(({ claim }) => claim));
    const told = refuted.length === 0 ? outcome : `${outcome}: ${[...new Set(refuted)].map(markdownText).join(', ')}`;
    return [markdownText(name), markdownText(title), told];
  });
  return tableText(['scenario', '', 'outcome'], rows);
}

function tableText(columns: readonly MarkdownColumn[], rows: readonly (readonly string[])[]): string {
  return `${markdownTable(columns, rows, '').join('\n')}\n\n`;
}

/** Heavy ones each with what shows it; the others as a folded list. */
function findingParts(counted: readonly ReportFinding[]): readonly string[] {
  const heavy = counted.filter(({ severity }) => severity !== 'info');
  const light = counted.filter(({ severity }) => severity === 'info');
  const lightPart =
    light.length === 0
      ? []
      : [`<details><summary>${light.length} of information</summary>\n\n${light.map(markdownLine).join('')}\n</details>\n\n`];
  return [
    ...(heavy.length === 0 ? [] : ['### Findings\n\n']),
    ...heavy.slice(0, MAX_DETAIL_COUNT).map(markdownDetail),
    ...heavy.slice(MAX_DETAIL_COUNT).map(markdownLine),
    ...(heavy.length > MAX_DETAIL_COUNT ? ['\n'] : []),
    ...lightPart,
  ];
}

function ending({ run }: RunReport): string {
  return `<sub>Mortise ${markdownText(run.version)} · seed ${markdownText(run.seed)} · run ${markdownText(run.id)}</sub>\n`;
}

function fitted(head: string, parts: readonly string[], maxLength: number): string {
  let text = head;
  for (const [index, part] of parts.entries()) {
    if (text.length + part.length > maxLength - ROOM_FOR_REST) return `${text}\n… ${parts.length - index} more parts have no room here\n`;
    text += part;
  }
  return text;
}

const MARKER = '<!-- mortise report -->\n';
/** @see https://github.com/orgs/community/discussions/27190 */
const MAX_COMMENT_LENGTH = 65_000;
const MAX_DETAIL_COUNT = 25;
const ROOM_FOR_REST = 60;
