import type { Finding } from '../finding/finding.js';
import { textFromPair } from '../workspace/workspace.js';
import { blockTextOfFinding } from './finding-block.js';

/**
 * The findings of pairs for people: what, where, expected, seen, the call that shows it and the lines that make it again. What was seen
 * only once stands apart at the end, since it proves less.
 *
 * @param findings - located
 * @param colour - whether colours are understood
 * @returns a part for each pair, errors first; empty when there are no findings
 */
export function textFromPairFindings(findings: readonly Finding[], colour: boolean): string {
  const steady = findings.filter((finding) => finding.code !== 'check/flaky');
  const flaky = findings.filter((finding) => finding.code === 'check/flaky');
  const parts = groupedByPair(steady).map(([name, group]) => partText(name, group, colour));
  const flakyParts = groupedByPair(flaky).map(([name, group]) => partText(`${name}: flaky`, group, colour));
  return [...parts, ...flakyParts].join('\n');
}

function partText(title: string, findings: readonly Finding[], colour: boolean): string {
  return `${title}\n${bySeverity(findings)
    .map((finding) => blockTextOfFinding(finding, colour))
    .join('')}`;
}

/** In the order in which the pairs are first named; what belongs to no pair (the baseline, transformations) comes where it stands. */
function groupedByPair(findings: readonly Finding[]): readonly (readonly [name: string, group: readonly Finding[]])[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const name = finding.pair === undefined ? groupWithoutPair(finding) : textFromPair(finding.pair);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [finding]);
    else group.push(finding);
  }
  return [...groups];
}

function groupWithoutPair({ code }: Finding): string {
  return code.startsWith('models/') ? 'transformations' : 'baseline';
}

function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((left, right) => SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity));
}

const SEVERITIES: readonly Finding['severity'][] = ['error', 'warning', 'info'];
