import { describe, expect, it } from 'vitest';
import { judgeOf, shortly } from '../../support/judged.js';

const TEXT = `
openapi: 3.1.0
info: { title: t, version: '1' }
components: { securitySchemes: { key: { type: apiKey, in: header, name: x-key } } }
paths:
  /things:
    get: { operationId: open, responses: { '200': { description: all } } }
    post: { operationId: closed, security: [{ key: [] }], responses: { '200': { description: done } } }
    put: { operationId: range, responses: { 2XX: { description: done } } }
  /things/{id}:
    get:
      operationId: one
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: one } }
`;

/** Severity of the finding that an undeclared status is on a valid request, `''` for none. */
const TABLE: readonly (readonly [operation: string, status: number, hasAccepted: boolean, severity: string])[] = [
  ['open', 201, false, 'error'],
  ['open', 299, true, 'error'],
  ['open', 302, false, 'warning'],
  ['open', 400, false, 'warning'],
  ['open', 422, false, 'warning'],
  ['open', 401, false, 'error'],
  ['closed', 401, false, ''],
  ['open', 403, false, 'warning'],
  ['closed', 403, false, ''],
  ['open', 404, false, 'error'],
  ['open', 404, true, ''],
  ['one', 404, false, ''],
  ['one', 410, false, ''],
  ['open', 409, true, 'info'],
  ['open', 412, false, 'info'],
  ['open', 429, false, ''],
  ['open', 408, false, ''],
  ['open', 418, false, 'warning'],
  ['range', 202, false, ''],
];

describe('a status that is not declared', () => {
  it.each(TABLE)('in %s, %i, with another request accepted: %s, weighs "%s"', async (operation, status, hasAccepted, severity) => {
    const judge = await judgeOf(TEXT);
    expect(shortly(judge({ operation, status, hasAccepted }))).toEqual(severity === '' ? [] : [`status-declared ${severity}`]);
  });

  it('is told by the check of accepted data where that knows more', async () => {
    const judge = await judgeOf(TEXT);
    expect(shortly(judge({ operation: 'open', status: 415 }))).toEqual(['valid-data-accepted error']);
    expect(shortly(judge({ operation: 'open', status: 400, hasAccepted: true }))).toEqual(['valid-data-accepted warning']);
  });

  it('is told with all that are declared', async () => {
    const judge = await judgeOf(TEXT);
    const [said] = judge({ operation: 'open', status: 201 });
    expect(said?.failure).toMatchObject({ expected: 'a declared status: 200', seen: '201', place: { pointer: '/paths/~1things/get' } });
  });
});
