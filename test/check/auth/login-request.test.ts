import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import type { LoginRequest } from '../../../src/check/auth/login-request.js';
import { loginRequest } from '../../../src/check/auth/login-request.js';
import { readContract } from '../../../src/contract/read-contract.js';
import { pairFromJson } from '../../../src/workspace/pair-from-json.js';
import { textPort } from '../../support/text-port.js';

const CONTRACT = `
openapi: 3.1.0
info: { title: Auth, version: '1' }
paths:
  /{tenant}/login:
    post:
      operationId: login
      parameters:
        - { name: tenant, in: path, required: true, schema: { type: string }, example: acme }
        - { name: X-Device, in: header, required: true, schema: { enum: [phone] } }
        - { name: remember, in: query, schema: { type: boolean }, example: true }
      requestBody:
        content:
          text/plain: { example: no }
          application/json:
            schema: { type: object, required: [user], properties: { user: { type: string } } }
            examples: { ana: { value: { user: ana } }, bob: { value: { user: bob } } }
      responses: { '200': { description: In } }
  /session:
    post:
      operationId: session
      requestBody: { content: { application/x-www-form-urlencoded: { schema: { type: object, required: [user], properties: { user: { const: made } } } } } }
      responses: { '200': { description: In } }
  /never:
    post:
      operationId: never
      parameters: [{ name: code, in: query, required: true, schema: false }]
      responses: { '200': { description: In } }
`;

describe('the request that logs in', () => {
  it('is made of the first examples where the pair says nothing', async () => {
    expect(await login({ operation: 'login' })).toEqual({
      line: 'POST /v1/acme/login',
      headers: ['X-Device', 'phone', 'content-type', 'application/json', 'user-agent', 'mortise'],
      body: '{"user":"ana"}',
    });
  });

  it('is what the pair says', async () => {
    const given = {
      parameters: { tenant: 'a b', 'query:remember': false },
      headers: { 'x-device': 'tv' },
      body: { user: 'me', password: 'p' },
    };
    expect(await login({ operation: 'login', ...given })).toEqual({
      line: 'POST /v1/a%20b/login?remember=false',
      headers: ['content-type', 'application/json', 'user-agent', 'mortise', 'x-device', 'tv'],
      body: '{"user":"me","password":"p"}',
    });
  });

  it('is made from the schema where there is no example', async () => {
    expect(await login({ operation: 'session' })).toMatchObject({ line: 'POST /v1/session', body: 'user=made' });
  });

  it('says why there is none', async () => {
    expect(await login({ operation: 'lgin' })).toBe('the contract has no such operation');
    expect(await login({ operation: 'never' })).toBe('no value fits the query parameter "code"');
  });
});

async function login(auth: JsonObject): Promise<object | string> {
  const pair = pairFromJson({ consumer: 'a', provider: 'b', auth }, '');
  if (pair.auth?.kind !== 'login') throw new Error('no login');
  const contract = await readContract('auth.yaml', textPort({ 'auth.yaml': CONTRACT }));
  return shown(loginRequest(pair.auth, contract, '/v1'));
}

function shown(login: LoginRequest): object | string {
  if (login.kind === 'impossible') return login.reason;
  const { method, target, headers, body } = login.request;
  return { line: `${method} ${target}`, headers, body: body && new TextDecoder().decode(body) };
}
