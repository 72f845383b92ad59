// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how variables are written in a workspace
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/errors.js';
import { readWorkspace, workspaceFromContractFile } from '../../src/workspace/read-workspace.js';
import { assertKnownOperations } from '../../src/workspace/reference-problems.js';
import type { Workspace } from '../../src/workspace/workspace.js';
import type { Contract } from '../../src/contract/contract.js';
import { textPort } from '../support/text-port.js';

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
  storefront:
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

describe('reading a workspace', () => {
  it('gives the systems and pairs of the file, paths resolved beside it', async () => {
    const workspace = await read(FULL, { TOKEN: 'abc' });
    expect([...workspace.systems.keys()]).toEqual(['payments', 'auth', 'remote', 'storefront']);
    expect(workspace.systems.get('payments')).toMatchObject({ openapi: 'contracts/payments.openapi.yaml', url: undefined });
    expect(workspace.systems.get('auth')).toMatchObject({ openapi: '/abs/auth.yaml', health: '/health', port: 8000, env: { LEVEL: '3' } });
    expect(workspace.systems.get('remote')?.openapi).toBe('https://example.com/api.json');
    expect(workspace.systems.get('storefront')).toMatchObject({ openapi: undefined, start: undefined });
    expect(workspace.folder).toBe('contracts');
    expect(workspace.scenarios).toEqual(['contracts/scenarios/*.arazzo.yaml']);
    const [first, second] = workspace.integrations;
    expect(first).toMatchObject({
      consumer: 'storefront',
      provider: 'payments',
      uses: ['createPayment', 'getPayment'],
      headers: { 'X-Tenant': 't1' },
    });
    expect(first?.auth).toMatchObject({ kind: 'login', system: 'auth', operation: 'login', tokenPointer: '/token' });
    expect(first?.fixtures.get('getPayment')?.capture).toEqual({ id: { operation: 'createPayment', pointer: '/id' } });
    expect(second?.auth).toEqual({ kind: 'bearer', token: 'abc' });
    expect(second?.uses).toBeUndefined();
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
    ['two ways to get in', pairText('auth: { bearer: a, apiKey: b }'), 'm.yaml:6:5', /exactly one of/, undefined],
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

  it('refuses operations that the contract does not have, once contracts are read', async () => {
    const workspace = await read(FULL, { TOKEN: 'abc' });
    const contracts = new Map([['payments', contractWith('createPayment', 'getPayments')]]);
    const error = await failure(assertKnownOperations(workspace, contracts));
    expect(error.args).toMatchObject({ problem: 'payments has no operation "getPayment"', suggestion: 'getPayments', moreCount: 1 });
    expect(error.at).toMatchObject({ file: 'contracts/mortise.yaml', line: 17 });
    await assertKnownOperations(workspace, new Map([['payments', contractWith('createPayment', 'getPayment')]]));
  });
});

function read(text: string, env: Readonly<Record<string, string>>): Promise<Workspace> {
  return readWorkspace('contracts/mortise.yaml', textPort({ 'contracts/mortise.yaml': text }), env);
}

function pairText(line: string): string {
  return `systems: { shop: , pay: { openapi: pay.yaml } }\nintegrations:\n  - description: d\n    consumer: shop\n    provider: pay\n    ${line}`;
}

function contractWith(...ids: readonly string[]): Contract {
  return { operations: ids.map((id) => ({ id })) } as unknown as Contract;
}

async function failure(promise: Promise<unknown>): Promise<InputError> {
  const outcome: unknown = await promise.then(
    () => 'no error',
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(InputError);
  return outcome as InputError;
}
