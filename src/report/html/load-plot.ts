import type { TimelineLoad } from '../timeline/scenario-timeline.js';
import type { TimeScale } from './time-scale.js';
import { rounded, roundStep } from './time-scale.js';
import type { TreeElement } from './tree.js';
import { h } from './tree.js';
import { grouped, lengthText } from './verdict-words.js';

/**
 * The course of a load: attempts that succeeded and failed beside what was asked, and how long answers took.
 *
 * @param load - of a timeline
 * @param scale - of its picture
 * @param top - where it begins
 */
export function loadPlot(load: TimelineLoad, scale: TimeScale, top: number): { readonly tree: TreeElement; readonly height: number } {
  const latencyTop = top + PLOT_HEIGHT + GAP;
  return {
    tree: h('g', { class: 'load' }, countPlot(load, scale, top), latencyPlot(load, scale, latencyTop)),
    height: 2 * (PLOT_HEIGHT + GAP),
  };
}

function countPlot({ bucketMs, buckets }: TimelineLoad, scale: TimeScale, top: number): TreeElement {
  const most = axisEnd(buckets.reduce((high, { okCount, failedCount, askCount }) => Math.max(high, okCount + failedCount, askCount), 1));
  const bottom = top + NAME_HEIGHT + BODY_HEIGHT;
  const heightOf = (count: number): number => rounded((count / most) * BODY_HEIGHT);
  return h(
    'g',
    {},
    title(`answers and asks in ${lengthText(bucketMs)} each`, scale, top),
    grid(grouped(most), scale, { top: top + NAME_HEIGHT, bottom }),
    buckets.map(({ okCount, failedCount }, index) => {
      const x = scale.x(index * bucketMs);
      const width = rounded(Math.max(1, scale.x((index + 1) * bucketMs) - x - 1));
      const ok = heightOf(okCount);
      const failed = heightOf(failedCount);
      return h(
        'g',
        {},
        h('title', {}, `from ${lengthText(index * bucketMs)}: ${grouped(okCount)} succeeded, ${grouped(failedCount)} failed`),
        ok > 0 && h('rect', { class: 'ok', x, y: rounded(bottom - ok), width, height: ok }),
        failed > 0 && h('rect', { class: 'failed', x, y: rounded(bottom - ok - failed), width, height: failed }),
      );
    }),
    h('path', {
      class: 'asks',
      d: linePath(buckets.map(({ askCount }, index) => [scale.x((index + 0.5) * bucketMs), rounded(bottom - heightOf(askCount))])),
    }),
  );
}

function latencyPlot({ bucketMs, buckets }: TimelineLoad, scale: TimeScale, top: number): TreeElement {
  const most = axisEnd(buckets.reduce((high, { p95Ms = 0 }) => Math.max(high, p95Ms), 0.001));
  const bottom = top + NAME_HEIGHT + BODY_HEIGHT;
  const line = (member: 'p50Ms' | 'p95Ms'): string =>
    linePath(
      buckets.map(({ [member]: ms }, index) =>
        ms === undefined ? undefined : [scale.x((index + 0.5) * bucketMs), rounded(bottom - (ms / most) * BODY_HEIGHT)],
      ),
    );
  return h(
    'g',
    {},
    title('latency of whole answers: median, and 95 of 100 (dashed)', scale, top),
    grid(lengthText(most), scale, { top: top + NAME_HEIGHT, bottom }),
    h('path', { class: 'p95', d: line('p95Ms') }),
    h('path', { class: 'p50', d: line('p50Ms') }),
  );
}

/** Where nothing is known the line is broken. */
function linePath(points: readonly (readonly [x: number, y: number] | readonly number[] | undefined)[]): string {
  let isDown = false;
  const steps = points.map((point) => {
    const command = point === undefined ? '' : `${isDown ? 'L' : 'M'}${point[0]} ${point[1]}`;
    isDown = point !== undefined;
    return command;
  });
  return steps.filter((step) => step !== '').join(' ');
}

function title(text: string, { left }: TimeScale, top: number): TreeElement {
  return h('text', { x: left, y: top + 14, class: 'lane-name' }, text);
}

function grid(text: string, { left, right }: TimeScale, { top, bottom }: { readonly top: number; readonly bottom: number }): TreeElement {
  return h(
    'g',
    { class: 'grid' },
    h('path', { d: `M${left} ${top} H${right} M${left} ${bottom} H${right}` }),
    h('text', { x: right, y: top - 4, 'text-anchor': 'end' }, text),
  );
}

function axisEnd(highest: number): number {
  return roundStep(highest);
}

const NAME_HEIGHT = 22;
const BODY_HEIGHT = 64;
const PLOT_HEIGHT = NAME_HEIGHT + BODY_HEIGHT;
const GAP = 14;
