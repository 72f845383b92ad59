import type { ReportFinding } from '../run/report-finding.js';
import type { RunReport } from '../run/run-report.js';
import { wordsOfFinding } from '../wording/finding-wording.js';
import { dayText } from './day-text.js';
import type { DocPair } from './doc-pairs.js';
import { docPairs, keyOfPair, testText } from './doc-pairs.js';
import { markdownCode, markdownText } from '../markdown.js';

/**
 * What changed between two runs: systems, operations, pairs, findings, verdicts. A finding is gone only when the part that found it came to its end; of the
 * rest nothing is said.
 *
 * @param older - the run before
 * @param newer - the run since
 */
export function changeLines(older: RunReport, newer: RunReport): readonly string[] {
  const sections: readonly (readonly [title: string, items: readonly string[]])[] = [
    ['Systems', systemChanges(older, newer)],
    ['Operations', operationChanges(older, newer)],
    ['Pairs', pairChanges(docPairs(older), docPairs(newer))],
    ['Scenarios', scenarioChanges(older, newer)],
    ['New findings', newFindings(older, newer)],
    ['Gone findings', goneFindings(older, newer)],
  ];
  const told = sections.filter(([, items]) => items.length > 0);
  const from = `${markdownCode(older.run.id)} of ${dayText(older.run.startedAtMs)}`;
  const to = `${markdownCode(newer.run.id)} of ${dayText(newer.run.startedAtMs)}`;
  return [
    '# Changes',
    '',
    `From run ${from} to run ${to}.`,
    ...(told.length === 0 ? ['', 'Nothing changed.'] : []),
    ...told.flatMap(([title, items]) => ['', `## ${title}`, '', ...bounded(items)]),
  ];
}

function systemChanges(older: RunReport, newer: RunReport): readonly string[] {
  const before = new Map(older.workspace.systems.map((system) => [system.name, system]));
  const after = new Map(newer.workspace.systems.map((system) => [system.name, system]));
  return [
    ...[...after.keys()].filter((name) => !before.has(name)).map((name) => `- ${markdownCode(name)} is new`),
    ...[...before.keys()].filter((name) => !after.has(name)).map((name) => `- ${markdownCode(name)} is gone`),
    ...[...after.values()].flatMap(({ name, version }) => {
      const was = before.get(name)?.version;
      return was === undefined || version === undefined || was === version
        ? []
        : [`- ${markdownCode(name)} went from ${markdownText(was)} to ${markdownText(version)}`];
    }),
  ];
}

/** Of systems that both runs have; a list that was cut tells nothing of what it left out. */
function operationChanges(older: RunReport, newer: RunReport): readonly string[] {
  return newer.workspace.systems.flatMap((system) => {
    const was = older.workspace.systems.find(({ name }) => name === system.name);
    if (was === undefined || [was, system].some(({ operations, operationCount }) => operations.length < operationCount)) return [];
    const [before, after] = [was, system].map(({ operations }) => new Set(operations.map(({ id }) => id)));
    if (before === undefined || after === undefined) return [];
    return [
      ...[...after].filter((id) => !before.has(id)).map((id) => `- ${markdownCode(system.name)}: ${markdownCode(id)} is new`),
      ...[...before].filter((id) => !after.has(id)).map((id) => `- ${markdownCode(system.name)}: ${markdownCode(id)} is gone`),
    ];
  });
}

function pairChanges(before: readonly DocPair[], after: readonly DocPair[]): readonly string[] {
  const was = new Map(before.map((pair) => [keyOfPair(pair), pair]));
  const is = new Set(after.map(keyOfPair));
  const name = ({ consumer, provider }: DocPair): string => `${markdownText(consumer)} → ${markdownText(provider)}`;
  return [
    ...after.flatMap((pair) => {
      const old = was.get(keyOfPair(pair));
      if (old === undefined) return [`- ${name(pair)} is new`];
      const [then, now] = [testText(old.test), testText(pair.test)];
      return old.test === undefined || pair.test === undefined || then === now ? [] : [`- ${name(pair)}: ${then}, now ${now}`];
    }),
    ...before.filter((pair) => !is.has(keyOfPair(pair))).map((pair) => `- ${name(pair)} is gone`),
  ];
}

function scenarioChanges(older: RunReport, newer: RunReport): readonly string[] {
  return newer.scenarios.flatMap(({ name, outcome }) => {
    const was = older.scenarios.find((scenario) => scenario.name === name);
    if (was === undefined) return [`- ${markdownCode(name)} is new: ${outcome}`];
    return was.outcome === outcome ? [] : [`- ${markdownCode(name)}: ${was.outcome}, now ${outcome}`];
  });
}

function newFindings(older: RunReport, newer: RunReport): readonly string[] {
  const known = new Set(older.findings.map(({ id }) => id));
  const looked = new Set(older.run.parts.map(({ part }) => part));
  return newer.findings.filter(({ id, part }) => !known.has(id) && looked.has(part)).map(findingText);
}

function goneFindings(older: RunReport, newer: RunReport): readonly string[] {
  const left = new Set(newer.findings.map(({ id }) => id));
  const looked = new Set(newer.run.isComplete && newer.run.stopped === false ? newer.run.parts.map(({ part }) => part) : []);
  return older.findings.filter(({ id, part }) => !left.has(id) && looked.has(part)).map(findingText);
}

function findingText(finding: ReportFinding): string {
  const { severity, pair, operation, id } = finding;
  const who = pair === undefined ? '' : `${markdownText(pair.consumer)} → ${markdownText(pair.provider)}: `;
  const what = operation === undefined ? '' : `${markdownCode(operation)}: `;
  return `- ${severity}: ${who}${what}${markdownText(wordsOfFinding(finding).what)} (${markdownCode(id)})`;
}

function bounded(items: readonly string[]): readonly string[] {
  return items.length <= MAX_ITEM_COUNT ? items : [...items.slice(0, MAX_ITEM_COUNT), `- and ${items.length - MAX_ITEM_COUNT} more`];
}

const MAX_ITEM_COUNT = 500;
