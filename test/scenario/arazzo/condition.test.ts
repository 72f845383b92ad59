import { assert as assertProperty, constantFrom, letrec, oneof, property, stringMatching, tuple, integer } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../../src/scenario/arazzo/condition.js';
import { conditionHolds } from '../../../src/scenario/arazzo/evaluate-condition.js';
import { contextWith } from '../../support/expression-context.js';

const context = contextWith({
  status: 200,
  headers: ['X-Count', '12', 'Content-Type', 'application/json'],
  body: { state: 'Shipped', count: 3, text: '10', none: null, items: [{ id: 'a' }, { id: 'b', deep: { x: true } }], empty: '' },
  inputs: { threshold: 2, index: 1, name: 'SHIPPED', 'dotted.name': 7 },
});

function holds(text: string): boolean | string {
  const parsed = parseCondition(text);
  return parsed.kind === 'problem' ? parsed.problem : conditionHolds(parsed.condition, context);
}

describe('conditions of type simple', () => {
  it.each([
    ['$statusCode == 200', true],
    ['$statusCode==200', true],
    ['$statusCode != 200', false],
    ["$statusCode == '200'", true],
    ["$statusCode == 'abc'", false],
    ['$statusCode >= 200 && $statusCode < 300', true],
    ['$statusCode < 200 || $statusCode == 200', true],
    ['!($statusCode == 200)', false],
    ['!$response.body#/none', true],
    ['$response.body.count > $inputs.threshold', true],
    ["$response.body#/state == 'shipped'", true],
    ['$response.body#/state == $inputs.name', true],
    ['$response.body#/text > 9', true],
    ["$response.body#/text == '10.0'", false],
    ['$response.header.X-Count <= 12', true],
    ["$response.body.items[0].id == 'a'", true],
    ['$response.body.items[$inputs.index].deep.x', true],
    ["$response.body#/items[1].id == 'b'", true],
    ['$response.body#/items/1/deep/x == true', true],
    ['$response.body.none == null', true],
    ['$response.body.missing == null', true],
    ['$response.body.missing != null', false],
    ['$response.body.count == null', false],
    ['null < 1', false],
    ["'a' < 'B'", true],
    ["'B' > 'a' && 'b' == 'B'", true],
    ["'it''s' == 'IT''S'", true],
    ['true', true],
    ['false || null', false],
    ['0', false],
    ["''", false],
    ['$inputs.dotted.name == 7', true],
    ['-1.5e1 < -1', true],
    ['$response.body#/items == $response.body.items', true],
    ["$response.body#/empty == ''", true],
  ])('%s is %s', (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  it.each([
    ['', 'ends too early'],
    ['$statusCode ==', 'ends too early'],
    ['$statusCode = 200', 'has an unexpected "=" at character 13'],
    ['$nothing.there == 1', 'has "$nothing.there", which is no runtime expression'],
    ["$statusCode == 'x", 'has a text that does not end, from character 16'],
    ['($statusCode == 200', 'lacks ")" at character 20'],
    ['$response.body#/state == shipped', 'has "shipped" at character 26: texts stand between single quotes'],
    ['1 == 1 == 1', 'has an unexpected "=" at character 8'],
    [`${'!'.repeat(200)}true`, 'is nested more than 100 levels deep'],
    [' '.repeat(10_001), 'is longer than 10000 characters'],
  ])('%.40s says what is wrong', (text, problem) => {
    expect(holds(text)).toBe(problem);
  });

  it('keeps the order of its operators, whatever stands in brackets', () => {
    const { formula } = letrec<{ formula: readonly [string, boolean] }>((tie) => ({
      formula: oneof(
        { maxDepth: 5 },
        constantFrom(['true', true] as const, ['false', false] as const),
        tuple(integer({ min: 0, max: 3 }), integer({ min: 0, max: 3 })).map(([a, b]) => [`${a} < ${b}`, a < b] as const),
        tie('formula').map(([text, value]) => [`!(${text})`, !value] as const),
        tuple(tie('formula'), tie('formula')).map(([[a, x], [b, y]]) => [`(${a}) && (${b})`, x && y] as const),
        tuple(tie('formula'), tie('formula')).map(([[a, x], [b, y]]) => [`(${a}) || ${b}`, x || y] as const),
      ),
    }));
    assertProperty(
      property(formula, ([text, value]) => {
        expect(holds(text)).toBe(value);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('never throws, whatever the text', () => {
    assertProperty(
      property(stringMatching(/^[$a-z0-9 '<>=!&|().[\]#/"-]{0,20}$/), (text) => {
        expect(['string', 'boolean']).toContain(typeof holds(text));
      }),
      { seed: 8, numRuns: 1_000 },
    );
  });
});
