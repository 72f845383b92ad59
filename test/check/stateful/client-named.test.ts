import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import type { MemoryProvider } from './memory-runner.js';
import { runInMemory } from './memory-runner.js';
import { bodyOf, json } from './memory-shop.js';

const CONTRACT = `
openapi: 3.0.3
info: { title: Labels, version: '1' }
paths:
  /labels:
    get: { responses: { '200': { description: all } } }
    post:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Label' } } } }
      responses: { '200': { description: made } }
  /labels/{key}:
    parameters: [{ in: path, name: key, required: true, schema: { type: string } }]
    get: { responses: { '200': { description: one } } }
    put:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Label' } } } }
      responses: { '200': { description: replaced } }
    delete: { responses: { '200': { description: deleted } } }
components:
  schemas:
    Label:
      type: object
      required: [key, colour]
      properties:
        key: { type: string, pattern: '^[a-z][a-z0-9-]{0,30}$' }
        colour: { type: string, enum: [red, green, blue] }
        weight: { type: integer, minimum: 0, maximum: 1000 }
        hint: { type: string, maxLength: 100 }
`;

interface LabelManners {
  readonly replaced?: (old: JsonObject, body: JsonObject) => JsonObject;
  readonly keepsDeleted?: boolean;
}

/** Labels whose keys clients choose: one that is taken is refused, and so is a PUT that names another one. */
function labels({ replaced = (_old, body) => body, keepsDeleted = false }: LabelManners): MemoryProvider {
  const known = new Map<string, JsonObject>();
  return (request) => {
    const key = request.target.split('/')[2];
    const body = bodyOf(request) ?? {};
    if (key === undefined) return request.method === 'GET' ? json(200, [...known.values()]) : created(known, body);
    const old = known.get(key);
    if (old === undefined) return json(404, undefined);
    if (request.method === 'GET') return json(200, old);
    if (request.method === 'DELETE') {
      if (!keepsDeleted) known.delete(key);
      return json(200, undefined);
    }
    if (body['key'] !== key) return json(400, undefined);
    known.set(key, { ...replaced(old, body), key });
    return json(200, known.get(key));
  };
}

function created(known: Map<string, JsonObject>, body: JsonObject): ReturnType<typeof json> {
  const { key, colour } = body;
  if (typeof key !== 'string' || colour === undefined) return json(400, undefined);
  if (known.has(key)) return json(409, undefined);
  known.set(key, body);
  return json(200, body);
}

describe('things whose ids clients choose in the body', () => {
  it.each<readonly [string, LabelManners, readonly string[]]>([
    ['are replaced and let go', {}, []],
    ['are not replaced, but changed', { replaced: (old, body) => ({ ...old, ...body }) }, ['check/put-replaces PUT /labels/{key}']],
    ['stay as they were', { replaced: (old) => old }, ['check/put-replaces PUT /labels/{key}']],
    [
      'add up from nothing',
      { replaced: (old, body) => ({ ...body, weight: Number(old['weight'] ?? 0) + Number(body['weight'] ?? 0) }) },
      ['check/put-is-idempotent PUT /labels/{key}'],
    ],
    ['are not let go', { keepsDeleted: true }, ['check/delete-takes-effect DELETE /labels/{key}']],
  ])('%s', async (_name, manners, expected) => {
    const { judgements } = await runInMemory(CONTRACT, labels(manners));
    const codes = judgements.map(({ code, operation }) => `${code} ${operation}`);
    if (expected.length === 0) expect(codes).toEqual([]);
    else expect(codes).toEqual(expect.arrayContaining([...expected]));
  });
});
