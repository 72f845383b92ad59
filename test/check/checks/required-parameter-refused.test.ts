import { describe, expect, it } from 'vitest';
import type { CaseBody } from '../../../src/check/test-case.js';
import { broken, judgeOf, shortly } from '../../support/judged.js';

const TEXT = `
openapi: 3.1.0
info: { title: t, version: '1' }
paths:
  /a: { post: { operationId: create, responses: { '200': { description: a }, '202': { description: b } } } }
`;

describe('a request without a required part', () => {
  it.each([[['header', 'X-Tenant']], [['query', 'since']], [['cookie', 'session']], [['body']]])('%j is refused', async (location) => {
    const judge = await judgeOf(TEXT);
    const missing = broken(location, 'required');
    expect(shortly(judge({ operation: 'create', status: 200, ...missing }))).toEqual(['required-parameter-refused error']);
    expect(shortly(judge({ operation: 'create', status: 202, ...missing }))).toEqual(['required-parameter-refused warning']);
    expect(judge({ operation: 'create', status: 404, ...missing })).toEqual([]);
  });

  it('is another thing than a part without a required member', async () => {
    const judge = await judgeOf(TEXT);
    const said = [
      ['body', 'name'],
      ['query', 'filter', 'name'],
    ].map((location) => shortly(judge({ operation: 'create', status: 200, ...broken(location, 'required') })));
    expect(said).toEqual([['invalid-data-refused error'], ['invalid-data-refused error']]);
  });

  it('is told from a part that is there without a member: a clause of the part itself stands in the same place', async () => {
    const judge = await judgeOf(TEXT);
    const body = { mediaType: { name: 'application/json' }, value: {} } as unknown as CaseBody;
    const parameters = new Map([['query:filter', {}]]);
    const said = [
      judge({ operation: 'create', status: 200, ...broken(['body'], 'required', 'body'), testCase: { body } }),
      judge({ operation: 'create', status: 200, ...broken(['query', 'filter'], 'required'), testCase: { parameters } }),
    ];
    expect(said.map(shortly)).toEqual([['invalid-data-refused error'], ['invalid-data-refused error']]);
  });

  it('is not judged by a header that clients put on by themselves', async () => {
    const judge = await judgeOf(TEXT);
    expect(judge({ operation: 'create', status: 200, ...broken(['header', 'User-Agent'], 'required') })).toEqual([]);
  });
});
