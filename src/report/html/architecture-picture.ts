import type { ReportSystem, ReportWorkspace } from '../run/report-workspace.js';
import { wasRead } from '../run/was-read.js';
import type { MatrixRow } from './pair-matrix.js';
import { worstTone } from './pair-matrix.js';
import type { PlacedSystem } from './system-layers.js';
import { systemLayers } from './system-layers.js';
import type { Tree, TreeElement } from './tree.js';
import { h, visibleText } from './tree.js';
import { counted, TONE_SIGNS } from './verdict-words.js';

/**
 * The systems of a workspace and who talks to whom, drawn in layers from callers to called; each arrow bears the worst verdict of its pair, as a sign and a line, not by colour alone.
 *
 * @param workspace - of a report
 * @param rows - of its matrix
 * @returns `undefined` when there is nothing to draw, or too much
 */
export function architecturePicture(workspace: ReportWorkspace, rows: readonly MatrixRow[]): TreeElement | undefined {
  const names = [...new Set([...workspace.systems.map(({ name }) => name), ...rows.flatMap(({ pair }) => [pair.consumer, pair.provider])])];
  if (rows.length === 0 || names.length > MAX_SYSTEM_COUNT) return undefined;
  const placed = systemLayers(
    names,
    rows.map(({ pair }) => ({ from: pair.consumer, to: pair.provider })),
  );
  const highest = placed.reduce((most, { row }) => Math.max(most, row + 1), 1);
  const inLayer = (layer: number): number => placed.filter((one) => one.layer === layer).length;
  const width = placed.reduce((most, { layer }) => Math.max(most, layer), 0) * LAYER_WIDTH + BOX_WIDTH + 2 * MARGIN;
  const height = highest * ROW_HEIGHT - (ROW_HEIGHT - BOX_HEIGHT) + 2 * TOP;
  const corner = ({ layer, row }: PlacedSystem): Corner => ({
    x: MARGIN + layer * LAYER_WIDTH,
    y: TOP + row * ROW_HEIGHT + ((highest - inLayer(layer)) * ROW_HEIGHT) / 2,
  });
  const corners = new Map(placed.map((one) => [one.name, corner(one)]));
  const told = `${counted(names.length, 'system')}, ${counted(rows.length, 'pair')}. The table of pairs says the same.`;
  return h(
    'svg',
    {
      class: rows.length > MANY_ARROWS ? 'architecture crowded' : 'architecture',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': `Architecture: ${told}`,
    },
    h('defs', {}, ARROW_TONES.map(arrowHead)),
    inOrderOfWeight(rows).map((row) => arrowTree(row, corners)),
    names.map((name) =>
      boxTree(
        name,
        corners.get(name),
        workspace.systems.find((system) => system.name === name),
      ),
    ),
  );
}

/** What is wrong lies on top of what is not. */
function inOrderOfWeight(rows: readonly MatrixRow[]): readonly MatrixRow[] {
  return [...rows].sort((left, right) => ARROW_TONES.indexOf(worstTone(right)) - ARROW_TONES.indexOf(worstTone(left)));
}

interface Corner {
  readonly x: number;
  readonly y: number;
}

function arrowHead(tone: string): TreeElement {
  return h(
    'marker',
    {
      id: `head-${tone}`,
      viewBox: '0 0 8 8',
      refX: 7,
      refY: 4,
      markerWidth: 9,
      markerHeight: 9,
      markerUnits: 'userSpaceOnUse',
      orient: 'auto',
      class: `head ${tone}`,
    },
    h('path', { d: 'M0 0 L8 4 L0 8 z' }),
  );
}

function arrowTree(row: MatrixRow, corners: ReadonlyMap<string, Corner>): Tree {
  const { consumer, provider } = row.pair;
  const from = corners.get(consumer);
  const to = corners.get(provider);
  if (from === undefined || to === undefined) return undefined;
  const tone = worstTone(row);
  const { path, middle } = consumer === provider ? loopPath(from) : curvePath(from, to);
  const words = Object.entries(row.cells).map(([column, { word }]) => `${column} ${word}`);
  return h(
    'g',
    { class: `arrow ${tone}` },
    h('title', {}, `${consumer} → ${provider}: ${words.join(', ')}`),
    h('path', { d: path, 'marker-end': `url(#head-${tone})` }),
    h('circle', { cx: middle.x, cy: middle.y, r: 8 }),
    h('text', { x: middle.x, y: middle.y + 4, 'text-anchor': 'middle' }, TONE_SIGNS[tone]),
  );
}

function curvePath(from: Corner, to: Corner): { readonly path: string; readonly middle: Corner } {
  const isForward = to.x > from.x;
  const start = { x: isForward ? from.x + BOX_WIDTH : from.x, y: from.y + BOX_HEIGHT / 2 + (isForward ? 0 : 10) };
  const end = { x: isForward ? to.x - 2 : to.x + BOX_WIDTH + 2, y: to.y + BOX_HEIGHT / 2 + (isForward ? 0 : 10) };
  if (from.x === to.x) {
    const x = from.x + BOX_WIDTH;
    const bend = x + 46;
    const endOfCurve = { x: x + 2, y: end.y - 10 };
    return {
      path: `M${x} ${start.y} C${bend} ${start.y} ${bend} ${endOfCurve.y} ${endOfCurve.x} ${endOfCurve.y}`,
      middle: { x: x + 35, y: (start.y + endOfCurve.y) / 2 },
    };
  }
  const reach = Math.max(40, Math.abs(end.x - start.x) / 2) * (isForward ? 1 : -1);
  const path = `M${start.x} ${start.y} C${start.x + reach} ${start.y} ${end.x - reach} ${end.y} ${end.x} ${end.y}`;
  // Near its end, where arrows to one system lie apart from those to others.
  const share = 0.62;
  return {
    path,
    middle: { x: bezier(share, [start.x, start.x + reach, end.x - reach, end.x]), y: bezier(share, [start.y, start.y, end.y, end.y]) },
  };
}

function loopPath({ x, y }: Corner): { readonly path: string; readonly middle: Corner } {
  const right = x + BOX_WIDTH;
  return {
    path: `M${right} ${y + 14} C${right + 44} ${y - 6} ${right + 44} ${y + BOX_HEIGHT + 6} ${right + 2} ${y + BOX_HEIGHT - 12}`,
    middle: { x: right + 33, y: y + BOX_HEIGHT / 2 },
  };
}

function bezier(share: number, [a, b, c, d]: readonly [number, number, number, number]): number {
  const rest = 1 - share;
  return Math.round((rest ** 3 * a + 3 * rest ** 2 * share * b + 3 * rest * share ** 2 * c + share ** 3 * d) * 10) / 10;
}

function boxTree(name: string, corner: Corner | undefined, system: ReportSystem | undefined): Tree {
  if (corner === undefined) return undefined;
  const { x, y } = corner;
  return h(
    'g',
    { class: `system ${system?.kind ?? 'consumer'}` },
    h('title', {}, name),
    h('rect', { x, y, width: BOX_WIDTH, height: BOX_HEIGHT, rx: 8 }),
    h('text', { x: x + 12, y: y + 20, class: 'name' }, shortName(name)),
    h('text', { x: x + 12, y: y + 37, class: 'kind' }, kindText(system)),
  );
}

/** As it is shown: what is written by its number takes more room. */
function shortName(name: string): string {
  const characters = [...visibleText(name)];
  return characters.length > NAME_LENGTH ? `${characters.slice(0, NAME_LENGTH).join('')}…` : name;
}

function kindText(system: ReportSystem | undefined): string {
  if (system === undefined || system.kind === 'consumer') return 'consumer';
  const what = system.kind === 'both' ? 'calls, events' : system.kind;
  return wasRead(system) ? `${what} · ${counted(system.operationCount, 'operation')}` : what;
}

const BOX_WIDTH = 196;
const BOX_HEIGHT = 48;
const LAYER_WIDTH = 300;
const ROW_HEIGHT = 66;
const MARGIN = 48;
const TOP = 16;
const NAME_LENGTH = 20;
const MAX_SYSTEM_COUNT = 120;
/** Of so many those that are fine are only hinted at. */
const MANY_ARROWS = 60;
const ARROW_TONES = ['bad', 'warn', 'good', 'open', 'none'];
