import { textFromPlace } from '../base/place.js';
import type { Finding, Witness } from '../finding/finding.js';
import { textFromPair } from '../workspace/workspace.js';
import { wordsOfFinding } from './wording/finding-wording.js';

/**
 * The findings of pairs for people: what, where, expected, seen, the call that shows it and the line that makes it again.
 *
 * @param findings - located, those of one pair together
 * @param colour - whether colours are understood
 * @returns a block for each pair, errors first; empty when there are no findings
 */
export function textFromPairFindings(findings: readonly Finding[], colour: boolean): string {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const name = finding.pair === undefined ? '' : textFromPair(finding.pair);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [finding]);
    else group.push(finding);
  }
  return [...groups]
    .map(
      ([name, group]) =>
        `${name}\n${bySeverity(group)
          .map((finding) => blockOf(finding, colour))
          .join('')}`,
    )
    .join('\n');
}

function blockOf(finding: Finding, colour: boolean): string {
  const { severity, code, operation, place, args, witness } = finding;
  const words = wordsOfFinding(finding);
  const { count } = args;
  const rows: (readonly [label: string, text: string | undefined])[] = [
    ['clause', place === undefined ? undefined : textFromPlace(place)],
    ['example', typeof args['example'] === 'string' ? args['example'] : undefined],
    ['expected', words.expected],
    ['seen', words.seen],
    ['call', callText(witness)],
    ['answer', witness?.response?.body === undefined ? undefined : oneLine(witness.response.body)],
    ['times', typeof count === 'number' && count > 1 ? String(count) : undefined],
    ['again', witness?.curl],
    ['next', words.next],
  ];
  const lines = rows.flatMap(([label, text]) => (text === undefined ? [] : [`    ${label.padEnd(LABEL_WIDTH)}${text}\n`]));
  const title = `${operation === undefined ? '' : `${operation}: `}${words.what}`;
  return `  ${coloured(severity, colour)}  ${title}  ${code}\n${lines.join('')}`;
}

function callText(witness: Witness | undefined): string | undefined {
  if (witness?.request === undefined) return undefined;
  return witness.response === undefined ? witness.request.line : `${witness.request.line} → ${witness.response.line}`;
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= SHOWN_CHARACTER_COUNT ? line : `${line.slice(0, SHOWN_CHARACTER_COUNT)}…`;
}

function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((left, right) => SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity));
}

/** @see ECMA-48 §8.3.117 (SGR) */
function coloured(severity: Finding['severity'], colour: boolean): string {
  const code = { error: 31, warning: 33, info: 36 }[severity];
  return colour ? `\u001b[${code}m${severity}\u001b[0m` : severity;
}

const SEVERITIES: readonly Finding['severity'][] = ['error', 'warning', 'info'];
const LABEL_WIDTH = 10;
const SHOWN_CHARACTER_COUNT = 300;
