import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Authenticator } from '../../../src/check/auth/authenticator.js';
import { createAuthenticator } from '../../../src/check/auth/authenticator.js';
import { isGuarded } from '../../../src/check/auth/chosen-schemes.js';
import type { AuthTarget } from '../../../src/check/auth/credentials.js';
import type { CaseCredentials } from '../../../src/check/test-case.js';
import type { SecurityScheme } from '../../../src/contract/contract.js';
import type { HttpRequest } from '../../../src/wire/http-message.js';
import { headerValue } from '../../../src/wire/http-message.js';
import { judgeRequest } from '../../../src/wire/judge-request.js';
import { pairFromJson } from '../../../src/workspace/pair-from-json.js';
import type { JsonObject } from '../../../src/base/json.js';
import { contractOf, operationOf, parameterOf } from '../../wire/operation-from.js';

const SCHEMES: Readonly<Record<string, SecurityScheme>> = {
  bearer: { kind: 'http', scheme: 'bearer' },
  basic: { kind: 'http', scheme: 'Basic' },
  digest: { kind: 'http', scheme: 'digest' },
  custom: { kind: 'http', scheme: 'SSWS' },
  oauth: { kind: 'oauth2' },
  key: { kind: 'apiKey', in: 'header', name: 'X-API-Key' },
  authorizationKey: { kind: 'apiKey', in: 'header', name: 'Authorization' },
  queryKey: { kind: 'apiKey', in: 'query', name: 'api key' },
  cookieKey: { kind: 'apiKey', in: 'cookie', name: 'sid' },
  tls: { kind: 'mutualTLS' },
  strange: { kind: 'unknown', type: 'magic' },
};
const REQUEST: HttpRequest = { method: 'GET', target: '/a', headers: [], body: undefined };
const AUTHORIZED = ['bearer', 'basic', 'digest', 'custom', 'oauth', 'authorizationKey'];
const SECRETS = ['pair-token-1', 'pair-password-1', 'pair-key-1', 'cGFpcjpwYWlyLXBhc3N3b3JkLTE='];

/** One `Authorization` goes with a request, so two schemes that need it cannot be met together. */
const alternative = fc
  .subarray(['bearer', 'basic', 'custom', 'oauth', 'key', 'queryKey', 'cookieKey', 'tls', 'strange', 'undeclared'], { maxLength: 3 })
  .filter((names) => names.filter((name) => AUTHORIZED.includes(name)).length <= 1);
const security = fc.array(alternative, { maxLength: 3 });
const auth = fc.constantFrom<JsonObject | undefined>(
  undefined,
  { bearer: 'pair-token-1' },
  { basic: { username: 'pair', password: 'pair-password-1' } },
  { apiKey: 'pair-key-1' },
  {
    schemes: {
      bearer: { bearer: 'pair-token-1' },
      key: { apiKey: 'pair-key-1' },
      basic: { basic: { username: 'pair', password: 'pair-password-1' } },
    },
  },
);
const carried = fc.constantFrom<readonly string[]>(
  [],
  ['Authorization', 'Bearer pair-token-1'],
  ['X-API-Key', 'pair-key-1', 'Accept', '*/*'],
  ['Cookie', 'theme=dark; sid=pair-key-1'],
  ['X-Auth-Token', 'pair-token-1'],
);
const target = fc.constantFrom('/a', '/a?b=1', '/a?api%20key=pair-key-1&b=1');

describe('the credentials of a case', () => {
  it('are refused by who looks at their form when there are none, and when they are of another scheme', () => {
    fc.assert(
      fc.property(
        security,
        auth,
        carried,
        target,
        fc.constantFrom<CaseCredentials>('none', 'other-scheme'),
        (asked, given, headers, path, how) => {
          const to = targetOf(asked);
          const request = authenticatorOf(given).apply({ ...REQUEST, headers, target: path }, to, how);
          if (!isGuarded(to)) expect(request).toBeUndefined();
          else if (request !== undefined) expect(securityProblems(request, to)).toHaveLength(1);
          else expect(how).toBe('other-scheme');
        },
      ),
      { seed: 20261121, numRuns: 500 },
    );
  });

  it('are of the right form and nobody’s when they are wrong', () => {
    fc.assert(
      fc.property(security, auth, carried, target, (asked, given, headers, path) => {
        const to = targetOf(asked);
        const request = authenticatorOf(given).apply({ ...REQUEST, headers, target: path }, to, 'wrong');
        expect(request === undefined).toBe(!isGuarded(to));
        if (request === undefined) return;
        const isKnown = asked.some((names) => names.every((name) => name in SCHEMES));
        if (isKnown && asked.every((names) => !names.includes('undeclared'))) expect(securityProblems(request, to)).toEqual([]);
      }),
      { seed: 20261121, numRuns: 500 },
    );
  });

  it('are wrong for any alternative, when that is not what the pair gets in by', () => {
    fc.assert(
      fc.property(security, auth, carried, target, fc.nat({ max: 3 }), (asked, given, headers, path, index) => {
        const to = targetOf(asked);
        const names = asked[index];
        const sent = { ...REQUEST, headers, target: path };
        const request = authenticatorOf(given).apply(sent, to, `wrong ${index}`);
        if (!isGuarded(to) || names === undefined || names.includes('undeclared')) {
          expect(request).toBeUndefined();
          return;
        }
        // Where it is not to be had, `wrong` is the same.
        const wrong = request ?? authenticatorOf(given).apply(sent, to, 'wrong');
        expect(wrong && securityProblems(wrong, targetOf([names]))).toEqual([]);
      }),
      { seed: 20261121, numRuns: 500 },
    );
  });

  it('are wrong for an alternative by what it asks for, and nothing else', () => {
    const apply = (how: CaseCredentials): readonly string[] | undefined =>
      authenticatorOf({ bearer: 't' }).apply({ ...REQUEST, headers: ['Authorization', 'Bearer t'] }, targetOf([['bearer'], ['key']]), how)
        ?.headers;
    expect(apply('wrong')?.[0]).toBe('authorization');
    expect(apply('wrong 0')).toBeUndefined();
    expect(apply('wrong 1')?.[0]).toBe('X-API-Key');
    expect(apply('wrong 1')).toHaveLength(2);
    expect(apply('wrong 2')).toBeUndefined();
  });

  it('hold no secret of the pair unless they are the pair’s', () => {
    fc.assert(
      fc.property(
        security,
        auth,
        carried,
        target,
        fc.constantFrom<CaseCredentials>('none', 'wrong', 'wrong 0', 'wrong 1', 'other-scheme'),
        (asked, given, headers, path, how) => {
          const request = authenticatorOf(given).apply({ ...REQUEST, headers, target: path }, targetOf(asked), how);
          const text = JSON.stringify(request) ?? '';
          expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
        },
      ),
      { seed: 20261121, numRuns: 500 },
    );
  });

  it('let a request pass who looks at their form when they are the pair’s, with placeholders for what it does not have', () => {
    fc.assert(
      fc.property(security, auth, (asked, given) => {
        const to = targetOf(asked.map((names) => names.filter((name) => name !== 'undeclared')));
        expect(securityProblems(authenticatorOf(given).apply(REQUEST, to, 'pair') ?? REQUEST, to)).toEqual([]);
      }),
      { seed: 20261121, numRuns: 500 },
    );
  });

  it.each<[security: string[][], auth: JsonObject | undefined, expected: Partial<HttpRequest>]>([
    [[], { bearer: 't' }, {}],
    [[['bearer']], { bearer: 't' }, { headers: ['authorization', 'Bearer t'] }],
    [[['oauth']], { bearer: 't' }, { headers: ['authorization', 'Bearer t'] }],
    [[['basic']], { basic: { username: 'u', password: 'p' } }, { headers: ['authorization', 'Basic dTpw'] }],
    [[['key']], { apiKey: 'k' }, { headers: ['X-API-Key', 'k'] }],
    [[['queryKey']], { apiKey: 'a b' }, { target: '/a?api%20key=a%20b' }],
    [[['cookieKey']], { apiKey: 'k' }, { headers: ['cookie', 'sid=k'] }],
    // The alternative that can be met is taken, wherever it stands.
    [[['basic'], ['key']], { apiKey: 'k' }, { headers: ['X-API-Key', 'k'] }],
    [[[], ['key']], { apiKey: 'k' }, { headers: ['X-API-Key', 'k'] }],
    [[['bearer', 'key'], ['key']], { apiKey: 'k' }, { headers: ['X-API-Key', 'k'] }],
    // In part is worse than not at all, where that is allowed.
    [[['bearer', 'key'], []], { apiKey: 'k' }, {}],
    // Both of a pair are met, the one without a credential by a placeholder.
    [[['key', 'bearer']], { bearer: 't' }, { headers: ['X-API-Key', 'mortise', 'authorization', 'Bearer t'] }],
    // Without a credential nothing is better than a placeholder, where nothing is allowed.
    [[['bearer'], []], undefined, {}],
    [[['bearer']], undefined, { headers: ['authorization', 'Bearer mortise'] }],
    [[['undeclared'], ['key']], undefined, { headers: ['X-API-Key', 'mortise'] }],
    [[['tls']], undefined, {}],
    // A client certificate is not ours to give: it does not stand in the way.
    [[['tls', 'key']], { apiKey: 'k' }, { headers: ['X-API-Key', 'k'] }],
    // Each scheme has its own.
    [
      [['key', 'bearer']],
      { schemes: { key: { apiKey: 'k' }, bearer: { bearer: 't' } } },
      { headers: ['X-API-Key', 'k', 'authorization', 'Bearer t'] },
    ],
    [[['key'], ['bearer']], { schemes: { bearer: { bearer: 't' } } }, { headers: ['authorization', 'Bearer t'] }],
    [[['custom']], { schemes: { custom: { bearer: 't' } } }, { headers: ['authorization', 'SSWS t'] }],
  ])('meet %j with %j', (asked, given, expected) => {
    expect(authenticatorOf(given).apply(REQUEST, targetOf(asked), 'pair')).toEqual({ ...REQUEST, ...expected });
  });

  it('leave what the request already carries', () => {
    const request = { ...REQUEST, headers: ['Authorization', 'mine'] };
    expect(authenticatorOf({ bearer: 't' }).apply(request, targetOf([['bearer']]), 'pair')).toEqual(request);
    const asked = { ...REQUEST, target: '/a?api%20key=mine' };
    expect(authenticatorOf(undefined).apply(asked, targetOf([['queryKey']]), 'pair')).toEqual(asked);
    const cookie = { ...REQUEST, headers: ['Cookie', 'a=1'] };
    expect(authenticatorOf(undefined).apply(cookie, targetOf([['cookieKey']]), 'pair')?.headers).toEqual(['Cookie', 'a=1; sid=mortise']);
  });

  it('count what the request carries, so that no placeholder spoils it', () => {
    const request = { ...REQUEST, headers: ['X-API-Key', 'k'] };
    expect(authenticatorOf(undefined).apply(request, targetOf([['bearer'], ['key']]), 'pair')).toEqual(request);
  });

  it('are not to be had where nothing is asked for, or something that is not seen on the wire', () => {
    for (const asked of [[], [[]], [['bearer'], []], [['tls']], [['bearer'], ['strange']], [['undeclared']]]) {
      for (const how of ['none', 'wrong', 'other-scheme'] as const)
        expect(authenticatorOf(undefined).apply(REQUEST, targetOf(asked), how)).toBeUndefined();
    }
  });

  it('are of another scheme only where there is one that the operation does not take', () => {
    const other = (asked: string[][]): string | undefined => {
      const request = authenticatorOf({ bearer: 't' }).apply(REQUEST, targetOf(asked), 'other-scheme');
      return request && headerValue(request.headers, 'authorization')?.split(' ')[0];
    };
    expect(other([['bearer']])).toBe('Basic');
    expect(other([['oauth']])).toBe('Basic');
    expect(other([['basic']])).toBe('Bearer');
    expect(other([['key']])).toBe('Basic');
    expect(other([['bearer'], ['basic']])).toBeUndefined();
    expect(other([['authorizationKey']])).toBeUndefined();
  });

  it('leave the cookies that the operation declares', () => {
    const to = {
      ...targetOf([['cookieKey']]),
      operation: operationOf({ security: [new Map([['cookieKey', []]])], parameters: [parameterOf('cookie', 'theme', {})] }),
    };
    const request = { ...REQUEST, headers: ['Cookie', 'theme=dark; sid=s; other=1'] };
    expect(authenticatorOf(undefined).apply(request, to, 'none')?.headers).toEqual(['Cookie', 'theme=dark']);
  });

  it('give a digest its five keys', () => {
    expect(authenticatorOf(undefined).apply(REQUEST, targetOf([['digest']]), 'pair')?.headers[1]).toMatch(
      /^Digest username=.*realm=.*nonce=.*uri=.*response=/,
    );
  });
});

function targetOf(asked: readonly (readonly string[])[]): AuthTarget {
  const operation = operationOf({ security: asked.map((names) => new Map(names.map((name) => [name, []]))) });
  return { operation, contract: contractOf({ securitySchemes: new Map(Object.entries(SCHEMES)) }) };
}

function securityProblems(request: HttpRequest, { operation, contract }: AuthTarget): readonly unknown[] {
  const { problems } = judgeRequest({ operation, contract, request, pathValues: new Map() });
  return problems.filter((problem) => problem.kind === 'security');
}

function authenticatorOf(given: JsonObject | undefined): Authenticator {
  const pair = pairFromJson({ consumer: 'a', provider: 'b', ...(given === undefined ? {} : { auth: given }) }, '');
  const unsent = (): never => {
    throw new Error('nothing is to be sent');
  };
  return createAuthenticator({
    pair,
    contract: contractOf(),
    contracts: new Map(),
    caller: {
      consumer: 'a',
      provider: 'b',
      baseUrl: 'http://b',
      signal: new AbortController().signal,
      send: unsent,
      nowMs: () => 0,
      nextId: () => '1',
    },
    session: { kind: 'url', baseUrl: 'http://b', urlOf: () => undefined },
  });
}
