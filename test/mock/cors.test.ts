import { describe, expect, it } from 'vitest';
import { mockFromText } from '../support/mock-from-text.js';

const TEXT = `openapi: 3.1.0
info: { title: t, version: "1" }
paths: { /x: { get: { operationId: x, responses: { '200': { description: a, headers: { X-A: { example: b } }, content: { application/json: { example: 1 } } } } } } }`;
const origin = ['Origin', 'http://app.test'];
const preflight = { method: 'OPTIONS', target: '/x', headers: [...origin, 'Access-Control-Request-Method', 'GET'] };

describe('what browsers are told', () => {
  it('reflects the origin with credentials where only this machine can call, and lists what the page may read', async () => {
    const call = await mockFromText(TEXT, { cors: 'reflect' });
    const answer = call({ target: '/x', headers: origin });
    expect(answer.header('access-control-allow-origin')).toBe('http://app.test');
    expect(answer.header('access-control-allow-credentials')).toBe('true');
    expect(answer.header('access-control-expose-headers')).toBe('content-type, X-A, server');
    expect(call(preflight).status).toBe(204);
  });

  it('never lets credentials in where anybody can call', async () => {
    const call = await mockFromText(TEXT, { cors: 'open' });
    for (const answer of [call({ target: '/x', headers: origin }), call(preflight)]) {
      expect(answer.header('access-control-allow-origin')).toBe('*');
      expect(answer.header('access-control-allow-credentials')).toBeUndefined();
    }
  });

  it('says nothing to callers without an origin, or when it is off', async () => {
    expect((await mockFromText(TEXT, { cors: 'reflect' }))({ target: '/x' }).header('access-control-allow-origin')).toBeUndefined();
    const off = await mockFromText(TEXT, { cors: 'off' });
    expect(off({ target: '/x', headers: origin }).header('access-control-allow-origin')).toBeUndefined();
    expect(off(preflight)).toMatchObject({ status: 204 });
    expect(off(preflight).header('allow')).toBe('GET, HEAD, OPTIONS');
  });
});
