import { textFromPlace } from '../../base/place.js';
import type { Finding, Witness } from '../../finding/finding.js';
import { messageOfFinding, wordsOfFinding } from '../wording/finding-wording.js';
import { consumerRows } from './compat-block.js';
import type { CompatReport, ReportedContract } from './compat-report.js';
import { countedFindings } from './compat-report.js';
import { DEPLOYMENTS, endingText, filesText, termsText, consumersText, titleOf, versionsText } from './compat-words.js';

/**
 * A report as a comment of a pull request. Its first line is the same in every one, so that a program finds its own comment again.
 *
 * @param report - located
 * @see https://github.github.com/gfm/
 */
export function markdownFromCompat(report: CompatReport): string {
  const changed = report.contracts.filter(({ isUnchanged }) => !isUnchanged);
  const rest = report.findings.map((finding) => `- **${finding.severity}** ${plain(messageOfFinding(finding))}${atText(finding)}\n`);
  const parts = [...changed.map(contractPart), ...(rest.length === 0 ? [] : [rest.join('')])];
  return `<!-- mortise compat -->\n${[headline(report), ...parts].join('\n')}`;
}

function headline(report: CompatReport): string {
  const broken = new Set<string>(
    countedFindings(report).flatMap(({ compat }) =>
      (compat?.consumers ?? []).flatMap(({ verdict, consumer }) => (verdict === 'breaks' ? [consumer] : [])),
    ),
  );
  const isBreaking = countedFindings(report).some(({ severity }) => severity === 'error');
  const what = broken.size > 0 ? `breaks ${[...broken].sort().join(', ')}` : isBreaking ? 'breaking' : 'compatible';
  return `## Contracts: ${plain(what)}\n\n${plain(endingText(report))}\n`;
}

function contractPart(contract: ReportedContract): string {
  const { provider, findings, accepted, semver, deployment } = contract;
  const consumers = consumersText(contract);
  const heavy = findings.filter(({ severity }) => severity !== 'info');
  const light = findings.filter(({ severity }) => severity === 'info');
  const advice = [
    semver === 'none' ? 'the two mean the same' : `**version**: a ${semver} step`,
    semver === 'none' ? '' : `**deploy**: ${DEPLOYMENTS[deployment]}`,
    consumers === '' ? '' : `**consumers**: ${plain(consumers)}`,
  ];
  return [
    `### ${plain([provider, versionsText(contract)].filter((part) => part !== '').join(' '))}\n\n${code(filesText(contract))}\n\n`,
    ...heavy.slice(0, MAX_DETAIL_COUNT).map(detailPart),
    heavy.length > MAX_DETAIL_COUNT ? `… and ${heavy.length - MAX_DETAIL_COUNT} more\n\n` : '',
    ...accepted.map((one) => `- accepted: ${plain(titleOf(one.finding))} (${plain(termsText(one))})\n`),
    accepted.length === 0 ? '' : '\n',
    light.length === 0 ? '' : folded(`${light.length} of information`, light.slice(0, MAX_DETAIL_COUNT).map(lineOf).join('')),
    `${advice.filter((part) => part !== '').join(' · ')}\n`,
  ].join('');
}

function detailPart(finding: Finding): string {
  const { severity, place, compat, id } = finding;
  const { expected, seen, next } = wordsOfFinding(finding);
  const rows = [
    ['now', place === undefined ? undefined : code(textFromPlace(place))],
    ['before', compat?.older === undefined ? undefined : code(textFromPlace(compat.older))],
    ['expected', expected === undefined ? undefined : plain(expected)],
    ['seen', seen === undefined ? undefined : plain(seen)],
    ...consumerRows(finding).map(([label, text]) => [label, text === undefined ? undefined : plain(text)] as const),
    ['next', next === undefined ? undefined : plain(next)],
    ['explain', id === undefined ? undefined : code(`mortise explain ${id}`)],
  ] as const;
  const told = rows.flatMap(([label, text]) => (text === undefined ? [] : [`- ${label}: ${text}\n`])).join('');
  return `**${severity}** ${plain(titleOf(finding))} ${code(finding.code)}\n\n${told}\n${witnessPart(finding.witness)}`;
}

function witnessPart(witness: Witness | undefined): string {
  const messages = [witness?.request, witness?.response].flatMap((message) => {
    if (message === undefined) return [];
    const head = [message.line, ...message.headers.map(([name, value]) => `${name}: ${value}`)].join('\n');
    return [message.body === undefined || message.body === '' ? head : `${head}\n\n${message.body}`];
  });
  if (messages.length === 0) return '';
  const text = messages.join('\n\n').slice(0, MAX_WITNESS_CHARACTER_COUNT);
  // A fence is longer than any run of its own characters within.
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return folded('the message that shows it', `${fence}http\n${text}\n${fence}\n`);
}

function lineOf(finding: Finding): string {
  return `- ${plain(titleOf(finding))}${atText(finding)}\n`;
}

function atText({ place }: Finding): string {
  return place === undefined ? '' : ` ${code(textFromPlace(place))}`;
}

function folded(summary: string, text: string): string {
  return `<details><summary>${summary}</summary>\n\n${text}\n</details>\n\n`;
}

/** A contract's own text is no markup, names nobody and links nowhere. */
function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/@(?=\w)/g, '@\u200b')
    .replace(/(https?):\/\//g, '$1:\u200b//');
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replace(/\s+/g, ' ')}\``;
}

const MAX_DETAIL_COUNT = 25;
const MAX_WITNESS_CHARACTER_COUNT = 1_500;
