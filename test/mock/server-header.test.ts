import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMockAnswer } from '../../src/check/mock-signature.js';
import { mockFromText } from '../support/mock-from-text.js';

const TEXT = `
openapi: 3.1.0
info: { title: t, version: '1' }
paths:
  /a:
    get:
      operationId: show
      parameters: [{ name: n, in: query, schema: { type: integer } }]
      responses: { '200': { description: a, content: { application/json: { schema: { type: integer } } } }, '400': { description: b } }
    post: { operationId: make, responses: { '204': { description: c } } }
  /signed: { get: { responses: { '200': { description: a, headers: { Server: { schema: { type: string }, example: theirs } } } } } }
`;

describe('every answer of the mock', () => {
  it('says that it is one, once, whatever was asked', async () => {
    const call = await mockFromText(TEXT);
    const request = fc.record({
      method: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'OPTIONS'),
      target: fc.constantFrom('/a', '/a?n=1', '/a?n=x', '/b', '/a?__dynamic=true', '/a?__code=9', '/a?__code=418'),
      headers: fc.constantFrom([], ['accept', 'text/html'], ['origin', 'http://page', 'access-control-request-method', 'GET']),
    });
    fc.assert(
      fc.property(request, (asked) => {
        const { response } = call(asked).answer;
        expect(isMockAnswer(response)).toBe(true);
        expect(response.headers.filter((part, index) => index % 2 === 0 && part.toLowerCase() === 'server')).toHaveLength(1);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('leaves the word to a contract that has the header itself', async () => {
    const call = await mockFromText(TEXT);
    const signed = call({ target: '/signed' });
    expect(signed.header('server')).toBe('theirs');
    expect(isMockAnswer(signed.answer.response)).toBe(false);
  });
});
