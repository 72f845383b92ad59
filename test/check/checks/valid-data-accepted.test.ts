import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import type { CaseBody } from '../../../src/check/test-case.js';
import { judgeOf, shortly } from '../../support/judged.js';

const TEXT = `
openapi: 3.1.0
info: { title: t, version: '1' }
paths:
  /a: { post: { operationId: usual, responses: { '201': { description: a }, '400': { description: b }, '405': { description: Invalid input }, default: { description: c } } } }
`;

const WITH_BODY = `
openapi: 3.1.0
info: { title: t, version: '1' }
paths:
  /a: { post: { operationId: optional, requestBody: { content: { application/json: {} } }, responses: { '201': { description: a }, 4XX: { description: b } } } }
`;

describe('a valid request that is refused', () => {
  it.each([
    [400, true, 'warning'],
    [400, false, ''],
    [413, true, 'warning'],
    [422, true, 'warning'],
    [431, true, 'warning'],
    [406, false, 'error'],
    [411, false, 'error'],
    [415, false, 'error'],
    [501, false, 'error'],
    [401, true, ''],
    [403, true, ''],
    [404, true, ''],
    [409, true, ''],
    [412, true, ''],
    [429, true, ''],
  ])('by %i, with another one accepted: %s, weighs "%s"', async (status, hasAccepted, severity) => {
    const judge = await judgeOf(TEXT);
    const said = shortly(judge({ operation: 'usual', status, hasAccepted }));
    expect(said).toEqual(severity === '' ? [] : [`valid-data-accepted ${severity}`]);
  });

  it('for lack of a body that is not required, or for a number of more than 32 bits, is only told', async () => {
    const judge = await judgeOf(WITH_BODY);
    const call = { operation: 'optional', hasAccepted: true };
    const body = { mediaType: { name: 'application/json' }, value: { total: 9_007_199_254_740_991 } } as unknown as CaseBody;
    for (const status of [400, 411, 415, 422]) {
      expect(shortly(judge({ ...call, status }))).toEqual(['valid-data-accepted info']);
    }
    expect(shortly(judge({ ...call, status: 422, testCase: { body } }))).toEqual(['valid-data-accepted info']);
    expect(shortly(judge({ ...call, status: 415, testCase: { body } }))).toEqual(['valid-data-accepted error']);
    expect(shortly(judge({ ...call, status: 422, testCase: { body: { ...body, value: { total: 7 } } } }))).toEqual([
      'valid-data-accepted warning',
    ]);
  });

  it('for naming another thing in its body than in its path is only told', async () => {
    const judge = await judgeOf(WITH_BODY.replace('/a:', '/a/{key}:'));
    const call = { operation: 'optional', hasAccepted: true, status: 400, request: { target: '/a/red' } };
    const naming = (value: JsonObject) => ({ body: { mediaType: { name: 'application/json' }, value } as unknown as CaseBody });
    expect(shortly(judge({ ...call, testCase: naming({ key: 'blue' }) }))).toEqual(['valid-data-accepted info']);
    expect(shortly(judge({ ...call, testCase: naming({ key: 'red' }) }))).toEqual(['valid-data-accepted warning']);
    expect(shortly(judge({ ...call, testCase: naming({ hue: 'blue' }) }))).toEqual(['valid-data-accepted warning']);
  });

  it('by a status that the operation declares for wrong data is refused for its data', async () => {
    const judge = await judgeOf(TEXT);
    expect(judge({ operation: 'usual', status: 405 })).toEqual([]);
    expect(shortly(judge({ operation: 'usual', status: 405, hasAccepted: true }))).toEqual(['valid-data-accepted warning']);
  });

  it('as its example says, or otherwise, is the matter of the example', async () => {
    const judge = await judgeOf(TEXT);
    const call = { operation: 'usual', status: 400, hasAccepted: true };
    expect(judge({ ...call, testCase: { origin: 'documented', expectedStatus: 400 } })).toEqual([]);
    expect(shortly(judge({ ...call, testCase: { origin: 'documented', expectedStatus: 201 } }))).toEqual(['example-status warning']);
    expect(shortly(judge({ ...call, isFresh: false, testCase: { origin: 'documented', expectedStatus: 201 } }))).toEqual([
      'example-status info',
    ]);
    expect(shortly(judge({ ...call, testCase: { origin: 'documented' } }))).toEqual(['valid-data-accepted warning']);
  });
});
