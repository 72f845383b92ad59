import { describe, expect, it } from 'vitest';
import { judgeOf, shortly } from '../../support/judged.js';

const TEXT = `
openapi: 3.1.0
info: { title: t, version: '1' }
paths: { /a: { get: { operationId: show, responses: { '200': { description: a } } } } }
`;

describe('the time that an answer takes', () => {
  it('is judged only by a threshold, which may be reached', async () => {
    const judge = await judgeOf(TEXT);
    const call = { operation: 'show', status: 200 };
    expect(judge({ ...call, durationMs: 60_000 })).toEqual([]);
    expect(judge({ ...call, durationMs: 500, maxResponseTimeMs: 500 })).toEqual([]);
    expect(shortly(judge({ ...call, durationMs: 501, maxResponseTimeMs: 500 }))).toEqual(['response-time error']);
  });
});
