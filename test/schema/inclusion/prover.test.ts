import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import type { InclusionQuestion } from '../../../src/schema/inclusion/inclusion-question.js';
import { proveBy } from '../../../src/schema/inclusion/prove-inclusion.js';
import { createProver } from '../../../src/schema/inclusion/prover.js';
import { createSameness } from '../../../src/schema/inclusion/same-schema.js';
import { nodeFromSchema } from '../../../src/schema/node.js';
import type { Schema } from '../../../src/schema/schema.js';

/** Objects that hold one another, by their names; each holds a text too. */
type Links = Readonly<Record<string, readonly string[]>>;

/** The texts of some objects may be longer. Of each object there is one that is the same, but never has a text of its own. */
function document(links: Links, longest: Readonly<Record<string, number>>): JsonObject {
  const objects = Object.entries(links).flatMap(([name, others]): readonly (readonly [string, JsonValue])[] => {
    const members = others.map((other): readonly [string, JsonValue] => [other, { $ref: `#/$defs/${other}` }]);
    const own = { ...Object.fromEntries(members), text: { type: 'string', maxLength: longest[name] ?? 5 } };
    return [
      [name, { type: 'object', properties: own }],
      [`silent ${name}`, { allOf: [{ $ref: `#/$defs/${name}` }, { properties: { text: false } }] }],
    ];
  });
  return { $defs: Object.fromEntries(objects) };
}

/** The schemas of one document: asked for again they are the same ones, by which a prover knows them. */
function schemasOf(document: JsonObject): (name: string) => Schema {
  const documents: Schema['documents'] = { get: (uri) => (uri === '' ? document : undefined) };
  return (name) => {
    const value = (document['$defs'] as JsonObject)[name] ?? true;
    return { value, dialect: '2020-12', uri: '', pointer: `/$defs/${name}`, documents };
  };
}

function asking(older: JsonObject, newer: JsonObject): (name: string, maxStepCount?: number) => InclusionQuestion {
  const [writers, readers] = [schemasOf(older), schemasOf(newer)];
  return (name, maxStepCount = 10_000) => {
    const budget = { maxStepCount, maxValueCount: 0, maxBreakCount: 0 };
    return { writer: writers(name), reader: readers(name), direction: undefined, mode: 'strict', seed: '0', budget };
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
      // The reader takes shorter texts in one of them, and every one leads to every other.
      const ask = asking(document(links, {}), document(links, { [narrow]: 4 }));
      for (const first of names) {
        const prover = createProver(undefined, createSameness());
        const kinds = [first, ...names, ...names.map((name) => `silent ${name}`)].map((name) => [name, proveBy(ask(name), prover).kind]);
        expect({ narrow, first, proved: kinds.filter(([, kind]) => kind === 'proved') }).toEqual({ narrow, first, proved: [] });
      }
    }
  });

  it('proves what was left open for want of steps when it has more of them', () => {
    const links = { a: ['b'], b: ['c'], c: ['d'], d: ['a'] };
    const ask = asking(document(links, {}), document(links, { a: 6, b: 6, c: 6, d: 6 }));
    for (let maxStepCount = 1; maxStepCount < 40; maxStepCount += 1) {
      const prover = createProver(undefined, createSameness());
      proveBy(ask('a', maxStepCount), prover);
      expect([maxStepCount, proveBy(ask('a'), prover).kind]).toEqual([maxStepCount, 'proved']);
      expect(proveBy(ask('c'), prover).kind).toBe('proved');
    }
  });

  it('proves a long chain of references, however deep it leads', () => {
    const names = Array.from({ length: 90 }, (_, index) => `n${index}`);
    const links = Object.fromEntries(names.map((name, index) => [name, names.slice(index + 1, index + 2)]));
    const ask = asking(document(links, {}), document(links, Object.fromEntries(names.map((name) => [name, 6]))));
    const prover = createProver(undefined, createSameness());
    expect(['n0', 'n20', 'n0'].map((name) => proveBy(ask(name), prover).kind)).toEqual(['proved', 'proved', 'proved']);
  });
});

describe('the sameness of schemas that hold one another', () => {
  it.each(CYCLES)('of %s is no more than their words, whichever was asked about first', (_, links) => {
    const names = Object.keys(links);
    for (const other of [undefined, ...names]) {
      const left = schemasOf(document(links, {}));
      const right = schemasOf(document(links, other === undefined ? {} : { [other]: 4 }));
      for (const first of names) {
        const sameness = createSameness();
        for (const name of [first, ...names]) {
          const isSame = sameness.isSame(nodeFromSchema(left(name)), nodeFromSchema(right(name)));
          expect({ other, first, name, isSame }).toEqual({ other, first, name, isSame: other === undefined });
        }
      }
    }
  });
});
