import { expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.js';
import { witnessMessage } from '../../src/compat/calls/witness-message.js';
import { apiWith, asking, compared, linesOf } from './compared.js';

it('a finding stands at a line of both versions', async () => {
  const { findings } = await compared(apiWith(asking({})), apiWith(asking({ required: true })));
  expect(findings[0]?.place).toMatchObject({ line: 1, pointer: '/paths/~1orders/post/parameters/0' });
  expect(findings[0]?.compat?.older).toMatchObject({ line: 1, pointer: '/paths/~1orders/post/parameters/0' });
});

it('findings of one weight stand in the order of the newer contract', async () => {
  const DONE = { responses: { '200': { description: 'done' } } };
  const parameter = (name: string): JsonObject => ({ name, in: 'query', schema: { type: 'string' } });
  const to = (name: string): JsonObject => ({ $ref: `#/components/parameters/${name}` });
  const paths = (first: JsonObject, second: JsonObject): JsonObject => ({
    '/a': { get: { ...DONE, parameters: [first] } },
    '/b': { get: { ...DONE, parameters: [second] } },
  });
  const older = {
    ...apiWith({}),
    components: { parameters: { Z: parameter('first'), A: parameter('second') } },
    paths: paths(to('Z'), to('A')),
  };
  const required = (name: string): JsonObject => ({ ...parameter(name), required: true });
  const newer = { ...apiWith({}), paths: paths(required('first'), required('second')) };
  expect(linesOf((await compared(older, newer)).findings)).toEqual([
    'error compat/parameter-requirement request/query/first',
    'error compat/parameter-requirement request/query/second',
  ]);
});

it('a body is shown up to a bound, and says where it was cut', () => {
  const shown = (length: number): string | undefined => witnessMessage('POST /', { headers: [], body: 'x'.repeat(length) }).body;
  expect(shown(20_000)).toBe('x'.repeat(20_000));
  expect(shown(20_001)).toBe(`${'x'.repeat(20_000)}…`);
});
