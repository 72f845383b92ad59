import { array, assert as assertProperty, constantFrom, oneof, property, record, constant, stringMatching, tuple } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expression } from '../../../src/scenario/arazzo/expression.js';
import { parseExpression, textFromExpression } from '../../../src/scenario/arazzo/expression.js';
import { piecesOfText } from '../../../src/scenario/arazzo/embedded-text.js';

const strict = stringMatching(/^[A-Za-z0-9_-]{1,8}$/);
const loose = stringMatching(/^[A-Za-z0-9_.-]{1,8}$/);
const pointer = array(stringMatching(/^([^~{}/]|~0|~1){0,6}$/u), { maxLength: 3 }).map((tokens) =>
  tokens.map((token) => `/${token}`).join(''),
);
const side = constantFrom('request', 'response', 'message');

const expressions: Arbitrary<Expression> = oneof(
  record({ of: constantFrom('url', 'method', 'statusCode', 'self') }),
  record({ of: side, from: constant('header'), name: stringMatching(/^[!#$%&'*+.^_`|~0-9a-z-]{1,8}$/) }),
  record({ of: side, from: constantFrom('query', 'path'), name: stringMatching(/^[^{}]{1,8}$/u) }),
  record({ of: side, from: constantFrom('body', 'payload'), pointer }),
  record({ of: constantFrom('inputs', 'outputs'), name: loose, pointer }),
  record({ of: constant('steps'), step: strict, name: loose, pointer }),
  record({ of: constant('workflows'), workflow: strict, field: constantFrom('inputs', 'outputs'), name: loose, pointer }),
  record({ of: constant('sourceDescriptions'), source: strict, name: stringMatching(/^[^{}]{1,8}$/u) }),
  record({ of: constant('components'), group: constantFrom('parameters', 'successActions', 'failureActions'), name: loose }),
) as Arbitrary<Expression>;

describe('runtime expressions', () => {
  it('are read back as they were written', () => {
    assertProperty(
      property(expressions, (expression) => {
        expect(parseExpression(textFromExpression(expression))).toEqual(expression);
      }),
      { seed: 41, numRuns: 500 },
    );
  });

  it('are found in a text wherever they stand in braces, and the rest stays as it is', () => {
    assertProperty(
      property(array(tuple(stringMatching(/^[^{}]{0,6}$/u), expressions), { maxLength: 4 }), (parts) => {
        const text = parts.map(([before, expression]) => `${before}{${textFromExpression(expression)}}`).join('');
        const pieces = piecesOfText(text);
        expect(pieces.flatMap((piece) => ('text' in piece ? [] : [piece.expression]))).toEqual(parts.map(([, expression]) => expression));
        expect(pieces.map((piece) => ('text' in piece ? piece.text : `{${piece.written}}`)).join('')).toBe(text);
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it.each([
    ['$response.body.items.id', { of: 'response', from: 'body', pointer: '/items/id' }],
    ['$message.payload.orderId', { of: 'message', from: 'payload', pointer: '/orderId' }],
    ['$response.header.X-Rate-Limit', { of: 'response', from: 'header', name: 'x-rate-limit' }],
    ['$steps.a.outputs.pets#/0/id', { of: 'steps', step: 'a', name: 'pets', pointer: '/0/id' }],
  ])('takes %s', (text, expression) => {
    expect(parseExpression(text)).toEqual(expression);
  });

  it.each([
    '$5',
    '$',
    'inputs.a',
    '$inputs',
    '$inputs.',
    '$input.a',
    '$steps.a.output.b',
    '$response.bodyguard',
    '$response.body#id',
    '$response.body#/~2',
    '$response.header.a b',
    '$components.inputs.a',
    `$inputs.${'a'.repeat(5_000)}`,
  ])('%.40s is none', (text) => {
    expect(parseExpression(text)).toBeUndefined();
  });
});
