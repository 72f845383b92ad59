import { describe, expect, it } from 'vitest';
import { judgeOf, shortly } from '../../support/judged.js';

const TEXT = `
openapi: 3.1.0
info: { title: t, version: '1' }
paths:
  /a: { post: { operationId: usual, responses: { '201': { description: a }, '400': { description: b }, '405': { description: Invalid input }, default: { description: c } } } }
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
