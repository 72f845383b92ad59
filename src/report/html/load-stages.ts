import type { LoadStageSpan } from '../timeline/scenario-timeline.js';
import type { TimeScale } from './time-scale.js';
import { rounded } from './time-scale.js';
import type { Tree, TreeElement } from './tree.js';
import { h } from './tree.js';
import { counted, grouped, lengthText } from './verdict-words.js';

/**
 * The stages of a load as they were planned: how many users there are as a line, and a border through the plots where one stage ends.
 *
 * @param stages - of a timeline
 * @param scale - of its picture
 * @param ends - of the borders
 */
export function loadStagesTree(
  stages: readonly LoadStageSpan[],
  scale: TimeScale,
  { top, bottom }: { readonly top: number; readonly bottom: number },
): TreeElement {
  const most = stages.reduce((high, { fromUserCount, toUserCount }) => Math.max(high, fromUserCount, toUserCount), 1);
  const y = (count: number): number => rounded(top + LINE_TOP + (1 - count / most) * LINE_HEIGHT);
  const borders = [...new Set(stages.filter(({ fromMs, toMs }) => toMs > fromMs).map(({ toMs }) => scale.x(toMs)))];
  let freeX = Number.NEGATIVE_INFINITY;
  const label = ({ fromMs, toMs, toUserCount, workflow, fromUserCount }: LoadStageSpan): Tree => {
    const from = scale.x(fromMs);
    const to = scale.x(toMs);
    const text = fromUserCount === toUserCount ? counted(toUserCount, 'user') : `to ${counted(toUserCount, 'user')}`;
    const hasRoom = to - from > text.length * CHARACTER_WIDTH && from >= freeX;
    if (hasRoom) freeX = to;
    const told = `${workflow}: ${grouped(fromUserCount)} to ${counted(toUserCount, 'user')} from ${lengthText(fromMs)} to ${lengthText(toMs)}`;
    return h(
      'g',
      {},
      h('title', {}, told),
      h('path', { class: 'users', d: `M${from} ${y(fromUserCount)} L${to} ${y(toUserCount)}` }),
      hasRoom && h('text', { x: rounded((from + to) / 2), y: top + 10, 'text-anchor': 'middle' }, text),
    );
  };
  return h(
    'g',
    { class: 'stages' },
    stages.map(label),
    h('path', { class: 'border', d: borders.map((x) => `M${x} ${top + LINE_TOP} V${bottom}`).join(' ') }),
  );
}

const LINE_TOP = 14;
const LINE_HEIGHT = 16;
const CHARACTER_WIDTH = 6.6;
