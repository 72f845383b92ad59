import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import type { MemoryProvider } from './memory-runner.js';
import { runInMemory } from './memory-runner.js';
import { bodyOf, json } from './memory-shop.js';

const NESTED = `
openapi: 3.0.3
info: { title: Projects, version: '1' }
paths:
  /owners:
    post:
      operationId: createOwner
      requestBody: { content: { application/json: { schema: { type: object, required: [name], properties: { name: { type: string } } } } } }
      responses: { '201': { description: made } }
  /projects:
    post:
      operationId: createProject
      requestBody:
        content: { application/json: { schema: { type: object, required: [ownerId], properties: { ownerId: { type: integer }, title: { type: string } } } } }
      responses: { '201': { description: made } }
  /owners/{id}:
    get:
      operationId: getOwner
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses: { '200': { description: one }, '404': { description: none } }
  /projects/{id}:
    get:
      operationId: getProject
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses: { '200': { description: one }, '404': { description: none } }
  /projects/{projectId}/tasks:
    post:
      operationId: createTask
      parameters: [{ name: projectId, in: path, required: true, schema: { type: integer } }]
      requestBody: { content: { application/json: { schema: { type: object, required: [text], properties: { text: { type: string } } } } } }
      responses: { '201': { description: made } }
  /projects/{projectId}/tasks/{taskId}:
    parameters:
      - { name: projectId, in: path, required: true, schema: { type: integer } }
      - { name: taskId, in: path, required: true, schema: { type: integer } }
    get: { operationId: getTask, responses: { '200': { description: one }, '404': { description: none } } }
    delete: { operationId: deleteTask, responses: { '204': { description: gone }, '404': { description: none } } }
`;

/** Everything hangs together: a project needs its owner, a task its project. */
function projects(doesDelete: boolean): MemoryProvider {
  const kept = new Map<string, JsonValue>();
  let count = 0;
  return (request) => {
    const path = request.target;
    const parent = path.replace(/\/[a-z]+$/, '');
    if (request.method === 'POST') {
      const body = bodyOf(request) ?? {};
      const owner = body['ownerId'];
      if ((parent !== '' && !kept.has(parent)) || (owner !== undefined && !kept.has(`/owners/${String(owner)}`))) return json(404, {});
      count += 1;
      kept.set(`${path}/${count}`, { ...body, id: count });
      return json(201, { ...body, id: count });
    }
    if (!kept.has(path)) return json(404, {});
    if (request.method === 'DELETE' && doesDelete) kept.delete(path);
    return request.method === 'DELETE' ? json(204, undefined) : json(200, kept.get(path));
  };
}

describe('runSequences, of things that need other things,', () => {
  it('creates those first', async () => {
    const { judgements, requests } = await runInMemory(NESTED, projects(true));
    expect(judgements).toEqual([]);
    expect(requests.some((line) => /^DELETE \/projects\/\d+\/tasks\/\d+$/.test(line))).toBe(true);
  });

  it('shows a fault by all that it takes to make it again', async () => {
    const { judgements, shownBy } = await runInMemory(NESTED, projects(false));
    expect(judgements.map(({ code }) => code)).toEqual(['check/delete-takes-effect']);
    expect(shownBy[0]?.map(({ testCase }) => testCase.operation.id).slice(0, 3)).toEqual(['createOwner', 'createProject', 'createTask']);
  });
});

const UPSERT = `
openapi: 3.0.3
info: { title: Settings, version: '1' }
paths:
  /settings/{key}:
    parameters: [{ name: key, in: path, required: true, schema: { type: string, pattern: '^[a-z]{2,12}$' } }]
    get: { operationId: getSetting, responses: { '200': { description: one }, '404': { description: none } } }
    put:
      operationId: putSetting
      requestBody:
        content: { application/json: { schema: { type: object, required: [value], properties: { value: { type: string }, hint: { type: string } } } } }
      responses: { '200': { description: replaced }, '201': { description: made } }
    delete: { operationId: deleteSetting, responses: { '204': { description: gone }, '404': { description: none } } }
`;

function settings(manners: { readonly doesMerge?: boolean; readonly doesDelete?: boolean } = {}): MemoryProvider {
  const kept = new Map<string, JsonValue>();
  return (request) => {
    const path = request.target;
    const old = kept.get(path);
    if (request.method === 'PUT') {
      const next = { ...(manners.doesMerge === true && typeof old === 'object' ? old : {}), ...bodyOf(request) };
      kept.set(path, next);
      return json(old === undefined ? 201 : 200, next);
    }
    if (old === undefined) return json(404, {});
    if (request.method === 'GET') return json(200, old);
    if (manners.doesDelete !== false) kept.delete(path);
    return json(204, undefined);
  };
}

describe('runSequences, of things whose ids the client chooses,', () => {
  it.each([
    ['finds nothing with a correct provider', {}, []],
    ['finds a PUT that merges', { doesMerge: true }, ['check/put-replaces']],
    ['finds a DELETE that does nothing', { doesDelete: false }, ['check/delete-takes-effect']],
  ])('%s', async (_name, manners, expected) => {
    const { judgements } = await runInMemory(UPSERT, settings(manners));
    expect(judgements.map(({ code }) => code)).toEqual(expected);
  });
});

const LINKED = `
openapi: 3.0.3
info: { title: Reports, version: '1' }
paths:
  /report-requests:
    post:
      operationId: askReport
      requestBody: { content: { application/json: { schema: { type: object, properties: { subject: { type: string } } } } } }
      responses:
        '201':
          description: made
          links: { report: { operationId: getReport, parameters: { reportId: '$response.body#/report/number' } } }
  /reports/{reportId}:
    get:
      operationId: getReport
      parameters: [{ name: reportId, in: path, required: true, schema: { type: integer } }]
      responses: { '200': { description: one }, '404': { description: none } }
`;

describe('runSequences, where a link says what comes next,', () => {
  const reports = (isKept: boolean): MemoryProvider => {
    const kept = new Set<string>();
    return (request) => {
      if (request.method === 'GET') return kept.has(request.target) ? json(200, { ok: true }) : json(404, {});
      if (isKept) kept.add(`/reports/${kept.size + 1}`);
      return json(201, { id: 'request-1', report: { number: Math.max(kept.size, 1) } });
    };
  };

  it.each([
    [true, []],
    [false, ['check/created-is-there']],
  ])('follows it (kept: %s)', async (isKept, expected) => {
    const { judgements, requests } = await runInMemory(LINKED, reports(isKept));
    expect(judgements.map(({ code }) => code)).toEqual(expected);
    expect(requests.some((line) => /^GET \/reports\/\d$/.test(line))).toBe(true);
  });
});

const CARTS = `
openapi: 3.0.3
info: { title: Carts, version: '1' }
paths:
  /carts/{id}/items:
    post:
      operationId: addItem
      parameters: [{ name: id, in: path, required: true, schema: { type: integer }, example: 5 }]
      requestBody: { content: { application/json: { schema: { type: object, properties: { sku: { type: string } } } } } }
      responses: { '201': { description: the cart } }
  /carts/{id}/items/{itemId}:
    get:
      operationId: getItem
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer } }
        - { name: itemId, in: path, required: true, schema: { type: integer } }
      responses:
        '200':
          description: one
          content: { application/json: { schema: { type: object, properties: { id: { type: integer }, sku: { type: string } } } } }
        '404': { description: none }
`;

describe('runSequences, where a creation answers with something else,', () => {
  it.each<readonly [string, JsonValue]>([
    ['what the new thing stands below', { id: 5, items: [{ sku: 'a' }] }],
    ['an operation that is going on', { id: 99, startedAt: 'now', state: 'running' }],
  ])('%s, takes no id from it', async (_name, answer) => {
    const { judgements, requests } = await runInMemory(CARTS, ({ method }) => (method === 'POST' ? json(201, answer) : json(404, {})));
    expect(judgements).toEqual([]);
    expect(requests.filter((line) => line.startsWith('GET'))).toEqual([]);
  });
});
