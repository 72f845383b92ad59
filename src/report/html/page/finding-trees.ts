import type { FindingView } from '../finding-view.js';
import type { h as makeElement, Tree, TreeElement } from '../tree.js';

/** Findings of one cause, as the page shows them together. */
export interface CauseGroup {
  readonly cause: string;
  /** The first tells what they are about. */
  readonly views: readonly FindingView[];
}

/** How findings look. */
export interface FindingTrees {
  /** In the order of their first views. */
  groupsOf(views: readonly FindingView[]): readonly CauseGroup[];
  /** A cause as a line that opens; its findings are put into it when it does. */
  group(group: CauseGroup, findings: Tree): TreeElement;
  finding(view: FindingView): TreeElement;
}

/**
 * How findings look, in the page and in its text alike: this function stands in the page as text, so it uses nothing but what it is given.
 *
 * @param h - makes elements
 */
export function findingTrees(h: typeof makeElement): FindingTrees {
  const signs: Readonly<Record<string, string>> = { error: '✕', warning: '!', info: 'i' };

  const severityBadge = (severity: string): TreeElement =>
    h(
      'span',
      { class: `severity ${severity}` },
      h('span', { class: 'sign', 'aria-hidden': 'true' }, signs[severity] ?? '?'),
      ' ',
      severity,
    );

  const tag = (text: string, kind: string): Tree => text !== '' && h('span', { class: `tag ${kind}` }, text);

  const row = (label: string, content: Tree, kind = ''): Tree =>
    content !== '' && content !== false && h('div', { class: `fact ${kind}` }, h('dt', {}, label), h('dd', {}, content));

  const copyable = (text: string): Tree =>
    text !== '' &&
    h(
      'div',
      { class: 'copyable' },
      h('pre', { tabindex: '0' }, h('code', {}, text)),
      h('button', { type: 'button', class: 'copy' }, 'Copy'),
    );

  const block = (text: string): Tree => text !== '' && h('pre', { tabindex: '0' }, h('code', {}, text));

  const code = (text: string): Tree => text !== '' && h('code', {}, text);

  return {
    groupsOf: (views) => {
      const groups = new Map<string, FindingView[]>();
      for (const view of views) {
        const known = groups.get(view.cause);
        if (known === undefined) groups.set(view.cause, [view]);
        else known.push(view);
      }
      return [...groups].map(([cause, own]) => ({ cause, views: own }));
    },
    group: ({ views }, findings) => {
      const [first] = views;
      if (first === undefined) return h('details', { class: 'cause' });
      const pairs = new Set(views.map(({ pair }) => pair)).size;
      const operations = new Set(views.map(({ operation }) => operation)).size;
      const where = operations > 1 ? `${operations} operations` : first.operation;
      const who = pairs > 1 ? `${pairs} pairs` : first.pair;
      return h(
        'details',
        { class: 'cause' },
        h(
          'summary',
          {},
          severityBadge(first.severity),
          h('span', { class: 'cause-title' }, first.title),
          h(
            'span',
            { class: 'cause-where' },
            views.some(({ marks }) => marks.includes('new')) && tag('new', 'new'),
            views.every(({ marks }) => marks.includes('accepted')) && tag('accepted', 'accepted'),
            tag(who, 'pair'),
            where !== '' && h('code', {}, where),
            first.scenario !== '' && tag(first.scenario, 'of-scenario'),
            views.length > 1 && h('span', { class: 'times' }, `× ${views.length}`),
          ),
        ),
        h('div', { class: 'cause-findings' }, findings),
      );
    },
    finding: (view) =>
      h(
        'article',
        { class: 'finding', id: view.id, 'aria-label': `${view.severity}: ${view.title}` },
        h(
          'p',
          { class: 'finding-head' },
          h('a', { class: 'anchor', href: `#${encodeURIComponent(view.id)}`, title: 'Link to this finding' }, view.id),
          h('span', { class: 'code' }, view.code),
          view.marks.includes('new') && tag('new', 'new'),
          view.marks.includes('accepted') && tag('accepted', 'accepted'),
          tag(view.pair, 'pair'),
          code(view.operation),
        ),
        h('p', { class: 'finding-title' }, view.title),
        h(
          'dl',
          {},
          row('expected', view.expected, 'expected'),
          row('seen', view.seen, 'seen'),
          row('clause', code(view.place)),
          row('before', code(view.older)),
          row('consumers', view.consumers === '' ? '' : view.consumers.split('\n').map((line) => h('div', {}, line))),
          row('steps', view.steps),
          row('sent', block(view.request)),
          row('answered', block(view.response)),
          row('again', copyable(view.curl)),
          row('replay', copyable(view.replay === '' ? '' : `mortise replay ${view.id}`)),
          row(
            'evidence',
            view.isShort !== '' && 'the calls themselves are in the record of the run: this page has no room for all of them',
          ),
          row('next', view.next),
        ),
      ),
  };
}
