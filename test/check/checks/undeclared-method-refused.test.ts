import { describe, expect, it } from 'vitest';
import { judgeOf, shortly } from '../../support/judged.js';

const TEXT = `
openapi: 3.1.0
info: { title: t, version: '1' }
paths: { /a: { get: { operationId: show, responses: { '200': { description: a } } } } }
`;
const PATCH = { operation: 'show', intent: { kind: 'undeclared-method' }, request: { method: 'PATCH' } } as const;

describe('a method that is not declared', () => {
  it.each([
    [200, [], 'undeclared-method-refused error'],
    [204, [], 'undeclared-method-refused error'],
    [405, [], 'undeclared-method-refused warning'],
    [405, ['Allow', 'GET'], ''],
    [405, ['Allow', ''], ''],
    [404, [], ''],
    [401, [], ''],
    [403, [], ''],
    [400, [], ''],
    [501, [], ''],
    [302, [], ''],
  ])('answered by %i %j is "%s"', async (status, headers, said) => {
    const judge = await judgeOf(TEXT);
    expect(shortly(judge({ ...PATCH, status, headers })).join()).toBe(said);
  });

  it('is not HEAD or OPTIONS, which servers answer of themselves', async () => {
    const judge = await judgeOf(TEXT);
    for (const method of ['HEAD', 'OPTIONS']) expect(judge({ ...PATCH, status: 200, request: { method } })).toEqual([]);
  });
});
