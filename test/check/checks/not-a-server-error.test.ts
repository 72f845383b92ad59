import { describe, expect, it } from 'vitest';
import { broken, judgeOf, shortly } from '../../support/judged.js';

const TEXT = `
openapi: 3.1.0
info: { title: t, version: '1' }
paths:
  /a: { get: { operationId: usual, responses: { '200': { description: a }, '500': { description: b }, '503': { description: c }, default: { description: d } } } }
  /b: { get: { operationId: failing, responses: { '503': { description: always down } } } }
`;

describe('a server error', () => {
  it.each([
    ['usual', 500, 'error'],
    ['usual', 502, 'error'],
    ['usual', 503, 'warning'],
    ['usual', 599, 'error'],
    ['failing', 503, ''],
  ])('of %s, %i, weighs "%s"', async (operation, status, severity) => {
    const judge = await judgeOf(TEXT);
    expect(shortly(judge({ operation, status }))).toEqual(severity === '' ? [] : [`not-a-server-error ${severity}`]);
  });

  it('is one on a request that is wrong on purpose, too', async () => {
    const judge = await judgeOf(TEXT);
    expect(shortly(judge({ operation: 'usual', status: 500, ...broken(['query', 'q']) }))).toEqual(['not-a-server-error error']);
    expect(shortly(judge({ operation: 'usual', status: 500, intent: { kind: 'unauthorised' } }))).toEqual(['not-a-server-error error']);
  });

  it('is none where the server only says that it lacks a method', async () => {
    const judge = await judgeOf(TEXT);
    const call = { operation: 'usual', intent: { kind: 'undeclared-method' }, request: { method: 'PUT' } } as const;
    expect(judge({ ...call, status: 501 })).toEqual([]);
    expect(judge({ ...call, status: 505 })).toEqual([]);
    expect(shortly(judge({ ...call, status: 500 }))).toEqual(['not-a-server-error error']);
  });
});
