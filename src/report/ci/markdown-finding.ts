import { textFromPlace } from '../../base/place.js';
import type { Witness } from '../../finding/finding.js';
import { consumerRows } from '../compat/compat-block.js';
import { titleOf } from '../compat/compat-words.js';
import { markdownBlock, markdownCode, markdownText } from '../markdown.js';
import type { ReportFinding } from '../run/report-finding.js';
import { wordsOfFinding } from '../wording/finding-wording.js';

/**
 * A finding as a line of a list.
 *
 * @param finding - located
 */
export function markdownLine(finding: ReportFinding): string {
  const { place, severity, id, isNew } = finding;
  const at = place === undefined ? '' : ` ${markdownCode(textFromPlace(place))}`;
  return `- ${isNew === true ? 'new ' : ''}${severity}: ${markdownText(titleOf(finding))}${at} ${markdownCode(id)}\n`;
}

/**
 * A finding with its evidence.
 *
 * @param finding - located
 */
export function markdownDetail(finding: ReportFinding): string {
  const { severity, place, compat, id, pair, isNew, replay, scenario, witness } = finding;
  const { expected, seen, next } = wordsOfFinding(finding);
  const rows = [
    ['between', pair === undefined ? undefined : markdownText(`${pair.consumer} → ${pair.provider}`)],
    ['scenario', scenario === undefined ? undefined : markdownText(scenario)],
    [compat === undefined ? 'clause' : 'now', place === undefined ? undefined : markdownCode(textFromPlace(place))],
    ['before', compat?.older === undefined ? undefined : markdownCode(textFromPlace(compat.older))],
    ['expected', expected === undefined ? undefined : markdownText(expected)],
    ['seen', seen === undefined ? undefined : markdownText(seen)],
    ...consumerRows(finding).map(([label, text]) => [label, text === undefined ? undefined : markdownText(text)] as const),
    ['next', next === undefined ? undefined : markdownText(next)],
    ['again', replay === undefined ? markdownCode(`mortise explain ${id}`) : markdownCode(`mortise replay ${id}`)],
  ] as const;
  const told = rows.flatMap(([label, text]) => (text === undefined ? [] : [`- ${label}: ${text}\n`])).join('');
  const title = `${isNew === true ? '**new** ' : ''}**${severity}** ${markdownText(titleOf(finding))} ${markdownCode(finding.code)}`;
  return `${title}\n\n${told}\n${witnessPart(witness)}`;
}

function witnessPart(witness: Witness | undefined): string {
  const messages = [witness?.request, witness?.response].flatMap((message) => {
    if (message === undefined) return [];
    const head = [message.line, ...message.headers.map(([name, value]) => `${name}: ${value}`)].join('\n');
    return [message.body === undefined || message.body === '' ? head : `${head}\n\n${message.body}`];
  });
  if (messages.length === 0) return '';
  const text = messages.join('\n\n').slice(0, MAX_WITNESS_CHARACTER_COUNT);
  return `<details><summary>the message that shows it</summary>\n\n${markdownBlock(text, 'http').join('\n')}\n\n</details>\n\n`;
}

const MAX_WITNESS_CHARACTER_COUNT = 1_500;
