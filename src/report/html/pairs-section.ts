import type { ReportWorkspace } from '../run/report-workspace.js';
import { architecturePicture } from './architecture-picture.js';
import type { MatrixColumn, MatrixRow } from './pair-matrix.js';
import { worstTone } from './pair-matrix.js';
import type { Tree, TreeElement } from './tree.js';
import { h } from './tree.js';
import { counted, verdictBadge } from './verdict-words.js';

/**
 * Who talks to whom over what, with a verdict for each question; and the same as a picture.
 *
 * @param workspace - of a report
 * @param rows - of its matrix
 */
export function pairsSection(workspace: ReportWorkspace, rows: readonly MatrixRow[]): TreeElement {
  const picture = architecturePicture(workspace, rows);
  const shown = rows.slice(0, MAX_ROW_COUNT);
  // Of very many only those are open that want to be looked at.
  const isTroubled = (row: MatrixRow): boolean => shown.length <= MAX_OPEN_ROW_COUNT || TROUBLED.has(worstTone(row));
  const troubled = shown.filter(isTroubled);
  const calm = shown.filter((row) => !isTroubled(row));
  return h(
    'section',
    { id: 'pairs', 'aria-labelledby': 'pairs-title' },
    h('h2', { id: 'pairs-title' }, 'Pairs'),
    rows.length === 0 && h('p', { class: 'empty' }, 'The workspace names no pairs.'),
    troubled.length > 0 && tableTree(troubled, 'Table of pairs'),
    calm.length > 0 &&
      h(
        'details',
        { class: 'calm' },
        h('summary', {}, `${counted(calm.length, 'pair')} without an error or a warning`),
        tableTree(calm, 'Table of the other pairs'),
      ),
    rows.length > MAX_ROW_COUNT &&
      h('p', { class: 'more' }, `${counted(rows.length - MAX_ROW_COUNT, 'pair')} more are in the record of the run.`),
    picture !== undefined && [
      h('h3', { id: 'architecture' }, 'Architecture'),
      h('div', { class: 'scroll picture', tabindex: '0', role: 'region', 'aria-label': 'Picture of the architecture' }, picture),
    ],
  );
}

function tableTree(rows: readonly MatrixRow[], label: string): TreeElement {
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label },
    h(
      'table',
      { class: 'matrix' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, 'Consumer → provider'),
          h('th', { scope: 'col' }, 'Over'),
          COLUMNS.map(({ title }) => h('th', { scope: 'col' }, title)),
        ),
      ),
      h('tbody', {}, rows.map(rowTree)),
    ),
  );
}

function rowTree({ pair, cells }: MatrixRow): TreeElement {
  const { consumer, provider, protocols, auth, uses } = pair;
  const name = `${consumer} → ${provider}`;
  return h(
    'tr',
    {},
    h(
      'th',
      { scope: 'row' },
      h('span', { class: 'consumer' }, consumer),
      h('span', { class: 'arrow-to', 'aria-label': 'to' }, ' → '),
      h('span', { class: 'provider' }, provider),
    ),
    h(
      'td',
      { class: 'over' },
      protocols.join(', '),
      h('span', { class: 'detail' }, [uses === undefined ? 'all operations' : counted(uses.length, 'operation'), ...auth].join(', ')),
    ),
    COLUMNS.map(({ column, title, part }) => h('td', { 'data-label': title }, cellTree(name, part, cells[column]))),
  );
}

/** What was found is a step away; what was not run has nothing to show. */
function cellTree(pair: string, part: string, words: MatrixRow['cells'][MatrixColumn]): Tree {
  if (words.tone !== 'bad' && words.tone !== 'warn') return verdictBadge(words);
  const isOfPair = part !== 'lint';
  return h('a', { href: '#findings', 'data-filter-part': part, ...(isOfPair ? { 'data-filter-pair': pair } : {}) }, verdictBadge(words));
}

const COLUMNS: readonly { readonly column: MatrixColumn; readonly title: string; readonly part: string }[] = [
  { column: 'lint', title: 'Lint', part: 'lint' },
  { column: 'tests', title: 'Contract tests', part: 'test' },
  { column: 'events', title: 'Events', part: 'test' },
  { column: 'recovery', title: 'Recovery', part: 'scenario' },
  { column: 'compat', title: 'Compatibility', part: 'compat' },
];
const MAX_ROW_COUNT = 400;
const MAX_OPEN_ROW_COUNT = 40;
const TROUBLED: ReadonlySet<string> = new Set(['bad', 'warn']);
