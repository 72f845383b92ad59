import type { LoadBucket, LoadThreshold, TimelineLoad } from '../timeline/scenario-timeline.js';
import { loadStagesTree } from './load-stages.js';
import type { TimeScale } from './time-scale.js';
import { rounded, roundStep } from './time-scale.js';
import type { Tree, TreeElement } from './tree.js';
import { h } from './tree.js';
import { grouped, lengthText } from './verdict-words.js';

/**
 * The course of a load: its stages as planned, attempts that succeeded and failed beside what was asked, how long answers took and which share failed, each with
 * the limits that are expected.
 *
 * @param load - of a timeline
 * @param scale - of its picture
 * @param top - where it begins
 */
export function loadPlot(load: TimelineLoad, scale: TimeScale, top: number): { readonly tree: TreeElement; readonly height: number } {
  const limits = (of: LoadThreshold['of']): readonly LoadThreshold[] => (load.thresholds ?? []).filter((one) => one.of === of);
  const hasFailures = limits('failures').length > 0;
  const stagesHeight = load.stages === undefined ? 0 : STAGES_HEIGHT;
  const plots = hasFailures ? 3 : 2;
  const topOf = (index: number): number => top + stagesHeight + index * (PLOT_HEIGHT + GAP);
  const height = stagesHeight + plots * (PLOT_HEIGHT + GAP);
  return {
    tree: h(
      'g',
      { class: 'load' },
      load.stages !== undefined && loadStagesTree(load.stages, scale, { top, bottom: top + height - GAP }),
      countPlot(load, scale, topOf(0)),
      latencyPlot(load, { scale, top: topOf(1), limits: limits('latency') }),
      hasFailures && failurePlot(load, { scale, top: topOf(2), limits: limits('failures') }),
    ),
    height,
  };
}

/** A plot with its limits. */
interface PlotPlace {
  readonly scale: TimeScale;
  readonly top: number;
  readonly limits: readonly LoadThreshold[];
}

function countPlot({ bucketMs, buckets }: TimelineLoad, scale: TimeScale, top: number): TreeElement {
  const most = roundStep(buckets.reduce((high, { okCount, failedCount, askCount }) => Math.max(high, okCount + failedCount, askCount), 1));
  const bottom = top + PLOT_HEIGHT;
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

function latencyPlot({ bucketMs, buckets }: TimelineLoad, { scale, top, limits }: PlotPlace): TreeElement {
  const highest = buckets.reduce((high, { p95Ms = 0 }) => Math.max(high, p95Ms), 0.001);
  // A limit far above all that was seen would press that to the ground.
  const near = limits.filter(({ limit }) => limit <= highest * MOST_ROOM);
  const most = roundStep(near.reduce((high, { limit }) => Math.max(high, limit), highest));
  const bottom = top + PLOT_HEIGHT;
  const y = (ms: number): number => rounded(bottom - (ms / most) * BODY_HEIGHT);
  const line = (member: 'p50Ms' | 'p95Ms'): string =>
    linePath(buckets.map(({ [member]: ms }, index) => (ms === undefined ? undefined : [scale.x((index + 0.5) * bucketMs), y(ms)])));
  const beyond =
    limits.length === near.length
      ? ''
      : `; ${limits
          .filter((one) => !near.includes(one))
          .map(({ text }) => text)
          .join(', ')} is far above`;
  return h(
    'g',
    {},
    title(`latency of whole answers: median, and 95 of 100 (dashed)${beyond}`, scale, top),
    grid(lengthText(most), scale, { top: top + NAME_HEIGHT, bottom }),
    near.map((limit) => limitTree(limit, { y: y(limit.limit), top }, scale)),
    h('path', { class: 'p95', d: line('p95Ms') }),
    h('path', { class: 'p50', d: line('p50Ms') }),
  );
}

function failurePlot({ bucketMs, buckets }: TimelineLoad, { scale, top, limits }: PlotPlace): TreeElement {
  const shareOf = ({ okCount, failedCount }: LoadBucket): number | undefined =>
    okCount + failedCount === 0 ? undefined : failedCount / (okCount + failedCount);
  const highest = buckets.reduce((high, bucket) => Math.max(high, shareOf(bucket) ?? 0), 0.01);
  const most = Math.min(1, roundStep(limits.reduce((high, { limit }) => Math.max(high, limit), highest)));
  const bottom = top + PLOT_HEIGHT;
  const y = (share: number): number => rounded(bottom - (Math.min(share, most) / most) * BODY_HEIGHT);
  const points = buckets.map((bucket, index) => {
    const share = shareOf(bucket);
    return share === undefined ? undefined : [scale.x((index + 0.5) * bucketMs), y(share)];
  });
  return h(
    'g',
    {},
    title('share of answers that failed', scale, top),
    grid(`${Number((most * 100).toFixed(1))} %`, scale, { top: top + NAME_HEIGHT, bottom }),
    limits.map((limit) => limitTree(limit, { y: y(limit.limit), top }, scale)),
    h('path', { class: 'share', d: linePath(points) }),
  );
}

/** Its words stand above it; below it where above stands the name of the plot. */
function limitTree({ text }: LoadThreshold, { y, top }: { readonly y: number; readonly top: number }, { left, right }: TimeScale): Tree {
  return h(
    'g',
    { class: 'limit-line' },
    h('title', {}, text),
    h('path', { d: `M${left} ${y} H${right}` }),
    h('text', { x: left + 4, y: rounded(y - 14 < top + NAME_HEIGHT ? y + 12 : y - 3) }, text),
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

const NAME_HEIGHT = 22;
const BODY_HEIGHT = 64;
const PLOT_HEIGHT = NAME_HEIGHT + BODY_HEIGHT;
const STAGES_HEIGHT = 34;
const GAP = 14;
const MOST_ROOM = 8;
