import type { FindingView } from './finding-view.js';
import type { PageFindings } from './packed-findings.js';
import { findingTrees } from './page/finding-trees.js';
import type { Tree, TreeElement } from './tree.js';
import { h } from './tree.js';
import { counted, grouped } from './verdict-words.js';

/**
 * The findings by cause: the first are there for all readers, the others come with the script of the page.
 *
 * @param findings - that the page shows
 * @param isOver - whether the run came to its end: else silence says nothing
 */
export function findingsSection({ views, leftOutCount }: PageFindings, isOver: boolean): TreeElement {
  const trees = findingTrees(h);
  const groups = trees.groupsOf(views);
  const count = views.length + leftOutCount;
  return h(
    'section',
    { id: 'findings', 'aria-labelledby': 'findings-title' },
    h('h2', { id: 'findings-title' }, 'Findings', count > 0 && h('span', { class: 'count' }, grouped(count))),
    views.length === 0 && h('p', { class: 'empty' }, isOver ? 'Nothing was found.' : 'Nothing was found as far as the run came.'),
    filtersTree(views),
    h('p', { id: 'finding-count', role: 'status' }, views.length === 0 ? '' : counted(count, 'finding')),
    h(
      'div',
      { id: 'finding-list' },
      groups.slice(0, STATIC_GROUP_COUNT).map((group) => trees.group(group, group.views.slice(0, STATIC_FINDING_COUNT).map(trees.finding))),
    ),
    h('button', { type: 'button', id: 'finding-more', hidden: true }, 'Show more'),
    groups.length > STATIC_GROUP_COUNT &&
      h(
        'p',
        { class: 'without-script' },
        `The first ${STATIC_GROUP_COUNT} of ${counted(groups.length, 'cause')}: the others are shown with JavaScript switched on.`,
      ),
  );
}

function filtersTree(views: readonly FindingView[]): TreeElement {
  const parts = unique(views.map(({ part }) => part));
  const pairs = unique(views.map(({ pair }) => pair)).slice(0, MAX_CHOICE_COUNT);
  const severities = ['error', 'warning', 'info'].filter((severity) => views.some((view) => view.severity === severity));
  return h(
    'form',
    { class: 'filters', role: 'search', 'aria-label': 'Filter the findings', hidden: views.length === 0 },
    h(
      'label',
      { class: 'wide' },
      h('span', {}, 'Search'),
      h('input', { id: 'filter-text', type: 'search', placeholder: 'words, operation, id…', autocomplete: 'off', spellcheck: 'false' }),
    ),
    choice('filter-severity', 'Severity', 'any', severities),
    choice('filter-part', 'Part', 'any', parts),
    choice('filter-pair', 'Pair', 'any', pairs),
    h(
      'label',
      { class: 'check', hidden: !views.some(({ marks }) => marks.includes('new')) },
      h('input', { id: 'filter-new', type: 'checkbox' }),
      h('span', {}, 'New only'),
    ),
    h('p', { class: 'keys' }, h('kbd', {}, '/'), ' search, ', h('kbd', {}, 'j'), ' ', h('kbd', {}, 'k'), ' next and previous'),
  );
}

function choice(id: string, label: string, any: string, values: readonly string[]): Tree {
  return h(
    'label',
    {},
    h('span', {}, label),
    h(
      'select',
      { id },
      h('option', { value: '' }, any),
      values.map((value) => h('option', { value }, value)),
    ),
  );
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].filter((text) => text !== '').sort();
}

const STATIC_GROUP_COUNT = 20;
const STATIC_FINDING_COUNT = 3;
const MAX_CHOICE_COUNT = 1_000;
