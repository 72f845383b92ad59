import { describe, expect, it } from 'vitest';
import type { Credential } from '../../src/check/credentials.js';
import { withCredentials } from '../../src/check/credentials.js';
import type { Contract, Operation, SecurityScheme } from '../../src/contract/contract.js';
import type { HttpRequest } from '../../src/wire/http-message.js';

const SCHEMES: Readonly<Record<string, SecurityScheme>> = {
  bearer: { kind: 'http', scheme: 'bearer' },
  basic: { kind: 'http', scheme: 'Basic' },
  digest: { kind: 'http', scheme: 'digest' },
  oauth: { kind: 'oauth2' },
  key: { kind: 'apiKey', in: 'header', name: 'X-API-Key' },
  queryKey: { kind: 'apiKey', in: 'query', name: 'api key' },
  cookieKey: { kind: 'apiKey', in: 'cookie', name: 'sid' },
  tls: { kind: 'mutualTLS' },
};
const REQUEST: HttpRequest = { method: 'GET', target: '/a', headers: [], body: undefined };

describe('credentials', () => {
  it.each<[security: string[][], credential: Credential | undefined, expected: Partial<HttpRequest>]>([
    [[], { kind: 'bearer', token: 't' }, {}],
    [[['bearer']], { kind: 'bearer', token: 't' }, { headers: ['authorization', 'Bearer t'] }],
    [[['oauth']], { kind: 'bearer', token: 't' }, { headers: ['authorization', 'Bearer t'] }],
    [[['basic']], { kind: 'basic', username: 'u', password: 'p' }, { headers: ['authorization', 'Basic dTpw'] }],
    [[['key']], { kind: 'apiKey', value: 'k' }, { headers: ['X-API-Key', 'k'] }],
    [[['queryKey']], { kind: 'apiKey', value: 'a b' }, { target: '/a?api%20key=a%20b' }],
    [[['cookieKey']], { kind: 'apiKey', value: 'k' }, { headers: ['cookie', 'sid=k'] }],
    // The alternative that the credential fits is taken, wherever it stands.
    [[['basic'], ['key']], { kind: 'apiKey', value: 'k' }, { headers: ['X-API-Key', 'k'] }],
    [[[], ['key']], { kind: 'apiKey', value: 'k' }, { headers: ['X-API-Key', 'k'] }],
    // Both of a pair are met, the one without a credential by a placeholder.
    [[['key', 'bearer']], { kind: 'bearer', token: 't' }, { headers: ['X-API-Key', 'mortise', 'authorization', 'Bearer t'] }],
    // Without a credential nothing is better than a placeholder, where nothing is allowed.
    [[['bearer'], []], undefined, {}],
    [[['bearer']], undefined, { headers: ['authorization', 'Bearer mortise'] }],
    [[['unknown'], ['key']], undefined, { headers: ['X-API-Key', 'mortise'] }],
    [[['tls']], undefined, {}],
  ])('meet %j with %j', (security, credential, expected) => {
    expect(sign(security, credential)).toEqual({ ...REQUEST, ...expected });
  });

  it('leave what the request already carries', () => {
    const request = { ...REQUEST, headers: ['Authorization', 'mine'] };
    expect(sign([['bearer']], { kind: 'bearer', token: 't' }, request)).toEqual(request);
    expect(sign([['queryKey']], undefined, { ...REQUEST, target: '/a?api%20key=mine' }).target).toBe('/a?api%20key=mine');
  });

  it('join the cookies that are there', () => {
    expect(sign([['cookieKey']], undefined, { ...REQUEST, headers: ['Cookie', 'a=1'] }).headers).toEqual(['Cookie', 'a=1; sid=mortise']);
  });

  it('give a digest its five keys', () => {
    expect(sign([['digest']], undefined).headers[1]).toMatch(/^Digest username=.*realm=.*nonce=.*uri=.*response=/);
  });
});

function sign(security: string[][], credential: Credential | undefined, request: HttpRequest = REQUEST): HttpRequest {
  const operation = { security: security.map((names) => new Map(names.map((name) => [name, []]))) } as unknown as Operation;
  const contract = { securitySchemes: new Map(Object.entries(SCHEMES)) } as unknown as Contract;
  return withCredentials(request, { operation, contract }, credential);
}
