import type { ReportFinding } from '../run/report-finding.js';
import type { ReportModel, ReportTransformation } from '../run/report-workspace.js';
import type { RunReport } from '../run/run-report.js';
import { wordsOfFinding } from '../wording/finding-wording.js';
import type { Tree, TreeElement } from './tree.js';
import { h } from './tree.js';
import type { VerdictWords } from './verdict-words.js';
import { counted, verdictBadge } from './verdict-words.js';

/**
 * Models that contracts share, whether they mean the same in each, and the transformations between them.
 *
 * @param report - of a run
 * @returns `undefined` when the workspace has none, and no contracts were found to differ
 */
export function modelsSection(report: RunReport): TreeElement | undefined {
  const { models, transformations } = modelsOf(report);
  if (models.length === 0 && transformations.length === 0) return undefined;
  return h(
    'section',
    { id: 'models', 'aria-labelledby': 'models-title' },
    h('h2', { id: 'models-title' }, 'Shared models'),
    models.length > 0 &&
      table(
        'Models',
        ['Model', 'Where it stands', 'Consistency', 'Means the same'],
        models.slice(0, MAX_ROW_COUNT).map((model) => modelRow(model, report)),
      ),
    transformations.length > 0 &&
      table(
        'Transformations',
        ['Transformation', 'From and to', 'Round trip', 'Holds'],
        transformations.slice(0, MAX_ROW_COUNT).map((one) => transformationRow(one, report)),
      ),
    leftTree(Math.max(0, models.length - MAX_ROW_COUNT), 'model'),
    leftTree(Math.max(0, transformations.length - MAX_ROW_COUNT), 'transformation'),
  );
}

/** Those that are declared, and those that differ though nobody declared them. */
function modelsOf({ workspace, findings }: RunReport): {
  readonly models: readonly ReportModel[];
  readonly transformations: readonly ReportTransformation[];
} {
  const declared = new Set(workspace.models.map(({ name }) => name));
  const found = new Map<string, Set<string>>();
  for (const finding of findings) {
    const name = modelOf(finding);
    if (name === undefined || declared.has(name)) continue;
    const places = found.get(name) ?? new Set();
    for (const side of ['accepting', 'refusing']) if (typeof finding.args[side] === 'string') places.add(finding.args[side]);
    found.set(name, places);
  }
  const others = [...found].map(([name, places]): ReportModel => ({ name, places: [...places] }));
  return { models: [...workspace.models, ...others], transformations: workspace.transformations };
}

function modelOf({ code, args }: ReportFinding): string | undefined {
  const isOfModel = code === 'models/drift' || code === 'models/undecided';
  return isOfModel && typeof args['model'] === 'string' ? args['model'] : undefined;
}

function modelRow({ name, places, consistency }: ReportModel, { findings, run }: RunReport): TreeElement {
  const own = findings.filter((finding) => modelOf(finding) === name);
  const isLooked = run.parts.some(({ part }) => part === 'lint');
  const where = places.length === 0 ? ['only its name is shared'] : places.map((place) => h('div', {}, h('code', {}, place)));
  const verdict =
    own.length > 0
      ? findingList(own, 'drifted')
      : verdictBadge(places.length < 2 ? NOTHING : isLooked ? SAME : { word: 'not looked at', tone: 'none' });
  return h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, where), h('td', {}, consistency ?? '–'), h('td', {}, verdict));
}

function transformationRow({ name, a, b, roundTrip }: ReportTransformation, report: RunReport): TreeElement {
  const result = report.transformations.find((one) => one.name === name);
  const own = report.findings.filter(({ id }) => result?.findingIds.includes(id) === true);
  const verdict =
    result === undefined
      ? verdictBadge({ word: 'not tested', tone: 'none' })
      : own.length > 0
        ? findingList(own, 'refuted')
        : verdictBadge(
            result.valueCount === 0
              ? { word: 'nothing tested', tone: 'open' }
              : { word: 'consistent', tone: 'good', detail: counted(result.valueCount, 'value') },
          );
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, name),
    h('td', {}, h('div', {}, h('code', {}, a)), h('div', {}, h('code', {}, b))),
    h('td', {}, ROUND_TRIPS[roundTrip]),
    h('td', {}, verdict),
  );
}

/** Each by what it says, and a step away from its evidence. */
function findingList(findings: readonly ReportFinding[], word: string): Tree {
  const heaviest = findings.find(({ severity, isAccepted }) => severity === 'error' && !isAccepted);
  const isAccepted = findings.every((finding) => finding.isAccepted);
  const words: VerdictWords = isAccepted
    ? { word: 'accepted', tone: 'none' }
    : heaviest === undefined
      ? { word: 'in doubt', tone: 'warn' }
      : { word, tone: 'bad' };
  return [
    verdictBadge(words),
    h(
      'ul',
      { class: 'notes' },
      findings
        .slice(0, MAX_FINDING_COUNT)
        .map((finding) => h('li', {}, h('a', { href: `#${encodeURIComponent(finding.id)}` }, wordsOfFinding(finding).what))),
    ),
    leftTree(Math.max(0, findings.length - MAX_FINDING_COUNT), 'finding'),
  ];
}

function table(caption: string, titles: readonly string[], rows: readonly TreeElement[]): TreeElement {
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    h(
      'table',
      { class: 'models' },
      h('caption', {}, caption),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          titles.map((title) => h('th', { scope: 'col' }, title)),
        ),
      ),
      h('tbody', {}, rows),
    ),
  );
}

function leftTree(count: number, noun: string): Tree {
  return count > 0 && h('p', { class: 'more' }, `${counted(count, noun)} more ${count === 1 ? 'is' : 'are'} in the record of the run.`);
}

const SAME: VerdictWords = { word: 'the same', tone: 'good' };
const NOTHING: VerdictWords = { word: 'in one place', tone: 'none' };
const ROUND_TRIPS: Readonly<Record<ReportTransformation['roundTrip'], string>> = {
  none: 'not claimed',
  a: 'of a',
  b: 'of b',
  both: 'both ways',
};
const MAX_ROW_COUNT = 300;
const MAX_FINDING_COUNT = 20;
