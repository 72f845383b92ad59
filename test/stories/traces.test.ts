import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mortiseIn } from '../support/mortise-in.js';
import { repositoryFolder, startMock, startMortise } from '../support/run-mortise.js';

const PETSTORE = 'fixtures/specs/petstore.yaml';
const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly status: { readonly code?: number };
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

const CALL = '{ post: { operationId: order, responses: { "201": { description: done } } } }';
/** A shop that passes on to its warehouse whose call it was. */
const SCENARIO = {
  'shop.yaml': `{ openapi: 3.1.0, info: { title: Shop, version: '1' }, paths: { /orders: ${CALL} } }`,
  'warehouse.yaml': `{ openapi: 3.1.0, info: { title: Warehouse, version: '1' }, paths: { /parcels: ${CALL} } }`,
  'mortise.yaml': `
systems: { shop: { openapi: shop.yaml, start: node shop.mjs }, warehouse: { openapi: warehouse.yaml } }
integrations: [{ consumer: shop, provider: warehouse }]
scenarios: ['*.arazzo.yaml']
`,
  'order.arazzo.yaml': `
arazzo: 1.0.1
info: { title: An order, version: '1' }
sourceDescriptions: [{ name: shop, url: shop.yaml, type: openapi }]
workflows: [{ workflowId: ordering, steps: [{ stepId: first, operationId: order }] }]
`,
  'shop.mjs': `
import { createServer } from 'node:http';
createServer(async ({ headers }, response) => {
  const { status } = await fetch(process.env.MORTISE_URL_WAREHOUSE + '/parcels', { method: 'POST', headers: { traceparent: headers.traceparent } });
  response.writeHead(status).end();
}).listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`,
} as const;

/** A collector that takes OTLP in JSON, and all spans it was given. */
async function collector(): Promise<{ readonly url: string; readonly spans: Span[] }> {
  const spans: Span[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      expect([request.method, request.url, request.headers['content-type']]).toEqual(['POST', '/v1/traces', 'application/json']);
      const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
        readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
      };
      spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans };
}

function attributesOf(span: Span | undefined): Readonly<Record<string, unknown>> {
  return Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]));
}

describe('traces', () => {
  it('have a span of each exchange of a mock, in the trace of whoever called', async () => {
    const { url, spans } = await collector();
    const mock = await startMock([PETSTORE, '--trace', url]);
    await fetch(`${mock.url}/pets`, { headers: { traceparent: PARENT } });
    await fetch(`${mock.url}/pets?limit=none`, { headers: { traceparent: 'wrong' } });
    expect((await mock.stop()).exitCode).toBe(0);
    expect(spans.map(({ name, kind }) => [name, kind])).toEqual([
      ['GET /pets', 2],
      ['GET /pets', 2],
    ]);
    expect(`${spans[0]?.traceId}-${spans[0]?.parentSpanId}`).toBe('0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331');
    expect(attributesOf(spans[0])).toMatchObject({
      'http.request.method': 'GET',
      'http.route': '/pets',
      'url.path': '/pets',
      'http.response.status_code': 200,
      'mortise.system': 'petstore',
      'mortise.operation': 'listPets',
    });
    expect(spans[1]?.traceId).not.toBe(spans[0]?.traceId);
    expect(spans[1]?.parentSpanId ?? '').toBe('');
    expect(attributesOf(spans[1])).toMatchObject({ 'mortise.violations': 1 });
    expect(JSON.stringify(spans)).not.toContain('limit=none');
  });

  it('go on from the consumer through a proxy to the provider', async () => {
    const heard: IncomingHttpHeaders[] = [];
    const provider = createServer((request, response) => {
      heard.push(request.headers);
      response.writeHead(503).end();
    });
    provider.listen(0, '127.0.0.1');
    await once(provider, 'listening');
    onTestFinished(() => void provider.close());
    const { url, spans } = await collector();
    const { port } = provider.address() as AddressInfo;
    const proxy = startMortise(['proxy', `http://127.0.0.1:${port}`, '--port', '0', '--provider', 'shop'], {
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: url },
    });
    const [at] = await proxy.line(/http:\/\/127\.0\.0\.1:\d+$/);
    await fetch(`${at}/orders`, { headers: { traceparent: PARENT, tracestate: 'congo=t61' } });
    expect((await proxy.stop()).exitCode).toBe(0);
    const [span] = spans;
    expect(span).toMatchObject({ name: 'GET', kind: 2, status: { code: 2 }, parentSpanId: 'b7ad6b7169203331' });
    expect(heard[0]).toMatchObject({ traceparent: `00-0af7651916cd43dd8448eb211c80319c-${span?.spanId}-01`, tracestate: 'congo=t61' });
  });

  it('of a run have the pair below it and each call below the pair, and nobody suffers when they reach nobody', async () => {
    const { url, spans } = await collector();
    const words = ['test', '--spec', PETSTORE, '--phase', 'examples', '--record', `${repositoryFolder}/.mortise/traced.jsonl`];
    expect((await mortiseIn(repositoryFolder, [...words, '--trace', url])).code).toBe(0);
    const run = spans.find(({ name }) => name === 'mortise test');
    const pair = spans.find(({ name }) => name === 'client → petstore');
    const calls = spans.filter(({ kind }) => kind === 3);
    expect(pair?.parentSpanId).toBe(run?.spanId);
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) expect([call.traceId, call.parentSpanId]).toEqual([run?.traceId, pair?.spanId]);
    const lost = await mortiseIn(repositoryFolder, [...words, '--trace', 'http://127.0.0.1:1']);
    expect(lost.code).toBe(0);
    expect(lost.stderr).toContain('traces do not reach their collector');
  });

  it('of a scenario have each step below it, the call of the step below that, and what a program calls in turn', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mortise-traced-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    for (const [name, text] of Object.entries(SCENARIO)) writeFileSync(join(folder, name), text);
    const { url, spans } = await collector();
    const run = await mortiseIn(folder, ['scenario', '--trace', url]);
    expect(run.code, run.stdout + run.stderr).toBe(0);
    const [whole] = spans.filter(({ name }) => name === 'scenario order');
    const [step] = spans.filter(({ name }) => name === 'ordering / first');
    const [call] = spans.filter(({ kind }) => kind === 3);
    const [beyond] = spans.filter(({ kind }) => kind === 2);
    expect(step?.parentSpanId).toBe(whole?.spanId);
    expect([call?.name, call?.parentSpanId]).toEqual(['POST order', step?.spanId]);
    expect([beyond?.name, beyond?.parentSpanId]).toEqual(['POST /parcels', call?.spanId]);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  });

  it('are none of simulated time', async () => {
    const run = await mortiseIn(repositoryFolder, [
      'scenario',
      '--workspace',
      'contracts/scenarios/mortise.yaml',
      '--simulate',
      '--trace',
      'http://127.0.0.1:1',
    ]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('--simulate');
  });

  it('go to the URL of a collector only', async () => {
    const run = await mortiseIn(repositoryFolder, ['test', '--spec', PETSTORE, '--trace', 'collector']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('http://127.0.0.1:4318');
  });
});
