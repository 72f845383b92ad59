import type { BreakerSpan, QueueDepth, ScenarioTimeline, TimelineLane, TimelineMark, TimelineWait } from '../timeline/scenario-timeline.js';
import { thinned } from '../timeline/thinned.js';
import type { TimeScale } from './time-scale.js';
import { rounded } from './time-scale.js';
import { timelineRows } from './timeline-rows.js';
import type { Tree, TreeElement } from './tree.js';
import { h } from './tree.js';
import { grouped, lengthText } from './verdict-words.js';

/** A lane that is drawn, and how high it is. */
export interface LanePicture {
  readonly tree: TreeElement;
  readonly height: number;
}

/** What a lane is drawn with. */
export interface LanePlace {
  readonly timeline: ScenarioTimeline;
  readonly scale: TimeScale;
  readonly top: number;
}

/**
 * One lane of a timeline: its name, the faults that were in force, waits in their envelopes, attempts, the breaker, the queue, and when it had recovered.
 *
 * @param lane - of the timeline
 * @param place - where it goes
 */
export function lanePicture(lane: TimelineLane, place: LanePlace): LanePicture {
  const { scale, top } = place;
  const { rowOf, rowOfCall, rowCount } = timelineRows(lane, scale.lengthMs);
  const marksTop = top + (lane.recoveries.length > 0 ? NAME_HEIGHT : PLAIN_NAME_HEIGHT);
  const marksHeight = rowCount * ROW_HEIGHT;
  const breakerTop = marksTop + marksHeight + (lane.breaker.length > 0 ? 6 : 0);
  const queueTop = breakerTop + (lane.breaker.length > 0 ? BREAKER_HEIGHT : 0) + (lane.queue.length > 0 ? 6 : 0);
  const bottom = queueTop + (lane.queue.length > 0 ? QUEUE_HEIGHT : 0) + 4;
  const middleOf = (row: number | undefined): number => rounded(marksTop + ((row ?? 0) + 0.5) * ROW_HEIGHT);
  const marks = thinned(lane.marks, MAX_MARK_COUNT);
  const shown = lane.leftOutCount + lane.marks.length - marks.length;
  const tree = h(
    'g',
    { class: 'lane' },
    h(
      'text',
      { x: scale.left, y: top + 14, class: 'lane-name' },
      nameOfLane(lane),
      h('tspan', { class: 'lane-note', dx: 8 }, noteOf(lane, shown)),
    ),
    h('rect', { class: 'lane-ground', x: scale.left, y: marksTop, width: scale.right - scale.left, height: marksHeight, rx: 4 }),
    windowsOf(lane, place, { top: marksTop, height: bottom - marksTop - 4 }),
    thinned(lane.waits, MAX_WAIT_COUNT).map((wait) => waitTree(wait, middleOf(rowOfCall.get(wait.call)), scale)),
    marks.map((mark) => markTree(mark, middleOf(rowOf.get(mark)), scale)),
    lane.breaker.map((span) => breakerTree(span, breakerTop, scale)),
    lane.queue.length > 0 && queueTree(lane.queue, queueTop, scale),
    recoveryTrees(lane.recoveries, { top: marksTop, bottom: bottom - 4 }, scale),
  );
  return { tree, height: bottom - top };
}

/**
 * What a lane is called: `shop → payments`.
 *
 * @param lane - of a timeline
 */
export function nameOfLane({ kind, consumer, provider }: TimelineLane): string {
  const who = consumer === '' ? 'somebody' : consumer;
  switch (kind) {
    case 'asks':
      return `${who} is asked`;
    case 'calls':
      return `${who} → ${provider}`;
    case 'sent':
      return `${who} sends to ${provider}`;
    case 'delivered':
      return `${who} receives of ${provider}`;
  }
}

function noteOf({ kind, marks, leftOutCount }: TimelineLane, notShownCount: number): string {
  const noun = { asks: 'asks', calls: 'attempts', sent: 'messages', delivered: 'deliveries' }[kind];
  const left = notShownCount === 0 ? '' : `, of which ${grouped(marks.length + leftOutCount - notShownCount)} are drawn`;
  return `${grouped(marks.length + leftOutCount)} ${noun}${left}`;
}

function windowsOf(
  { provider, kind }: TimelineLane,
  { timeline, scale }: LanePlace,
  { top, height }: { readonly top: number; readonly height: number },
): Tree {
  if (kind === 'asks') return undefined;
  return timeline.faults
    .filter((window) => window.provider === provider)
    .map(({ label, fault, look, fromMs, toMs }) => {
      const x = scale.x(fromMs);
      const width = rounded(Math.max(2, scale.x(toMs ?? timeline.lengthMs) - x));
      const end = toMs === undefined ? 'to the end' : `to ${lengthText(toMs)}`;
      return h(
        'g',
        { class: `window ${look}` },
        h('title', {}, `${label} (${fault}): ${lengthText(fromMs)} ${end}`),
        h('rect', { x, y: top, width, height }),
        h('rect', { x, y: top, width, height, class: 'hatch', fill: `url(#hatch-${look})` }),
      );
    });
}

/** The envelope is what the policy allows; the line what was waited. */
function waitTree({ kind, fromMs, toMs, lowMs, highMs, verdict, retryIndex }: TimelineWait, y: number, scale: TimeScale): TreeElement {
  const low = scale.x(fromMs + lowMs);
  const high = scale.x(highMs === undefined ? scale.lengthMs : fromMs + highMs);
  const allowed = `${lengthText(lowMs)} to ${highMs === undefined ? 'any time' : lengthText(highMs)}`;
  const why = kind === 'retry-after' ? 'as Retry-After asks' : 'as the backoff allows';
  return h(
    'g',
    { class: `wait ${verdict}` },
    h('title', {}, `wait ${retryIndex}: ${lengthText(toMs - fromMs)}; ${allowed}, ${why}: ${verdict}`),
    h('rect', {
      x: low,
      y: y - 7,
      width: rounded(Math.max(2, high - low)),
      height: 14,
      rx: 3,
      class: highMs === undefined ? 'envelope endless' : 'envelope',
    }),
    h('path', { d: `M${scale.x(fromMs)} ${y} H${scale.x(toMs)}` }),
  );
}

function markTree(mark: TimelineMark, y: number, scale: TimeScale): TreeElement {
  const { atMs, durationMs, outcome, end, text, call, attempt, fault, member } = mark;
  const x = scale.x(atMs);
  const lasts = durationMs === undefined ? scale.right - x : scale.x(atMs + durationMs) - x;
  const which = call === undefined ? '' : `call ${call}, attempt ${attempt ?? 1}: `;
  const took = durationMs === undefined ? 'never ended' : `${lengthText(durationMs)}`;
  const told = `${member === undefined ? '' : `${member}, `}${which}${text} → ${end} at ${lengthText(atMs)} (${took})${fault === undefined ? '' : `, fault ${fault}`}`;
  return h(
    'g',
    { class: `mark ${outcome}` },
    h('title', {}, told),
    lasts > 4 && h('path', { class: 'lasts', d: `M${x} ${y} h${rounded(lasts)}` }),
    shapeOf(outcome, x, y),
  );
}

/** Each outcome has a shape of its own. */
function shapeOf(outcome: TimelineMark['outcome'], x: number, y: number): TreeElement {
  switch (outcome) {
    case 'ok':
      return h('circle', { cx: x, cy: y, r: 4 });
    case 'refused':
      return h('path', { class: 'shape', d: `M${x} ${rounded(y - 5)} l5 5 l-5 5 l-5 -5 z` });
    case 'failed':
      return h('path', { class: 'cross', d: `M${rounded(x - 4)} ${rounded(y - 4)} l8 8 m0 -8 l-8 8` });
    case 'open':
      return h('circle', { class: 'ring', cx: x, cy: y, r: 3.5 });
  }
}

function breakerTree({ state, fromMs, toMs }: BreakerSpan, y: number, scale: TimeScale): TreeElement {
  const x = scale.x(fromMs);
  const width = rounded(Math.max(1, scale.x(toMs) - x));
  return h(
    'g',
    { class: `breaker ${state}` },
    h('title', {}, `breaker ${state}: ${lengthText(fromMs)} to ${lengthText(toMs)}`),
    h('rect', { x, y, width, height: BREAKER_HEIGHT - 2, rx: 2 }),
    width > 7 * state.length + 8 && h('text', { x: rounded(x + width / 2), y: y + 9.5, 'text-anchor': 'middle' }, state),
  );
}

function queueTree(queue: readonly QueueDepth[], top: number, scale: TimeScale): TreeElement {
  const most = queue.reduce((highest, { count }) => Math.max(highest, count), 1);
  const y = (count: number): number => rounded(top + QUEUE_HEIGHT - (count / most) * (QUEUE_HEIGHT - 4));
  const steps = queue.map(({ atMs, count }) => `H${scale.x(atMs)} V${y(count)}`).join(' ');
  return h(
    'g',
    { class: 'queue' },
    h('title', {}, `queue: ${grouped(most)} at most`),
    h('path', { d: `M${scale.left} ${y(0)} ${steps} H${scale.right} V${y(0)} Z` }),
    h('text', { x: scale.left + 4, y: top + 11 }, `queue, ${grouped(most)} at most`),
  );
}

/** Where there is no room for its words, those are in its title. */
function recoveryTrees(
  recoveries: TimelineLane['recoveries'],
  { top, bottom }: { readonly top: number; readonly bottom: number },
  scale: TimeScale,
): readonly TreeElement[] {
  let freeX = Number.NEGATIVE_INFINITY;
  return recoveries.map(({ restoredAtMs, recoveredAtMs }) => {
    const x = scale.x(recoveredAtMs ?? restoredAtMs);
    const isLate = x > scale.right - RECOVERY_WIDTH;
    const text = recoveredAtMs === undefined ? 'no success afterwards' : `recovered after ${lengthText(recoveredAtMs - restoredAtMs)}`;
    const hasRoom = (isLate ? x - RECOVERY_WIDTH : x) >= freeX;
    if (hasRoom) freeX = isLate ? x : x + RECOVERY_WIDTH;
    return h(
      'g',
      { class: recoveredAtMs === undefined ? 'recovery never' : 'recovery' },
      h('title', {}, text),
      h('path', { d: `M${x} ${top - 2} V${bottom}` }),
      hasRoom && h('text', { x: isLate ? x - 4 : x + 4, y: top - 5, 'text-anchor': isLate ? 'end' : 'start' }, text),
    );
  });
}

const RECOVERY_WIDTH = 150;
/** With room for when it had recovered. */
const NAME_HEIGHT = 36;
const PLAIN_NAME_HEIGHT = 22;
const ROW_HEIGHT = 20;
const BREAKER_HEIGHT = 14;
const QUEUE_HEIGHT = 34;
const MAX_MARK_COUNT = 240;
const MAX_WAIT_COUNT = 240;
