import type { FaultWindow, ScenarioTimeline } from '../timeline/scenario-timeline.js';
import { loadPlot } from './load-plot.js';
import { timeScale } from './time-scale.js';
import { lanePicture } from './timeline-lane-picture.js';
import type { Tree, TreeElement } from './tree.js';
import { h } from './tree.js';
import { counted, lengthText } from './verdict-words.js';

/**
 * The picture of a run: a lane for each link, with faults shaded, attempts as marks, waits in the envelope that the policy allows, breaker, queue and recovery; the course of a load below.
 *
 * @param timeline - of a scenario; of many lanes the first {@link LANE_COUNT_OF_PICTURE}
 * @param name - of the scenario
 */
export function timelinePicture(timeline: ScenarioTimeline, name: string): TreeElement {
  return pictureOf({ ...timeline, lanes: timeline.lanes.slice(0, LANE_COUNT_OF_PICTURE) }, name, shownUntil(timeline));
}

function pictureOf(timeline: ScenarioTimeline, name: string, endMs: number): TreeElement {
  const scale = timeScale(endMs, { left: MARGIN, right: WIDTH - MARGIN });
  const windowsHeight = timeline.faults.length === 0 ? 0 : labelRows(timeline, scale.x).length * LABEL_HEIGHT + 6;
  let top = AXIS_HEIGHT + windowsHeight;
  const lanes = timeline.lanes.map((lane) => {
    const { tree, height } = lanePicture(lane, { timeline, scale, top });
    top += height + LANE_GAP;
    return tree;
  });
  const load = timeline.load === undefined ? undefined : loadPlot(timeline.load, scale, top);
  const height = top + (load?.height ?? 0) + (endMs < timeline.lengthMs ? 20 : 4);
  const gridlines = scale.ticks.map((ms) => `M${scale.x(ms)} ${AXIS_HEIGHT - 6} V${height}`).join(' ');
  return h(
    'svg',
    { class: 'timeline', viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height, role: 'img', 'aria-label': toldOf(timeline, name) },
    h('path', { class: 'gridlines', d: gridlines }),
    h(
      'g',
      { class: 'axis' },
      scale.ticks.map((ms) => h('text', { x: scale.x(ms), y: AXIS_HEIGHT - 10, 'text-anchor': 'middle' }, lengthText(ms))),
    ),
    labelTrees(timeline, scale.x),
    lanes,
    load?.tree,
    endMs < timeline.lengthMs &&
      h(
        'text',
        { class: 'lane-note', x: WIDTH - MARGIN, y: height - 6, 'text-anchor': 'end' },
        `nothing more until ${lengthText(timeline.lengthMs)}`,
      ),
  );
}

/**
 * The picture of the lanes that had no room in the first one, on the same time; without what stands there already.
 *
 * @param timeline - of a scenario
 * @param name - of the scenario
 * @returns `undefined` when all of them had room
 */
export function furtherLanesPicture(timeline: ScenarioTimeline, name: string): TreeElement | undefined {
  const { load: _, ...rest } = timeline;
  const lanes = timeline.lanes.slice(LANE_COUNT_OF_PICTURE);
  if (lanes.length === 0) return undefined;
  return pictureOf({ ...rest, lanes }, `further lanes of ${name}`, shownUntil(timeline));
}

/** Runs are mostly watched for longer than anything happens: what is only waiting is not drawn. */
function shownUntil({ lengthMs, lanes, faults, load }: ScenarioTimeline): number {
  if (load !== undefined) return lengthMs;
  let lastMs = 0;
  for (const { marks, queue, recoveries } of lanes) {
    for (const { atMs, durationMs = 0 } of marks) lastMs = Math.max(lastMs, atMs + durationMs);
    for (const { atMs } of queue) lastMs = Math.max(lastMs, atMs);
    for (const { restoredAtMs } of recoveries) lastMs = Math.max(lastMs, restoredAtMs);
  }
  for (const { fromMs, toMs } of faults)
    lastMs = Math.max(lastMs, fromMs, toMs === undefined || toMs > MOST_IDLE_RATIO * lastMs ? fromMs : toMs);
  const wantedMs = Math.max(lastMs * 1.06, 1);
  return wantedMs * 1.25 < lengthMs ? wantedMs : lengthMs;
}

/**
 * What the pictures of a page share: names are unique in a page, so it stands there once.
 */
export function timelinePatterns(): TreeElement {
  return h('svg', { class: 'patterns', width: 0, height: 0, 'aria-hidden': 'true' }, h('defs', {}, LOOKS.map(hatchTree)));
}

function hatchTree({ look, d }: { readonly look: string; readonly d: string }): TreeElement {
  return h(
    'pattern',
    { id: `hatch-${look}`, width: 8, height: 8, patternUnits: 'userSpaceOnUse', class: `hatching ${look}` },
    h('path', { d }),
  );
}

interface LabelRow {
  readonly window: FaultWindow;
  readonly row: number;
}

/** Faults whose names would overlap have them below each other. */
function labelRows({ faults, lengthMs }: ScenarioTimeline, x: (ms: number) => number): readonly (readonly FaultWindow[])[] {
  const rows: { readonly windows: FaultWindow[]; endX: number }[] = [];
  for (const window of faults.slice(0, MAX_LABEL_COUNT)) {
    const from = x(window.fromMs);
    const isLate = from > WIDTH - LATE_WIDTH;
    const width = labelText(window).length * CHARACTER_WIDTH;
    const startX = isLate ? x(window.toMs ?? lengthMs) - width : from;
    const endX = Math.max(x(window.toMs ?? lengthMs), isLate ? from : from + width) + 8;
    const free = rows.find((row) => row.endX <= Math.min(startX, from));
    if (free !== undefined) {
      free.windows.push(window);
      free.endX = endX;
    } else if (rows.length < MAX_LABEL_ROW_COUNT) rows.push({ windows: [window], endX });
  }
  return rows.map(({ windows }) => windows);
}

function labelText({ label, fault, provider }: FaultWindow): string {
  const text = `${fault}${label === fault || label === '' ? '' : ` (${label})`} on ${provider}`;
  return text.length > LABEL_LENGTH ? `${text.slice(0, LABEL_LENGTH)}…` : text;
}

function labelTrees(timeline: ScenarioTimeline, x: (ms: number) => number): Tree {
  const labels = labelRows(timeline, x).flatMap((row, index) => row.map((window): LabelRow => ({ window, row: index })));
  return labels.map(({ window, row }) => {
    const { look, fromMs, toMs = timeline.lengthMs } = window;
    const y = AXIS_HEIGHT + row * LABEL_HEIGHT;
    const from = x(fromMs);
    const to = Math.max(from + 2, x(toMs));
    const isLate = from > WIDTH - LATE_WIDTH;
    return h(
      'g',
      { class: `window-label ${look}` },
      h('path', { d: `M${from} ${y + 14} H${to}` }),
      h('text', { x: isLate ? to : from, y: y + 10, 'text-anchor': isLate ? 'end' : 'start' }, labelText(window)),
    );
  });
}

function toldOf({ lengthMs, lanes, faults }: ScenarioTimeline, name: string): string {
  const attempts = lanes.reduce((sum, { kind, marks, leftOutCount }) => sum + (kind === 'calls' ? marks.length + leftOutCount : 0), 0);
  const broken = lanes.reduce((sum, { waits }) => sum + waits.filter(({ verdict }) => verdict === 'broken').length, 0);
  const waits = broken === 0 ? '' : `, ${counted(broken, 'wait')} outside of what the policy allows`;
  return `Timeline of ${name}: ${lengthText(lengthMs)}, ${counted(attempts, 'attempt')}, ${counted(faults.length, 'fault')}${waits}`;
}

/** More in one picture nobody takes in. */
export const LANE_COUNT_OF_PICTURE = 12;
/** A fault that goes on so much longer than anything happens is drawn as if it did not end. */
const MOST_IDLE_RATIO = 3;
const WIDTH = 960;
const MARGIN = 14;
const AXIS_HEIGHT = 30;
const LABEL_HEIGHT = 18;
const LANE_GAP = 8;
const MAX_LABEL_COUNT = 40;
const MAX_LABEL_ROW_COUNT = 6;
const LABEL_LENGTH = 48;
/** Of small type, on average; a little more, so that names never touch. */
const CHARACTER_WIDTH = 6.6;
/** So near to the end a name stands before it. */
const LATE_WIDTH = 240;
const LOOKS = [
  { look: 'outage', d: 'M-2 2 l4 -4 M0 8 l8 -8 M6 10 l4 -4' },
  { look: 'limit', d: 'M2 2 h1 M6 6 h1' },
  { look: 'slow', d: 'M0 4 H8' },
  { look: 'damage', d: 'M0 0 l8 8 M0 8 l8 -8' },
  { look: 'message', d: 'M4 0 V8' },
  { look: 'other', d: '' },
];
