import type { ScenarioTimeline } from '../timeline/scenario-timeline.js';
import { thinned } from '../timeline/thinned.js';
import { nameOfLane } from './timeline-lane-picture.js';
import type { TreeElement } from './tree.js';
import { h } from './tree.js';
import { grouped, lengthText } from './verdict-words.js';

/**
 * What the marks of a picture say, as a table: for those who do not see it, or have no pointer to rest on a mark.
 *
 * @param timeline - of a scenario
 * @param name - of the scenario
 * @returns `undefined` when there are no marks
 */
export function timelineMarksTable({ lanes }: ScenarioTimeline, name: string): TreeElement | undefined {
  const all = lanes.flatMap((lane) => lane.marks.map((mark) => ({ lane: nameOfLane(lane), mark })));
  if (all.length === 0) return undefined;
  const count = lanes.reduce((sum, { marks, leftOutCount }) => sum + marks.length + leftOutCount, 0);
  const shown = thinned(
    all.sort((left, right) => left.mark.atMs - right.mark.atMs),
    MAX_ROW_COUNT,
  );
  return h(
    'details',
    {},
    h('summary', {}, shown.length === count ? 'The same as a table' : `${shown.length} of its ${grouped(count)} marks as a table`),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Marks of the timeline of ${name}` },
      h(
        'table',
        { class: 'marks' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ['At', 'Where', 'What', 'End', 'Took', 'Fault'].map((title) => h('th', { scope: 'col' }, title)),
          ),
        ),
        h(
          'tbody',
          {},
          shown.map(({ lane, mark: { atMs, text, end, durationMs, call, attempt = 1, fault = '' } }) =>
            h(
              'tr',
              {},
              h('td', {}, lengthText(atMs)),
              h('td', {}, lane, call !== undefined && h('span', { class: 'detail' }, `call ${call}, attempt ${attempt}`)),
              h('td', {}, h('code', {}, text)),
              h('td', {}, end),
              h('td', {}, durationMs === undefined ? 'never ended' : lengthText(durationMs)),
              h('td', {}, fault),
            ),
          ),
        ),
      ),
    ),
  );
}

const MAX_ROW_COUNT = 120;
