import { describe, expect, it } from 'vitest';
import { judgeOf, shortly } from '../../support/judged.js';

const TEXT = `
openapi: 3.1.0
info: { title: t, version: '1' }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: x-key }
    certificate: { type: mutualTLS }
    odd: { type: magic }
paths:
  /a: { get: { operationId: closed, security: [{ key: [] }, { key: [], certificate: [] }], responses: { '200': { description: a } } } }
  /b: { get: { operationId: open, responses: { '200': { description: a } } } }
  /c: { get: { operationId: optional, security: [{ key: [] }, {}], responses: { '200': { description: a } } } }
  /d: { get: { operationId: certified, security: [{ key: [] }, { certificate: [] }], responses: { '200': { description: a } } } }
  /e: { get: { operationId: odd, security: [{ odd: [] }], responses: { '200': { description: a } } } }
`;
const STRANGER = { intent: { kind: 'unauthorised' } } as const;
const KINDS = ['none', 'wrong', 'other-scheme'] as const;

describe('a request without good credentials', () => {
  it.each(KINDS)('(%s) that is let in is an error', async (credentials) => {
    const judge = await judgeOf(TEXT);
    const said = judge({ operation: 'closed', status: 200, ...STRANGER, testCase: { credentials } });
    expect(shortly(said)).toEqual(['authentication-required error']);
  });

  it.each([301, 302, 303, 400, 401, 403, 404, 407])('that is answered by %i is not let in', async (status) => {
    const judge = await judgeOf(TEXT);
    for (const credentials of KINDS) {
      expect(judge({ operation: 'closed', status, ...STRANGER, testCase: { credentials } })).toEqual([]);
    }
  });

  it.each(['open', 'optional', 'certified', 'odd'])('is not judged by %s, which may let it in', async (operation) => {
    const judge = await judgeOf(TEXT);
    for (const credentials of KINDS) expect(judge({ operation, status: 200, ...STRANGER, testCase: { credentials } })).toEqual([]);
  });

  it('is let in by our mock when it has credentials of the right form', async () => {
    const judge = await judgeOf(TEXT);
    const said = KINDS.map((credentials) =>
      shortly(judge({ operation: 'closed', status: 200, ...STRANGER, isMock: true, testCase: { credentials } })),
    );
    expect(said).toEqual([['authentication-required error'], [], []]);
  });
});
