import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemLayers } from '../../../src/report/html/system-layers.js';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const arrows = fc.array(fc.record({ from: fc.constantFrom(...NAMES), to: fc.constantFrom(...NAMES) }), { maxLength: 20 });

describe('the layers of systems', () => {
  it('give each system a place of its own', () => {
    fc.assert(
      fc.property(arrows, (drawn) => {
        const placed = systemLayers(NAMES, drawn);
        expect(placed.map(({ name }) => name)).toEqual(NAMES);
        expect(new Set(placed.map(({ layer, row }) => `${layer}/${row}`)).size).toBe(NAMES.length);
      }),
      { seed: 7 },
    );
  });

  it('lead every arrow to the right where there are no rings', () => {
    fc.assert(
      fc.property(arrows, (drawn) => {
        const straight = drawn.filter(({ from, to }) => from < to);
        const layerOf = new Map(systemLayers(NAMES, straight).map(({ name, layer }) => [name, layer]));
        for (const { from, to } of straight) expect(layerOf.get(from)).toBeLessThan(layerOf.get(to) ?? 0);
      }),
      { seed: 7 },
    );
  });

  it('stay so few that they can be read, however long the chain of calls is', () => {
    const names = Array.from({ length: 40 }, (_, index) => `s${index}`);
    const chain = names.slice(1).map((to, index) => ({ from: names[index] ?? '', to }));
    const placed = systemLayers(names, chain);
    expect(Math.max(...placed.map(({ layer }) => layer))).toBe(6);
    expect(new Set(placed.map(({ layer, row }) => `${layer}/${row}`)).size).toBe(40);
  });

  it('stand two systems that call each other beside each other', () => {
    const both = [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'a' },
    ];
    expect(systemLayers(['a', 'b'], both).map(({ layer }) => layer)).toEqual([0, 1]);
  });
});
