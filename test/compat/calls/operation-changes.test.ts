import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { apiWith, asking, compared, linesOf, taking } from '../compared.js';

const DONE = { responses: { '200': { description: 'done' } } };
const OBJECT = { type: 'object', properties: { id: {} } };
const SCHEMES = { components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-key' } } } };

function hooking(operation: JsonObject, rest: JsonObject = {}): JsonObject {
  return apiWith({}, { webhooks: { paid: { post: { ...DONE, ...operation } } }, ...rest });
}

function pathsOf(paths: JsonObject): JsonObject {
  return { ...apiWith({}), paths };
}

const atPath = (path: string): JsonObject => pathsOf({ [path]: { get: { ...DONE, parameters: [{ ...ID, name: path.slice(2, -1) }] } } });
const ID = { in: 'path', required: true, schema: { type: 'string' } };

describe('an operation', () => {
  it('that the receiver of a webhook calls back is what consumers write', async () => {
    const calling = (schema: JsonObject): JsonObject =>
      hooking({ callbacks: { seen: { '{$request.body#/url}': { post: { ...DONE, ...taking(schema) } } } } });
    const { findings } = await compared(calling(OBJECT), calling({ ...OBJECT, required: ['id'] }));
    expect(linesOf(findings)).toEqual(['error compat/schema-broken webhook/paid/callback/seen {$request.body#/url}/request/body']);
    expect(findings[0]?.compat).toMatchObject({ direction: 'consumer-writes', effect: 'narrowed' });
  });

  it('is as stable as the older version said: what it promised is what is broken', async () => {
    const at = (level: string, parameter: JsonObject): JsonObject => apiWith({ 'x-stability-level': level, ...asking(parameter) });
    const added = async (before: string, after: string): Promise<string | undefined> =>
      linesOf((await compared(at(before, {}), at(after, { required: true }))).findings).find((line) => line.includes('requirement'));
    expect(await added('draft', 'stable')).toBe('warning compat/parameter-requirement request/query/limit');
    expect(await added('stable', 'draft')).toBe('error compat/parameter-requirement request/query/limit');
  });

  it('that the provider calls says nothing of how consumers get in', async () => {
    const secured = hooking({ security: [{ key: [] }] }, SCHEMES);
    expect((await compared(hooking({}, SCHEMES), secured)).findings).toEqual([]);
  });

  it('without an id of its own is not renamed with its path', async () => {
    expect((await compared(atPath('/{id}'), atPath('/{key}'))).findings).toEqual([]);
  });
});

describe('operations of two versions', () => {
  it('of two templates that differ by names only are those of the same names, whatever their ids', async () => {
    const named = (...entries: readonly (readonly [name: string, id: string])[]): JsonObject =>
      pathsOf(
        Object.fromEntries(
          entries.map(([name, operationId]) => [`/{${name}}`, { get: { operationId, ...DONE, parameters: [{ ...ID, name }] } }]),
        ),
      );
    const { findings } = await compared(named(['a', 'one'], ['b', 'two']), named(['b', 'one'], ['a', 'two']));
    expect(findings.map(({ code, args }) => [code, args['before'], args['after']])).toEqual([
      ['compat/operation-renamed', 'one', 'two'],
      ['compat/operation-renamed', 'two', 'one'],
    ]);
  });

  it('are known by their paths as written where as many are the same below the servers', async () => {
    const older = { ...pathsOf({ '/v1/a': { get: DONE }, '/b': { get: DONE } }) };
    const newer = { ...pathsOf({ '/a': { get: DONE }, '/b': { get: DONE } }), servers: [{ url: '/v1' }] };
    const lines = linesOf((await compared(older, newer)).findings);
    expect(lines).toContain('error compat/server-removed server/');
    expect(lines.filter((line) => line.includes('operation'))).toEqual(['error compat/operation-removed', 'info compat/operation-added']);
  });
});
