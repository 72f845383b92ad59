// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how variables are written in a workspace
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/errors.js';
import { readWorkspace, workspaceFromContractFile } from '../../src/workspace/read-workspace.js';
import { assertKnownNames } from '../../src/workspace/reference-problems.js';
import { askedSystems } from '../../src/workspace/asked-systems.js';
import { readContract } from '../../src/contract/read-contract.js';
import type { Workspace } from '../../src/workspace/workspace.js';
import type { Contract } from '../../src/contract/contract.js';
import { textPort } from '../support/text-port.js';
import { contractOf, operationOf, parameterOf } from '../wire/operation-from.js';

const FULL = `
systems:
  payments:
    openapi: payments.openapi.yaml
    url: \${PAYMENTS_URL}
  auth:
    openapi: /abs/auth.yaml
    start: node auth.js
    health: /health
    env: { LEVEL: 3 }
    port: \${AUTH_PORT:-8000}
  remote: { openapi: https://example.com/api.json }
  storefront: { module: programs/storefront.js }
integrations:
  - consumer: storefront
    provider: payments
    uses: [createPayment, getPayment]
    headers: { X-Tenant: t1 }
    parameters: { id: 7 }
    auth: { system: auth, operation: login, body: { user: a }, token: /token }
    recovery:
      timeout: 2s
      retry: { attempts: 4, backoff: exponential, base: 100ms, factor: 2, cap: 2s, jitter: full, on: [429, 503, network] }
      retryAfter: honour
      breaker: { failures: 5, open: 5s, probes: 1 }
      idempotency: Idempotency-Key
      fallback: queue
    fixtures:
      getPayment: { capture: { id: 'createPayment#/id' } }
  - { consumer: storefront, provider: auth, auth: { bearer: '\${TOKEN}' } }
scenarios: [scenarios/*.arazzo.yaml]
x-anything: true
`;

const GETTING_IN = `
systems:
  pay: { openapi: pay.yaml }
  auth: { openapi: auth.yaml }
  shop:
integrations:
  - consumer: shop
    provider: pay
    auth:
      schemes:
        oauth:
          clientCredentials:
            { tokenUrl: 'https://id.example.com/token', clientId: shop, clientSecret: '\${SECRET}', scope: read write, audience: pay, parameters: { resource: r } }
        user: { password: { tokenUrl: /token, system: auth, username: ana, password: pw, clientId: shop, clientAuth: post } }
        again: { refreshToken: { tokenUrl: /token, refreshToken: r } }
        session: { system: auth, operation: login, token: 'cookie:sid' }
        key: { apiKey: k }
    checks: { response-time: off, headers-match: warning }
    dictionary: { email: [ana@example.com, null], 'path:id': [1, 2] }
    states: { url: /_states, teardown: true }
    hooks: ./hooks.ts
    fixtures:
      getPayment:
        states: [a payment exists, { name: a user, params: { name: ana } }]
        checks: { nothing-leaked: info }
`;

const PAY_CONTRACT = `
openapi: 3.1.0
info: { title: Pay, version: '1' }
paths:
  /payments/{id}:
    get:
      operationId: getPayment
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Payment' } } } }
      responses: { '200': { description: One } }
components:
  schemas: { Payment: { properties: { email: { type: string } } } }
  securitySchemes:
    bearerAuth: { type: http, scheme: bearer }
    sid: { type: apiKey, in: cookie, name: sid }
`;
const CHECK_NAMES = ['response-time', 'headers-match', 'nothing-leaked'];

describe('reading a workspace', () => {
  it('gives the systems and pairs of the file, paths resolved beside it', async () => {
    const workspace = await read(FULL, { TOKEN: 'abc' });
    expect([...workspace.systems.keys()]).toEqual(['payments', 'auth', 'remote', 'storefront']);
    expect(workspace.systems.get('payments')).toMatchObject({ openapi: 'contracts/payments.openapi.yaml', url: undefined });
    expect(workspace.systems.get('auth')).toMatchObject({ openapi: '/abs/auth.yaml', health: '/health', port: 8000, env: { LEVEL: '3' } });
    expect(workspace.systems.get('remote')?.openapi).toBe('https://example.com/api.json');
    expect(workspace.systems.get('storefront')).toMatchObject({
      openapi: undefined,
      start: undefined,
      module: 'contracts/programs/storefront.js',
    });
    expect(workspace.folder).toBe('contracts');
    expect(workspace.scenarios).toEqual(['contracts/scenarios/*.arazzo.yaml']);
    const [first, second] = workspace.integrations;
    expect(first).toMatchObject({
      consumer: 'storefront',
      provider: 'payments',
      uses: ['createPayment', 'getPayment'],
      headers: { 'X-Tenant': 't1' },
    });
    expect(first?.auth).toMatchObject({ kind: 'login', system: 'auth', operation: 'login', token: { kind: 'body', pointer: '/token' } });
    expect(first?.fixtures.get('getPayment')?.capture).toEqual({ id: { operation: 'createPayment', pointer: '/id' } });
    expect(first?.recovery).toMatchObject({
      timeoutMs: 2_000,
      retry: { attemptCount: 4, backoff: { kind: 'exponential', baseMs: 100, factor: 2, capMs: 2_000 }, jitter: { kind: 'full' } },
      breaker: { failureCount: 5, openMs: 5_000, probeCount: 1 },
      idempotency: 'idempotency-key',
    });
    expect(second?.recovery).toBeUndefined();
    expect(second?.auth).toEqual({ kind: 'bearer', token: 'abc' });
    expect(second?.uses).toBeUndefined();
  });

  it.each([
    ['events.asyncapi.yaml', 'asyncapi: 3.0.0', 'asyncapi'],
    ['order.schema.json', '{"$schema":"https://json-schema.org/draft/2020-12/schema"}', 'asyncapi'],
    ['api.yaml', 'openapi: 3.1.0', 'openapi'],
    ['api.yaml', 'info: {}\nasyncapi: 2.0.0', 'asyncapi'],
  ] as const)('takes %s for the contract it is', async (file, text, kind) => {
    const { systems, integrations } = await readWorkspace(file, textPort({ [file]: text }), {});
    const [system] = systems.values();
    expect([system?.openapi, system?.asyncapi]).toEqual(kind === 'openapi' ? [file, undefined] : [undefined, file]);
    expect(integrations).toMatchObject([{ consumer: 'client', provider: file.split('.')[0] }]);
  });

  it('takes a contract that stands alone for a workspace of one provider', async () => {
    const alone = workspaceFromContractFile('specs/petstore.openapi.yaml');
    expect([...alone.systems.keys()]).toEqual(['petstore']);
    expect(alone.integrations).toMatchObject([{ consumer: 'client', provider: 'petstore', uses: undefined }]);
    for (const text of ['openapi: 3.1.0\ninfo: {}', '{ "swagger": "2.0" }', 'info: {}\nopenapi: 3.0.0\n']) {
      expect(await readWorkspace('specs/petstore.openapi.yaml', textPort({ 'specs/petstore.openapi.yaml': text }), {})).toEqual(alone);
    }
  });

  it.each([
    ['an unknown key of a system', 'systems:\n  a:\n    opnapi: x.yaml\n', 'm.yaml:3:5', 'unknown key "opnapi"', 'openapi'],
    ['an unknown key at the top', 'systems: { a: }\nintegration: []\n', 'm.yaml:2:1', 'unknown key "integration"', 'integrations'],
    ['an unknown key of a pair', pairText('useses: []'), 'm.yaml:6:5', 'unknown key "useses"', 'uses'],
    ['an unknown key of a claim', pairText('recovery: { retry: { attempt: 3 } }'), 'm.yaml:6:26', 'unknown key "attempt"', 'attempts'],
    [
      'a backoff without a base',
      pairText('recovery: { retry: { backoff: linear } }'),
      'm.yaml:6:17',
      'the key "base" is missing',
      undefined,
    ],
    [
      'a base without a backoff',
      pairText('recovery: { retry: { base: 1s } }'),
      'm.yaml:6:17',
      'the key "base" only goes with "backoff"',
      undefined,
    ],
    ['a wrong choice', pairText('recovery: { retryAfter: honor }'), 'm.yaml:6:17', 'must be one of honour, ignore', 'honour'],
    [
      'a bad duration',
      pairText('recovery: { timeout: 2 seconds }'),
      'm.yaml:6:17',
      'must be a number and its unit: 100ms, 2s, 1m, 1h',
      undefined,
    ],
    ['a bad status', pairText('recovery: { retry: { on: [429, 999] } }'), 'm.yaml:6:36', /4XX, 5XX, network/, undefined],
    ['a missing key', 'systems: { a: }\nintegrations:\n  - consumer: a\n', 'm.yaml:3:5', 'the key "provider" is missing', undefined],
    ['no systems', 'integrations: []\n', 'm.yaml:1:1', 'the key "systems" is missing', undefined],
    ['an unknown consumer', pairText('').replace('consumer: shop', 'consumer: shpo'), 'm.yaml:4:5', 'unknown system "shpo"', 'shop'],
    ['an unknown auth system', pairText('auth: { operation: login, system: pya }'), 'm.yaml:6:31', 'unknown system "pya"', 'pay'],
    ['a provider that offers nothing', pairText('').replace('provider: pay', 'provider: shop'), 'm.yaml:5:5', /offers nothing/, undefined],
    ['two ways to get in', pairText('auth: { bearer: a, apiKey: b }'), 'm.yaml:6:5', /exactly one of bearer, basic, .*schemes$/, undefined],
    [
      'two ways to meet a scheme',
      pairText('auth: { schemes: { a: { bearer: a, apiKey: b } } }'),
      'm.yaml:6:24',
      /exactly one of .*refreshToken$/,
      undefined,
    ],
    [
      'an unknown key of a scheme',
      pairText('auth: { schemes: { a: { baerer: x } } }'),
      'm.yaml:6:24',
      /exactly one of|unknown key/,
      undefined,
    ],
    [
      'a token endpoint without an address',
      pairText('auth: { clientCredentials: { clientId: a, clientSecret: b } }'),
      'm.yaml:6:13',
      /"tokenUrl" is missing/,
      undefined,
    ],
    [
      'an address that is none',
      pairText('auth: { clientCredentials: { tokenUrl: token, clientId: a, clientSecret: b } }'),
      'm.yaml:6:34',
      /begin with http/,
      undefined,
    ],
    [
      'a secret of nobody',
      pairText('auth: { password: { tokenUrl: /t, username: a, password: b, clientSecret: c } }'),
      'm.yaml:6:13',
      /"clientSecret" only goes with "clientId"/,
      undefined,
    ],
    [
      'an unknown system of a token endpoint',
      pairText('auth: { refreshToken: { tokenUrl: /t, refreshToken: r, system: pya } }'),
      'm.yaml:6:60',
      'unknown system "pya"',
      'pay',
    ],
    ['a wrong level', pairText('checks: { response-time: of }'), 'm.yaml:6:15', 'must be one of off, info, warning, error', 'off'],
    ['a lone value in a dictionary', pairText('dictionary: { email: x }'), 'm.yaml:6:19', /must be array/, undefined],
    ['states without a url', pairText('states: { teardown: true }'), 'm.yaml:6:5', 'the key "url" is missing', undefined],
    ['a state without a name', pairText('fixtures: { a: { states: [{ params: {} }] } }'), 'm.yaml:6:31', /name of a state/, undefined],
    ['an url that is none', 'systems:\n  a: { url: "ftp://x" }', 'm.yaml:2:8', 'must begin with http:// or https://', undefined],
    ['a pair that stands twice', `${pairText('')}\n  - { consumer: shop, provider: pay }\n`, 'm.yaml:7:5', /twice/, undefined],
    ['an unset variable', 'systems:\n  a:\n    start: ${NOPE}\n', 'm.yaml:3:5', /NOPE is not set/, undefined],
  ])('says where %s stands, and what was meant', async (_what, text, place, problem, suggestion) => {
    const error = await failure(readWorkspace('m.yaml', textPort({ 'm.yaml': text }), {}));
    expect(error.code).toBe('E_WORKSPACE_INVALID');
    expect(`${error.at?.file}:${error.at?.line}:${error.at?.column}`).toBe(place);
    expect(error.args['problem']).toEqual(typeof problem === 'string' ? problem : expect.stringMatching(problem));
    expect(error.args['suggestion']).toBe(suggestion);
  });

  it('tells of an unset variable once, whatever rules the text that is left breaks', async () => {
    const text = pairText("auth: { basic: { username: '${NOPE}', password: p } }\n    recovery: { timeout: '${NONE}', tmeout: 1s }");
    const error = await failure(readWorkspace('m.yaml', textPort({ 'm.yaml': text }), {}));
    const told = JSON.stringify(error.args);
    expect(told.match(/is not set|unknown key/g)).toEqual(['is not set', 'is not set', 'unknown key']);
    expect(told).not.toMatch(/must/);
  });

  it('takes what is named so for a workspace whatever it holds, and other documents for contracts', async () => {
    for (const text of ['[]', 'info: {}\n', 'hello\n']) {
      const error = await failure(readWorkspace('a/mortise.yaml', textPort({ 'a/mortise.yaml': text }), {}));
      expect(error.code).toBe('E_WORKSPACE_INVALID');
      const workspace = await readWorkspace('api.yaml', textPort({ 'api.yaml': text }), {});
      expect(workspace.systems.get('api')?.openapi).toBe('api.yaml');
    }
  });

  it('tells every problem, the first in the file first', async () => {
    const text = 'systems:\n  a: { prot: 1 }\n  b: { helth: /x }\nscenario: []\n';
    const error = await failure(readWorkspace('m.yaml', textPort({ 'm.yaml': text }), {}));
    expect(error.args['problem']).toBe('unknown key "prot"');
    expect(error.args['more']).toEqual([
      'm.yaml:3:8 unknown key "helth", did you mean "health"?',
      'm.yaml:4:1 unknown key "scenario", did you mean "scenarios"?',
    ]);
  });

  it('gives what a pair says of getting in, checks, values, states and hooks', async () => {
    const workspace = await read(GETTING_IN, { SECRET: 's' });
    const [pair] = workspace.integrations;
    expect(pair?.auth?.kind === 'schemes' ? Object.fromEntries(pair.auth.schemes) : undefined).toEqual({
      oauth: {
        kind: 'grant',
        grant: { kind: 'clientCredentials' },
        tokenUrl: 'https://id.example.com/token',
        system: undefined,
        client: { id: 'shop', secret: 's', sentBy: 'basic' },
        scope: 'read write',
        parameters: { audience: 'pay', resource: 'r' },
      },
      user: {
        kind: 'grant',
        grant: { kind: 'password', username: 'ana', password: 'pw' },
        tokenUrl: '/token',
        system: 'auth',
        client: { id: 'shop', secret: undefined, sentBy: 'post' },
        scope: undefined,
        parameters: {},
      },
      again: {
        kind: 'grant',
        grant: { kind: 'refreshToken', refreshToken: 'r' },
        tokenUrl: '/token',
        system: undefined,
        client: undefined,
        scope: undefined,
        parameters: {},
      },
      session: {
        kind: 'login',
        system: 'auth',
        operation: 'login',
        body: undefined,
        parameters: {},
        headers: {},
        token: { kind: 'cookie', name: 'sid' },
      },
      key: { kind: 'apiKey', value: 'k' },
    });
    expect(pair && askedSystems(pair)).toEqual(['auth']);
    expect(Object.fromEntries(pair?.checks ?? [])).toEqual({ 'response-time': 'off', 'headers-match': 'warning' });
    expect(pair?.dictionary).toEqual({ email: ['ana@example.com', null], 'path:id': [1, 2] });
    expect(pair?.states).toEqual({ url: '/_states', teardown: true });
    expect(pair?.hooks).toBe('contracts/hooks.ts');
    const fixture = pair?.fixtures.get('getPayment');
    expect(fixture?.states).toEqual([
      { name: 'a payment exists', params: {} },
      { name: 'a user', params: { name: 'ana' } },
    ]);
    expect(Object.fromEntries(fixture?.checks ?? [])).toEqual({ 'nothing-leaked': 'info' });
  });

  it.each([
    ['an unknown scheme', 'auth: { schemes: { bearerAth: { bearer: t } } }', 24, 'pay has no security scheme "bearerAth"', 'bearerAuth'],
    ['a scheme of another kind', 'auth: { schemes: { bearerAuth: { apiKey: k } } }', 24, /"bearerAuth" wants .* bearer token/, undefined],
    ['an unknown check', 'checks: { response-tim: off }', 15, /^there is no check "response-tim"/, 'response-time'],
    ['an unknown check of a fixture', 'fixtures: { getPayment: { checks: { x: off } } }', 41, /^there is no check "x"/, undefined],
    ['an unknown operation', 'fixtures: { getPaymnt: { skip: later } }', 17, 'pay has no operation "getPaymnt"', 'getPayment'],
    ['an unknown parameter', 'fixtures: { getPayment: { parameters: { i: 1 } } }', 45, 'getPayment has no parameter "i"', 'id'],
    [
      'an unknown parameter of a capture',
      'fixtures: { getPayment: { capture: { i: "getPayment#/id" } } }',
      42,
      'getPayment has no parameter "i"',
      'id',
    ],
    ['a state that nobody sets up', 'fixtures: { getPayment: { states: [a] } }', 31, /"states" with a url/, undefined],
    ['an unknown word', 'dictionary: { emial: [1] }', 19, 'pay has no parameter or member "emial"', 'email'],
    ['an unknown place', 'dictionary: { "path:di": [1] }', 19, 'pay has no parameter "path:di"', 'path:id'],
    ['an unknown place of an operation', 'dictionary: { "getPayment.query:id": [1] }', 19, /no parameter "query:id"/, undefined],
    ['an unknown operation of a place', 'dictionary: { "getPaymnt.path:id": [1] }', 19, /no operation "getPaymnt"/, 'getPayment'],
    ['an unknown login', 'auth: { schemes: { bearerAuth: { operation: login } } }', 38, 'pay has no operation "login"', undefined],
  ])('says where %s stands once the contract is read', async (_what, line, column, problem, suggestion) => {
    const workspace = await readWorkspace('m.yaml', textPort({ 'm.yaml': pairText(line) }), {});
    const error = await failure(
      assertKnownNames(workspace, { http: new Map([['pay', await payContract()]]), events: new Map() }, CHECK_NAMES),
    );
    expect(error.args['problem']).toEqual(typeof problem === 'string' ? problem : expect.stringMatching(problem));
    expect(error.args['suggestion']).toBe(suggestion);
    expect(error.at).toMatchObject({ file: 'm.yaml', line: 6, column });
  });

  it.each([
    'dictionary: { email: [1], id: [1], "path:id": [1], "getPayment.path:id": [1], "getPayment.body#/items/*/sku": [1] }',
    'fixtures: { getPayment: { parameters: { id: 1, "path:id": 2 }, capture: { "header:If-Match": "getPayment#/etag", "body#/a": "getPayment#/a" } } }',
    'auth: { schemes: { bearerAuth: { clientCredentials: { tokenUrl: /t, clientId: a, clientSecret: b } }, sid: { apiKey: t } } }',
    'checks: { headers-match: off }',
  ])('lets through what the contract has: %s', async (line) => {
    const workspace = await readWorkspace('m.yaml', textPort({ 'm.yaml': pairText(line) }), {});
    await assertKnownNames(workspace, { http: new Map([['pay', await payContract()]]), events: new Map() }, CHECK_NAMES);
  });

  it('refuses operations that the contract does not have, once contracts are read', async () => {
    const workspace = await read(FULL, { TOKEN: 'abc' });
    const contracts = new Map([['payments', contractWith('createPayment', 'getPayments')]]);
    const error = await failure(assertKnownNames(workspace, { http: contracts, events: new Map() }, []));
    expect(error.args).toMatchObject({ problem: 'payments has no operation "getPayment"', suggestion: 'getPayments', moreCount: 1 });
    expect(error.at).toMatchObject({ file: 'contracts/mortise.yaml', line: 17 });
    await assertKnownNames(
      workspace,
      { http: new Map([['payments', contractWith('createPayment', 'getPayment')]]), events: new Map() },
      [],
    );
  });
});

function read(text: string, env: Readonly<Record<string, string>>): Promise<Workspace> {
  return readWorkspace('contracts/mortise.yaml', textPort({ 'contracts/mortise.yaml': text }), env);
}

function pairText(line: string): string {
  return `systems: { shop: , pay: { openapi: pay.yaml } }\nintegrations:\n  - description: d\n    consumer: shop\n    provider: pay\n    ${line}`;
}

function contractWith(...ids: readonly string[]): Contract {
  const operation = operationOf({ parameters: [parameterOf('path', 'id', {}, { required: true })] });
  const operations = ids.map((id) => ({ ...operation, id, tags: [], read: () => ({ ...operation, id }) }));
  return contractOf({ operations });
}

function payContract(): Promise<Contract> {
  return readContract('pay.yaml', textPort({ 'pay.yaml': PAY_CONTRACT }));
}

async function failure(promise: Promise<unknown>): Promise<InputError> {
  const outcome: unknown = await promise.then(
    () => 'no error',
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(InputError);
  return outcome as InputError;
}
