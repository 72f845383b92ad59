import { describe, expect, it } from 'vitest';
import { planExamples } from '../../src/check/plan-examples.js';
import type { WiredRequest } from '../../src/check/send-planned.js';
import { wireRequest } from '../../src/check/send-planned.js';
import type { JsonObject } from '../../src/base/json.js';
import { readContract } from '../../src/contract/read-contract.js';
import { pairFromJson } from '../../src/workspace/pair-from-json.js';
import { textPort } from '../support/text-port.js';

const CONTRACT = `
openapi: 3.1.0
info: { title: T, version: '1' }
servers: [{ url: https://example.com/v1 }]
paths:
  /users/me:
    get: { operationId: getMe, responses: { '200': { description: Me } } }
  /users/{id}:
    get:
      operationId: getUser
      parameters:
        - { name: id, in: path, required: true, schema: { type: string, minLength: 2 }, example: me }
        - { name: X-Trace, in: header, schema: { type: string }, example: t1 }
      responses: { '200': { description: One } }
`;

describe('a planned request on its way to the wire', () => {
  it('goes below the base path, with the headers of the pair and of the fixture instead of those of the contract', async () => {
    const { request, problems, takenFor } = await wired({
      fixtures: { getUser: { parameters: { id: 'a/b' }, headers: { 'x-trace': 'mine' } } },
    });
    expect(request.target).toBe('/v1/users/a%2Fb');
    expect(request.headers).toEqual(['user-agent', 'mortise', 'X-Pair', 'p', 'x-trace', 'mine']);
    expect(problems).toEqual([]);
    expect(takenFor).toBeUndefined();
  });

  it('is not sent when a server would take it for another operation', async () => {
    expect((await wired({})).takenFor).toBe('getMe');
  });

  it('says what the contract has against its values', async () => {
    const { problems } = await wired({ parameters: { id: 'x' } });
    expect(problems).toMatchObject([{ kind: 'parameter', location: ['path', 'id'] }]);
  });

  it('takes captured values before all others', async () => {
    const { request } = await wired(
      { parameters: { id: 'fixed' }, fixtures: { getUser: { capture: { id: 'getMe#/id' } } } },
      'from-before',
    );
    expect(request.target).toBe('/v1/users/from-before');
  });
});

async function wired(pair: JsonObject, captured?: string): Promise<WiredRequest> {
  const contract = await readContract('c.yaml', textPort({ 'c.yaml': CONTRACT }));
  const plan = planExamples(contract, pairFromJson({ consumer: 'a', provider: 'b', uses: ['getUser'], ...pair }, ''));
  const [planned] = plan.requests;
  if (planned === undefined) throw new Error('nothing was planned');
  return wireRequest(planned, { contract, basePath: '/v1', credential: undefined, headers: { 'X-Pair': 'p' }, captured: () => captured });
}
