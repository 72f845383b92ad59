import { describe, expect, it } from 'vitest';
import type { ExportInput } from '../../src/cli/export-input.js';
import { exportedTest } from '../../src/cli/exported-test.js';
import type { JsonObject } from '../../src/base/json.js';
import { readContract } from '../../src/contract/read-contract.js';
import type { Finding, ReplayStep } from '../../src/finding/finding.js';
import { vitestFileFromTest } from '../../src/report/vitest-export/vitest-file.js';
import { pairFromJson } from '../../src/workspace/pair-from-json.js';
import { textPort } from '../support/text-port.js';

const CONTRACT = `
openapi: 3.1.0
info: { title: Api, version: '1' }
servers: [{ url: https://api.example.com/v1 }]
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    user: { type: http, scheme: basic }
    key: { type: apiKey, in: query, name: api_key }
paths:
  /things:
    get: { operationId: listThings, security: [{ key: [] }], responses: { '200': { description: All } } }
    post:
      operationId: createThing
      security: [{ token: [] }]
      requestBody: { content: { application/json: { schema: {} } } }
      responses: { '201': { description: Made } }
  /things/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
    get: { operationId: getThing, security: [{ user: [] }], responses: { '200': { description: One } } }
    put:
      operationId: replaceThing
      security: [{ token: [] }]
      requestBody: { content: { application/json: { schema: {} } } }
      responses: { '200': { description: One } }
`;

const STEP: ReplayStep = {
  operation: 'listThings',
  phase: 'fuzzing',
  name: 'case 1',
  intent: 'valid',
  parameters: {},
  headers: {},
  credentials: 'pair',
  captures: {},
};

async function fileOf(steps: readonly Partial<ReplayStep>[], auth: JsonObject, change: Partial<Finding> = {}): Promise<string> {
  const contract = await readContract('api.yaml', textPort({ 'api.yaml': CONTRACT }));
  const pair = pairFromJson(
    { consumer: 'web', provider: 'my-api', auth, headers: { 'X-Api-Key': 'hdr-secret-1', 'X-Trace': 'on' } },
    '',
    '.',
  );
  const finding: Finding = {
    id: 'm-0123456789',
    code: 'check/not-a-server-error',
    severity: 'error',
    operation: steps.at(-1)?.operation ?? '',
    args: { expected: 'a status below 500', seen: '500' },
    replay: { seed: '1', steps: steps.map((step) => ({ ...STEP, ...step })) },
    ...change,
  };
  const input: ExportInput = { finding, contract, pair, url: undefined, contractFile: '../api.yaml' };
  return vitestFileFromTest(exportedTest(input));
}

describe('an exported finding', () => {
  it.each<readonly [string, JsonObject, string]>([
    ['a token', { bearer: 'tok-secret-1' }, 'createThing'],
    ['a user', { basic: { username: 'ana', password: 'pw-secret-1' } }, 'getThing'],
    ['a key in the query', { apiKey: 'key-secret-1' }, 'listThings'],
    ['a token that is fetched', { operation: 'createThing', body: { password: 'pw-secret-1' } }, 'createThing'],
    ['credentials by scheme', { schemes: { token: { bearer: 'tok-secret-1' }, key: { apiKey: 'key-secret-1' } } }, 'listThings'],
  ])('has no secret in it, but names a variable for %s', async (_what, auth, operation) => {
    const file = await fileOf([{ operation, parameters: operation === 'getThing' ? { 'path:id': 7 } : {} }], auth);
    expect(file).not.toMatch(/secret-1|"ana"|mortise0/);
    expect(file).toMatch(/(?:secret|basic)\("MY_API_(?:TOKEN|USERNAME|API_KEY|TOKEN_TOKEN|KEY_API_KEY)"/);
    expect(file).toContain('["X-Api-Key", secret("MY_API_X_API_KEY")]');
    expect(file).toContain('["X-Trace", "on"]');
    expect(file).toContain(`"/v1/things${operation === 'getThing' ? '/7' : ''}`);
  });

  it('sends credentials that nobody gave out as they were sent', async () => {
    const file = await fileOf([{ operation: 'createThing', intent: 'unauthorised', credentials: 'wrong' }], { bearer: 'tok-secret-1' });
    expect(file).toMatch(/\["authorization", "Bearer [^"]+"\]/);
    expect(file).not.toContain('tok-secret-1');
  });

  it('takes values from earlier answers, numbers as numbers', async () => {
    const captures = {
      'path:id': { kind: 'step', step: 0, from: 'body', pointer: '/id' },
      'body#/parent': { kind: 'step', step: 0, from: 'header', pointer: 'etag' },
    } as const;
    const body = { mediaType: 'application/json', value: { parent: 'x', name: 'n' } };
    const file = await fileOf(
      [
        { operation: 'createThing', body },
        { operation: 'replaceThing', body, captures },
      ],
      {},
    );
    expect(file).toContain('call("PUT", "/v1/things/" + encodeURIComponent(String(valueOf(answer1, "/id"))), [');
    expect(file).toMatch(/"\{\\"name\\":\\"n\\",\\"parent\\":" \+ JSON\.stringify\(headerOf\(answer1, "etag"\)\) \+ "\}"/);
  });

  it('puts a variable where the record left a secret out', async () => {
    const body = { mediaType: 'application/json', value: { password: '[redacted]' } };
    const file = await fileOf([{ operation: 'createThing', body }], {});
    expect(file).toContain('"{\\"password\\":\\"" + JSON.stringify(String(secret("MY_API_SECRET"))).slice(1, -1) + "\\"}"');
  });

  it.each<readonly [string, readonly Partial<ReplayStep>[], Partial<Finding>]>([
    ['it is about no call', [], {}],
    ['fetch makes no TRACE', [{ operation: 'listThings', override: { method: 'TRACE' } }], {}],
    ['no single answer shows check/login-failed', [{}], { code: 'check/login-failed' }],
    ['there is no earlier answer to compare the last one with', [{}], { code: 'check/put-is-idempotent' }],
    ['the contract has no operation gone', [{ operation: 'gone' }], {}],
  ])('is refused when %s', async (reason, steps, change) => {
    await expect(fileOf(steps, {}, change)).rejects.toMatchObject({ code: 'E_REPLAY_IMPOSSIBLE', args: { reason } });
  });
});
