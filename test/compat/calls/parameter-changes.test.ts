import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { apiWith, asking, compared, linesOf } from '../compared.js';

const DONE = { responses: { '200': { description: 'done' } } };

/** An operation whose path has one parameter, called so. */
function at(name: string, parameter: JsonObject = {}): JsonObject {
  const own = { name, in: 'path', required: true, schema: { type: 'string' }, ...parameter };
  return { ...apiWith({}), paths: { [`/orders/{${name}}`]: { get: { ...DONE, parameters: [own] } } } };
}

function hooking(parameter: JsonObject): JsonObject {
  return apiWith({}, { webhooks: { paid: { post: { ...DONE, ...asking(parameter) } } } });
}

const few = { schema: { type: 'integer', maximum: 5 } };
const many = { schema: { type: 'integer', maximum: 9 } };
const trace = (name: string, parameter: JsonObject): JsonObject => ({ ...parameter, name, in: 'header' });

describe('a parameter', () => {
  it.each<[string, JsonObject, JsonObject, readonly string[]]>([
    ['of the path is known by its place', at('id'), at('key'), []],
    [
      'of the path that takes less breaks whatever it is called',
      at('id', many),
      at('key', few),
      ['error compat/schema-broken request/path/key'],
    ],
    ['of a header has a name without case', apiWith(asking(trace('X-Trace', many))), apiWith(asking(trace('x-trace', many))), []],
    [
      'of a header that takes less breaks in either case',
      apiWith(asking(trace('X-Trace', many))),
      apiWith(asking(trace('x-trace', few))),
      ['error compat/schema-broken request/header/x-trace'],
    ],
    [
      'that the provider writes may be no more than was said',
      hooking(trace('X-Trace', few)),
      hooking(trace('x-trace', many)),
      ['error compat/schema-broken webhook/paid/request/header/x-trace'],
    ],
    [
      'that may no longer be empty, and takes less, is two things',
      apiWith(asking({ ...many, allowEmptyValue: true })),
      apiWith(asking(few)),
      ['error compat/schema-broken request/query/limit', 'warning compat/parameter-form request/query/limit'],
    ],
    ['that may be empty from now on is no less', apiWith(asking(many)), apiWith(asking({ ...many, allowEmptyValue: true })), []],
    [
      'that may be empty as before, of a form that makes no difference, is no less',
      apiWith(asking({ ...many, allowEmptyValue: true })),
      apiWith(asking({ ...many, allowEmptyValue: true, explode: false })),
      [],
    ],
    [
      'that may be empty and is written otherwise is told as that alone',
      apiWith(asking({ schema: { type: 'array', items: { type: 'integer' } }, allowEmptyValue: true })),
      apiWith(asking({ schema: { type: 'array', items: { type: 'integer' } }, explode: false, allowEmptyValue: true })),
      ['error compat/parameter-form request/query/limit'],
    ],
    ['of a style that makes no difference to its values', at('id', { style: 'matrix' }), at('id', { style: 'matrix', explode: true }), []],
    [
      'of style matrix stands in the path with its name',
      at('id', { style: 'matrix' }),
      at('key', { style: 'matrix' }),
      ['error compat/parameter-form request/path/key'],
    ],
    ['of any other style does not', at('id', { style: 'label' }), at('key', { style: 'label', explode: true }), []],
  ])('%s', async (_, older, newer, expected) => {
    expect(linesOf((await compared(older, newer)).findings)).toEqual(expected);
  });

  it('that is named in the path is told by both names', async () => {
    const [finding] = (await compared(at('id', { style: 'matrix' }), at('key', { style: 'matrix' }))).findings;
    expect(finding?.args).toMatchObject({ before: 'matrix ;id', after: 'matrix ;key' });
    expect(finding?.witness?.request?.line).toMatch(/^GET \/orders\/;id=/);
  });
});
