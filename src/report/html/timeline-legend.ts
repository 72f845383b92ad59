import type { Tree, TreeElement } from './tree.js';
import { h } from './tree.js';

/** What a sign of a timeline means. */
interface Sign {
  readonly tree: Tree;
  readonly text: string;
}

/**
 * The signs of the timelines and what they mean.
 */
export function timelineLegend(): TreeElement {
  return h(
    'ul',
    { class: 'legend', 'aria-label': 'Signs of the timelines' },
    LEGEND.map(({ tree, text }) =>
      h('li', {}, h('svg', { viewBox: '0 0 28 16', width: 28, height: 16, 'aria-hidden': 'true', class: 'timeline' }, tree), ' ', text),
    ),
  );
}

function windowSign(look: string, text: string): Sign {
  const place = { x: 2, y: 1, width: 24, height: 14 };
  return { tree: h('g', { class: `window ${look}` }, h('rect', place), h('rect', { ...place, fill: `url(#hatch-${look})` })), text };
}

const LEGEND: readonly Sign[] = [
  { tree: h('g', { class: 'mark ok' }, h('circle', { cx: 14, cy: 8, r: 4 })), text: 'answered' },
  { tree: h('g', { class: 'mark refused' }, h('path', { class: 'shape', d: 'M14 3 l5 5 l-5 5 l-5 -5 z' })), text: 'refused (4xx)' },
  { tree: h('g', { class: 'mark failed' }, h('path', { class: 'cross', d: 'M10 4 l8 8 m0 -8 l-8 8' })), text: 'failed' },
  { tree: h('g', { class: 'mark open' }, h('circle', { class: 'ring', cx: 14, cy: 8, r: 3.5 })), text: 'no end seen' },
  {
    tree: h(
      'g',
      { class: 'wait kept' },
      h('rect', { x: 4, y: 2, width: 20, height: 12, rx: 3, class: 'envelope' }),
      h('path', { d: 'M0 8 H16' }),
    ),
    text: 'wait, and what the policy allows',
  },
  {
    tree: h(
      'g',
      { class: 'wait broken' },
      h('rect', { x: 14, y: 2, width: 12, height: 12, rx: 3, class: 'envelope' }),
      h('path', { d: 'M0 8 H8' }),
    ),
    text: 'wait that breaks it',
  },
  windowSign('outage', 'outage'),
  windowSign('limit', 'rate limit'),
  windowSign('slow', 'slow'),
  { tree: h('g', { class: 'recovery' }, h('path', { d: 'M14 0 V16' })), text: 'recovered' },
];
