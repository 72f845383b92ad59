import { afterEach, describe, expect, it } from 'vitest';
import type { FindingCode } from '../../src/finding/finding-code.js';
import type { WorkspaceTestResult } from '../../src/host/workspace-test.js';
import { testWorkspace } from '../../src/host/test-workspace.js';
import { workspaceFromContractFile } from '../../src/workspace/read-workspace.js';
import type { Fault, ShopServer } from '../support/shop.js';
import { SHOP_CONTRACT, startShop } from '../support/shop.js';
import { textPort } from '../support/text-port.js';

const servers: ShopServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const answering =
  (method: string, path: string, answer: (response: Parameters<Fault>[1]) => void): Fault =>
  (request, response) => {
    if (request.method !== method || request.url !== path) return undefined;
    answer(response);
    return true;
  };

describe('a provider that keeps its contract', () => {
  it('is found nothing against, and every documented example is sent in an order that data allow', async () => {
    const { result, shop } = await testShop();
    expect(result.findings).toEqual([]);
    expect(shop.calls).toEqual(['POST /orders', 'POST /orders', 'GET /orders?limit=10', 'GET /orders/o1', 'DELETE /orders/o1']);
    expect(result.outcomes).toMatchObject([
      {
        kind: 'tested',
        result: { providerKind: 'url', operationCount: 4, testedOperationCount: 4, reachedOperationCount: 4, requestCount: 5 },
      },
    ]);
  });

  it('may answer 404 where it has no such data', async () => {
    const { result } = await testShop(answering('GET', '/orders/o1', (response) => response.writeHead(404).end()));
    expect(result.findings).toEqual([]);
  });
});

describe('a provider that breaks its contract', () => {
  const json = { 'content-type': 'application/json' };
  it.each<[what: string, code: FindingCode, operation: string, fault: Fault]>([
    ['fails', 'check/not-a-server-error', 'getOrder', answering('GET', '/orders/o1', (response) => response.writeHead(500).end())],
    [
      'answers an undeclared status',
      'check/status-declared',
      'getOrder',
      answering('GET', '/orders/o1', (response) => response.writeHead(202).end()),
    ],
    [
      'answers another media type',
      'check/content-type-declared',
      'getOrder',
      answering('GET', '/orders/o1', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>')),
    ],
    [
      'answers a wrong type',
      'check/body-matches-schema',
      'getOrder',
      answering('GET', '/orders/o1', (response) => response.writeHead(200, json).end('{"id":"o1","price":"3"}')),
    ],
    [
      'leaves a required member out',
      'check/body-matches-schema',
      'createOrder',
      answering('POST', '/orders', (response) => response.writeHead(201, json).end('{"id":"o1"}')),
    ],
    [
      'answers malformed JSON',
      'check/body-matches-schema',
      'getOrder',
      answering('GET', '/orders/o1', (response) => response.writeHead(200, json).end('{"id":')),
    ],
    [
      'answers no body',
      'check/body-matches-schema',
      'getOrder',
      answering('GET', '/orders/o1', (response) => response.writeHead(200, json).end()),
    ],
    [
      'leaves a required header out',
      'check/headers-match',
      'listOrders',
      answering('GET', '/orders?limit=10', (response) => response.writeHead(200, json).end('[]')),
    ],
    [
      'gives a header a wrong type',
      'check/headers-match',
      'listOrders',
      answering('GET', '/orders?limit=10', (response) => response.writeHead(200, { ...json, 'x-total': 'many' }).end('[]')),
    ],
    ['hangs up', 'check/no-answer', 'getOrder', answering('GET', '/orders/o1', (response) => response.destroy())],
    ['never answers', 'check/no-answer', 'getOrder', answering('GET', '/orders/o1', () => undefined)],
  ])('is found when it %s, and nothing else is said', async (_what, code, operation, fault) => {
    const { result } = await testShop(fault);
    expect(result.findings.map((finding) => [finding.code, finding.operation, finding.severity])).toEqual([[code, operation, 'error']]);
    const [finding] = result.findings;
    expect(finding?.pair).toEqual({ consumer: 'client', provider: 'shop' });
    expect(finding?.place).toMatchObject({ file: 'shop.yaml' });
    expect(finding?.witness?.curl).toMatch(/^curl -sS -i .*http:\/\/127\.0\.0\.1/);
  });

  it('is found once for one cause, however many examples show it', async () => {
    const { result } = await testShop(answering('POST', '/orders', (response) => response.writeHead(500).end()));
    expect(result.findings).toMatchObject([
      { code: 'check/not-a-server-error', operation: 'createOrder', args: { count: 2, example: 'tea' } },
    ]);
  });

  it('is found once when every item of a list is wrong in the same way', async () => {
    const items = JSON.stringify([1, 2, 3].map((id) => ({ id: String(id), price: 'much' })));
    const { result } = await testShop(
      answering('GET', '/orders?limit=10', (response) => response.writeHead(200, { ...json, 'x-total': '3' }).end(items)),
    );
    expect(result.findings).toMatchObject([{ code: 'check/body-matches-schema', args: { count: 3 } }]);
  });

  it('is called flaky when a repeated call holds', async () => {
    let failureCount = 0;
    const { result } = await testShop((request, response) => {
      if (request.method !== 'GET' || request.url !== '/orders/o1' || failureCount > 0) return undefined;
      failureCount += 1;
      response.writeHead(500).end();
      return true;
    });
    expect(result.findings).toMatchObject([{ code: 'check/flaky', severity: 'warning', args: { check: 'check/not-a-server-error' } }]);
  });

  it('is not excused by a second call that may rightly be answered otherwise', async () => {
    let callCount = 0;
    const { result } = await testShop((request, response) => {
      if (request.method !== 'POST') return undefined;
      callCount += 1;
      if (callCount % 2 === 1) response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"o1"}');
      else response.writeHead(422).end();
      return true;
    });
    expect(result.findings).toMatchObject([{ code: 'check/body-matches-schema', severity: 'error', operation: 'createOrder' }]);
  });

  it('is warned of when an example is answered by another status than its own', async () => {
    const { result } = await testShop(answering('POST', '/orders', (response) => response.writeHead(422).end()));
    expect(result.findings).toMatchObject([{ code: 'check/example-status', severity: 'info', args: { seen: '422', count: 2 } }]);
  });

  it('that is not there at all is asked a few times, not for every case', async () => {
    const shop = await startShop();
    await shop.close();
    const result = await testAt(shop.url);
    expect(new Set(result.findings.map((finding) => finding.code))).toEqual(new Set(['check/no-answer']));
    expect(result.findings.length).toBeLessThan(4);
    expect(result.summary.requestCount).toBe(5);
  });
});

async function testShop(fault?: Fault): Promise<{ result: WorkspaceTestResult; shop: ShopServer }> {
  const shop = await startShop(fault);
  servers.push(shop);
  return { result: await testAt(shop.url), shop };
}

function testAt(url: string): Promise<WorkspaceTestResult> {
  const workspace = workspaceFromContractFile('shop.yaml');
  const systems = new Map([...workspace.systems].map(([name, system]) => [name, { ...system, url }] as const));
  return testWorkspace({
    workspace: { ...workspace, systems },
    documents: textPort({ 'shop.yaml': SHOP_CONTRACT }),
    env: {},
    cwd: '.',
    seed: '1',
    version: '0',
    phases: ['examples'],
    recordFile: false,
    timeoutMs: 1_000,
    signal: new AbortController().signal,
  });
}
