import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { apiWith, compared, linesOf } from '../compared.js';

function declaring(scheme: JsonObject | undefined, security: readonly JsonObject[] = [{ key: [] }]): JsonObject {
  return apiWith(scheme === undefined ? {} : { security }, {
    components: { securitySchemes: scheme === undefined ? {} : { key: scheme } },
  });
}

function oauth(flow: JsonObject, name = 'clientCredentials'): JsonObject {
  return { type: 'oauth2', flows: { [name]: { tokenUrl: 'https://a.example/token', scopes: {}, ...flow } } };
}

/** As OpenAPI 2.0 has it. */
function swagger(scopes: JsonObject): JsonObject {
  const scheme = { type: 'oauth2', flow: 'application', tokenUrl: 'https://a.example/token', scopes };
  const operation = { operationId: 'placeOrder', security: [{ key: [] }], responses: { '200': { description: 'done' } } };
  return {
    swagger: '2.0',
    info: { title: 'Orders', version: '1.0.0' },
    paths: { '/orders': { post: operation } },
    securityDefinitions: { key: scheme },
  };
}

const KEY = { type: 'apiKey', in: 'header', name: 'x-key' };

describe('a security scheme', () => {
  it.each<[string, JsonObject, JsonObject, readonly string[]]>([
    ['that says nothing is none', declaring(undefined), { ...declaring(undefined), components: { securitySchemes: { key: {} } } }, []],
    [
      'that no longer has a scope',
      declaring(oauth({ scopes: { read: '', write: '' } })),
      declaring(oauth({ scopes: { read: '' } })),
      ['warning compat/security-scheme-changed security/key/scope write'],
    ],
    [
      'that no longer has a scope, of OpenAPI 2.0',
      swagger({ read: '', write: '' }),
      swagger({ read: '' }),
      ['warning compat/security-scheme-changed security/key/scope write'],
    ],
    [
      'whose tokens are renewed elsewhere',
      declaring(oauth({ refreshUrl: 'https://a.example/renew' })),
      declaring(oauth({ refreshUrl: 'https://b.example/renew' })),
      ['warning compat/security-scheme-changed security/key/clientCredentials refreshUrl'],
    ],
    [
      'whose devices are let in elsewhere',
      declaring(oauth({ deviceAuthorizationUrl: 'https://a.example/device' }, 'deviceAuthorization')),
      declaring(oauth({ deviceAuthorizationUrl: 'https://b.example/device' }, 'deviceAuthorization')),
      ['warning compat/security-scheme-changed security/key/deviceAuthorization deviceAuthorizationUrl'],
    ],
    [
      'that is another one is told beside the operations that ask for it',
      declaring(KEY),
      declaring({ ...KEY, name: 'x-other' }),
      ['error compat/security-changed request/security', 'warning compat/security-scheme-changed security/key'],
    ],
    [
      'that nobody asks for may become any other',
      declaring(KEY, []),
      declaring({ ...KEY, name: 'x-other' }, []),
      ['info compat/security-scheme-changed security/key'],
    ],
  ])('%s', async (_, older, newer, expected) => {
    expect(linesOf((await compared(older, newer)).findings)).toEqual(expected);
  });

  it.each<[string, readonly JsonObject[], readonly JsonObject[], readonly string[]]>([
    ['asks for less', [{ login: ['read', 'write'] }], [{ login: ['read'] }], ['info']],
    ['asks for more', [{ login: ['read'] }], [{ login: ['read', 'write'] }], ['error']],
    ['stands beside one that asks for more', [{ login: [] }], [{ login: [] }, { login: [], key: [] }], ['info']],
    ['is another one of the same form', [{ key: [] }], [{ other: [] }], ['error']],
  ])('that %s', async (_, older, newer, expected) => {
    const components = { securitySchemes: { key: KEY, other: KEY, login: oauth({ scopes: { read: '', write: '' } }) } };
    const of = (security: readonly JsonObject[]): JsonObject => apiWith({ security: [...security] }, { components });
    const { findings } = await compared(of(older), of(newer));
    expect(linesOf(findings)).toEqual(expected.map((severity) => `${severity} compat/security-changed request/security`));
  });

  it('that lets nobody in any longer shows who is shut out, not who was first', async () => {
    const components = { securitySchemes: { key: KEY, user: { type: 'http', scheme: 'basic' } } };
    const [older, newer] = [[{ key: [] }, { user: [] }], [{ key: [] }]].map((security) => apiWith({ security }, { components }));
    const { findings } = await compared(older ?? {}, newer ?? {});
    const [names] = findings.map(({ witness }) => witness?.request?.headers.map(([name]) => name));
    expect(names).toEqual(['authorization']);
  });
});
