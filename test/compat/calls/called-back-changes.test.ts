import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { apiWith, asking, compared, giving, linesOf, taking } from '../compared.js';

const DONE = { responses: { '200': { description: 'done' } } };
/** What stands before the locations of one. */
const PREFIXES = { webhook: 'webhook/paid', callback: 'callback/paid {$request.body#/url}' } as const;
type Kind = keyof typeof PREFIXES;

/** An operation that the provider calls. */
function calling(kind: Kind, operation: JsonObject, method = 'post'): JsonObject {
  if (kind === 'webhook') return apiWith({}, { webhooks: { paid: { [method]: { ...DONE, ...operation } } } });
  return apiWith({ callbacks: { paid: { '{$request.body#/url}': { [method]: { ...DONE, ...operation } } } } });
}

const SCHEMA = fc.oneof(
  fc.record({ type: fc.constant('string'), maxLength: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ type: fc.constant('integer'), minimum: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ type: fc.constant('object'), properties: fc.constant({ id: {}, at: {} }), required: fc.subarray(['id', 'at']) }),
);

describe.each(['webhook', 'callback'] as const)('an operation that the provider calls as a %s', (kind) => {
  const prefix = PREFIXES[kind];

  it('breaks its receivers where the step back would break the callers of an operation, and answers the other way round', async () => {
    await fc.assert(
      fc.asyncProperty(SCHEMA, SCHEMA, async (older, newer) => {
        const called = await compared(
          calling(kind, { ...taking(older), ...giving(newer) }),
          calling(kind, { ...taking(newer), ...giving(older) }),
        );
        const own = await compared(apiWith({ ...taking(newer), ...giving(older) }), apiWith({ ...taking(older), ...giving(newer) }));
        const errors = (lines: readonly string[]): readonly string[] => lines.filter((line) => line.startsWith('error')).toSorted();
        expect(errors(linesOf(called.findings).map((line) => line.replace(`${prefix}/`, '')))).toEqual(errors(linesOf(own.findings)));
      }),
      { seed: 66, numRuns: 25 },
    );
  });

  it.each<[string, JsonObject, JsonObject, readonly string[]]>([
    [
      'that sends a member no more',
      taking({ type: 'object', properties: { id: {} }, required: ['id'] }),
      taking({ type: 'object', properties: { id: {} } }),
      ['error compat/schema-broken %/request/body'],
    ],
    [
      'that asks for an answer that nobody gives',
      giving({ type: 'object' }),
      giving({ type: 'object', properties: { id: {} }, required: ['id'] }),
      ['error compat/schema-broken %/response/200/body'],
    ],
    ['that sends one more parameter', {}, asking({}), ['info compat/parameter-added %/request/query/limit']],
    ['that sends a parameter no more', asking({ required: true }), {}, ['error compat/parameter-removed %/request/query/limit']],
    ['that sends a parameter always', asking({}), asking({ required: true }), ['info compat/parameter-requirement %/request/query/limit']],
    [
      'that need not send a parameter',
      asking({ required: true }),
      asking({}),
      ['error compat/parameter-requirement %/request/query/limit'],
    ],
    [
      'that takes one answer more',
      DONE,
      { responses: { ...DONE.responses, '202': { description: 'later' } } },
      ['info compat/response-added %/response/202'],
    ],
    [
      'that takes one answer less',
      { responses: { ...DONE.responses, '202': { description: 'later' } } },
      DONE,
      ['error compat/response-removed %/response/202'],
    ],
    ['that is deprecated', {}, { deprecated: true }, ['info compat/deprecated %']],
  ])('%s', async (_, older, newer, expected) => {
    const { findings } = await compared(calling(kind, older), calling(kind, newer));
    expect(linesOf(findings)).toEqual(expected.map((line) => line.replace('%', prefix)));
  });

  it('is told when it comes and when it goes, each method by itself', async () => {
    const [none, one, other] = [apiWith({}), calling(kind, {}), calling(kind, {}, 'put')];
    expect(linesOf((await compared(none, one)).findings)).toEqual([`info compat/operation-added ${prefix}`]);
    expect(linesOf((await compared(one, none)).findings)).toEqual([`warning compat/operation-removed ${prefix}`]);
    expect(linesOf((await compared(one, other)).findings).toSorted()).toEqual([
      `info compat/operation-added ${prefix}`,
      `warning compat/operation-removed ${prefix}`,
    ]);
  });

  it('is the same as itself', async () => {
    const document = calling(kind, { ...taking({ type: 'string' }), ...asking({ required: true }) });
    expect((await compared(document, structuredClone(document))).findings).toEqual([]);
  });
});
