/** A system on the picture of the workspace. */
export interface PlacedSystem {
  readonly name: string;
  /** From the left, 0 for those that nobody calls. */
  readonly layer: number;
  /** From the top of its layer. */
  readonly row: number;
}

/** Who is drawn left of whom. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
}

/**
 * Systems in layers, so that arrows go from left to right as far as there are no rings: each stands right of all that call it, and near to them. Where that would
 * be a chain too long to be looked at, each stands as far right as it takes calls to come to it, at the least.
 *
 * @param names - each once, in an order that decides where nothing else does
 * @param arrows - between them; those from a system to itself say nothing
 * @returns one for each name, in their order
 */
export function systemLayers(names: readonly string[], arrows: readonly Arrow[]): readonly PlacedSystem[] {
  const known = new Set(names);
  const straight = withoutRings(
    names,
    arrows.filter(({ from, to }) => from !== to && known.has(from) && known.has(to)),
  );
  const longest = longestPaths(names, straight);
  const layerOf = Math.max(0, ...longest.values()) < MAX_LAYER_COUNT ? longest : shortestPaths(names, straight);
  const layers: string[][] = [];
  for (const name of names) {
    const layer = layerOf.get(name) ?? 0;
    while (layers.length <= layer) layers.push([]);
    layers[layer]?.push(name);
  }
  const ordered = untangled(layers, straight);
  const placed = new Map(ordered.flatMap((layer, index) => layer.map((name, row) => [name, { name, layer: index, row }] as const)));
  return names.map((name) => placed.get(name) ?? { name, layer: 0, row: 0 });
}

/** What leads back to a system that is still on the way is turned out. */
function withoutRings(names: readonly string[], arrows: readonly Arrow[]): readonly Arrow[] {
  const kept: Arrow[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (name: string): void => {
    state.set(name, 'open');
    for (const arrow of arrows) {
      if (arrow.from !== name || state.get(arrow.to) === 'open') continue;
      kept.push(arrow);
      if (!state.has(arrow.to)) visit(arrow.to);
    }
    state.set(name, 'done');
  };
  const called = new Set(arrows.map(({ to }) => to));
  for (const name of [...names.filter((one) => !called.has(one)), ...names]) if (!state.has(name)) visit(name);
  return kept;
}

/** Without rings no path is longer than there are systems. */
function longestPaths(names: readonly string[], arrows: readonly Arrow[]): ReadonlyMap<string, number> {
  const layerOf = new Map(names.map((name) => [name, 0]));
  for (const _ of names) {
    for (const { from, to } of arrows) layerOf.set(to, Math.max(layerOf.get(to) ?? 0, (layerOf.get(from) ?? 0) + 1));
  }
  return layerOf;
}

/** From those that nobody calls; what is further away than there are layers stands in the last. */
function shortestPaths(names: readonly string[], arrows: readonly Arrow[]): ReadonlyMap<string, number> {
  const called = new Set(arrows.map(({ to }) => to));
  const layerOf = new Map(names.filter((name) => !called.has(name)).map((name) => [name, 0]));
  for (let layer = 1; layer < MAX_LAYER_COUNT; layer += 1) {
    const reached = arrows.filter(({ from, to }) => layerOf.get(from) === layer - 1 && !layerOf.has(to));
    for (const { to } of reached) layerOf.set(to, layer);
  }
  return new Map(names.map((name) => [name, layerOf.get(name) ?? MAX_LAYER_COUNT - 1]));
}

/** Each stands at the middle of those left of it that call it; twice over, so that they settle. */
function untangled(layers: readonly (readonly string[])[], arrows: readonly Arrow[]): readonly (readonly string[])[] {
  let ordered = layers;
  for (let sweep = 0; sweep < SWEEP_COUNT; sweep += 1) {
    const rowOf = new Map(ordered.flatMap((layer) => layer.map((name, row) => [name, (row + 0.5) / layer.length] as const)));
    const isForward = sweep % 2 === 0;
    ordered = ordered.map((layer) => {
      const middle = (name: string): number => {
        const others = arrows.flatMap(({ from, to }) => (isForward ? (to === name ? [from] : []) : from === name ? [to] : []));
        const rows = others.map((other) => rowOf.get(other) ?? 0.5);
        return rows.length === 0 ? (rowOf.get(name) ?? 0.5) : rows.reduce((sum, row) => sum + row, 0) / rows.length;
      };
      const middles = new Map(layer.map((name) => [name, middle(name)]));
      const sorted = [...layer].sort((left, right) => (middles.get(left) ?? 0) - (middles.get(right) ?? 0));
      for (const [row, name] of sorted.entries()) rowOf.set(name, (row + 0.5) / sorted.length);
      return sorted;
    });
  }
  return ordered;
}

const SWEEP_COUNT = 6;
/** More would be drawn so small that nobody reads it. */
const MAX_LAYER_COUNT = 7;
