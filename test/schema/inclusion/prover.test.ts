import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import type { InclusionQuestion } from '../../../src/schema/inclusion/inclusion-question.js';
import { proveBy, proveInclusion } from '../../../src/schema/inclusion/prove-inclusion.js';
import { createProver } from '../../../src/schema/inclusion/prover.js';
import { createSameness } from '../../../src/schema/inclusion/same-schema.js';
import { nodeFromSchema } from '../../../src/schema/node.js';
import type { Schema } from '../../../src/schema/schema.js';

/** Objects that hold one another, by their names; each holds a text too. */
type Links = Readonly<Record<string, readonly string[]>>;

/** The texts of some objects may be longer. */
function document(links: Links, longest: Readonly<Record<string, number>>): JsonObject {
  const objects = Object.entries(links).map(([name, others]): readonly [string, JsonValue] => {
    const members = others.map((other): readonly [string, JsonValue] => [other, { $ref: `#/$defs/${other}` }]);
    return [
      name,
      { type: 'object', properties: { ...Object.fromEntries(members), text: { type: 'string', maxLength: longest[name] ?? 5 } } },
    ];
  });
  return { $defs: Object.fromEntries(objects) };
}

function schemaOf(document: JsonObject, name: string): Schema {
  const value = (document['$defs'] as JsonObject)[name] ?? true;
  return {
    value,
    dialect: '2020-12',
    uri: '',
    pointer: `/$defs/${name}`,
    documents: { get: (uri) => (uri === '' ? document : undefined) },
  };
}

function asking(older: JsonObject, newer: JsonObject): (name: string, maxStepCount?: number) => InclusionQuestion {
  const budgetOf = (maxStepCount: number): InclusionQuestion['budget'] => ({ maxStepCount, maxValueCount: 0, maxBreakCount: 0 });
  return (name, maxStepCount = 10_000) => {
    const sides = { writer: schemaOf(older, name), reader: schemaOf(newer, name) };
    return { ...sides, direction: undefined, mode: 'strict', seed: '0', budget: budgetOf(maxStepCount) };
  };
}

const CYCLES: readonly (readonly [string, Links])[] = [
  ['what holds what holds it', { a: ['b'], b: ['a'] }],
  ['three that hold one another in a ring', { a: ['b'], b: ['c'], c: ['a'] }],
  ['one ring within another', { a: ['b'], b: ['c', 'a'], c: ['b'] }],
  ['two rings that share an end', { a: ['b', 'c'], b: ['a'], c: ['a', 'b'] }],
  ['what holds itself and another', { a: ['a', 'b'], b: ['b', 'a'] }],
];

describe('a prover that was asked before knows no more than one that was not', () => {
  it.each(CYCLES)('of %s, whichever takes less now and whichever is asked first', (_, links) => {
    const names = Object.keys(links);
    for (const narrow of names) {
      // The reader takes shorter texts in one of them.
      const ask = asking(document(links, {}), document(links, { [narrow]: 4 }));
      for (const first of names) {
        const prover = createProver(undefined, createSameness());
        for (const name of [first, ...names]) {
          const fresh = proveInclusion(ask(name)).kind;
          expect({ narrow, first, name, kind: proveBy(ask(name), prover).kind }).toEqual({ narrow, first, name, kind: fresh });
          // Every one leads to every other.
          expect(fresh).toBe('open');
        }
      }
    }
  });

  it('proves what was left open for want of steps when it has more of them', () => {
    const links = { a: ['b'], b: ['c'], c: ['d'], d: ['a'] };
    const ask = asking(document(links, {}), document(links, { a: 6, b: 6, c: 6, d: 6 }));
    for (let maxStepCount = 1; maxStepCount < 12; maxStepCount += 1) {
      const prover = createProver(undefined, createSameness());
      proveBy(ask('a', maxStepCount), prover);
      expect([maxStepCount, proveBy(ask('a'), prover).kind]).toEqual([maxStepCount, 'proved']);
      expect(proveBy(ask('c'), prover).kind).toBe('proved');
    }
  });
});

describe('the sameness of schemas that hold one another', () => {
  it.each(CYCLES)('of %s is no more than their words, whichever was asked about first', (_, links) => {
    const names = Object.keys(links);
    for (const other of [undefined, ...names]) {
      const [left, right] = [document(links, {}), document(links, other === undefined ? {} : { [other]: 4 })];
      for (const first of names) {
        const sameness = createSameness();
        for (const name of [first, ...names]) {
          const isSame = sameness.isSame(nodeFromSchema(schemaOf(left, name)), nodeFromSchema(schemaOf(right, name)));
          expect({ other, first, name, isSame }).toEqual({ other, first, name, isSame: other === undefined });
        }
      }
    }
  });
});
