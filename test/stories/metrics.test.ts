import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createBoundedNames } from '../../src/host/metrics/bounded-names.js';
import { mortiseIn } from '../support/mortise-in.js';
import { prometheusSamples } from '../support/prometheus-samples.js';
import { repositoryFolder, startMock, startMortise } from '../support/run-mortise.js';

const PETSTORE = 'fixtures/specs/petstore.yaml';

describe('metrics', () => {
  it('of a mock tell requests, violations, orders of tests and what is kept, when they were asked for', async () => {
    const mock = await startMock([PETSTORE, '--metrics', '--stateful']);
    onTestFinished(() => void mock.stop());
    await fetch(`${mock.url}/pets`);
    await fetch(`${mock.url}/pets`);
    await fetch(`${mock.url}/pets?limit=none`);
    await fetch(`${mock.url}/nothing`);
    const response = await fetch(`${mock.url}/_mortise/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const samples = prometheusSamples(await response.text());
    expect(samples.get('mortise_requests_total{system="petstore",operation="listPets",status="2xx"}')).toBe(2);
    expect(samples.get('mortise_requests_total{system="petstore",operation="listPets",status="4xx"}')).toBe(1);
    expect(samples.get('mortise_requests_total{system="petstore",operation="none",status="4xx"}')).toBe(1);
    expect(samples.get('mortise_request_duration_seconds_count{system="petstore",operation="listPets"}')).toBe(3);
    expect(samples.get('mortise_violations_total{system="petstore",on="request",kind="parameter"}')).toBe(1);
    expect(samples.get('mortise_journal_entries')).toBe(4);
    expect((await fetch(`${mock.url}/_mortise/metrics`, { method: 'DELETE' })).status).toBe(405);
  });

  it('are the path of nobody when they were not asked for', async () => {
    const mock = await startMock([PETSTORE]);
    onTestFinished(() => void mock.stop());
    const response = await fetch(`${mock.url}/_mortise/metrics`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ type: expect.stringContaining('NO_PATH_MATCHED') });
  });

  it('of a proxy tell what the provider answered and which faults were met', async () => {
    const provider = createServer((_, response) => response.end('[]'));
    await new Promise<void>((done) => void provider.listen(0, '127.0.0.1', done));
    onTestFinished(() => void provider.close());
    const { port } = provider.address() as AddressInfo;
    const words = [
      'proxy',
      `http://127.0.0.1:${port}`,
      '--port',
      '0',
      '--contract',
      PETSTORE,
      '--metrics',
      '--fault',
      'status status=503 nth=2',
      '--fault',
      'latency latency=1ms from=1h',
    ];
    const proxy = startMortise(words);
    onTestFinished(() => void proxy.stop());
    const [url] = await proxy.line(/http:\/\/127\.0\.0\.1:\d+(?= \()/);
    expect([(await fetch(`${url}/pets`)).status, (await fetch(`${url}/pets`)).status]).toEqual([200, 503]);
    const samples = prometheusSamples(await (await fetch(`${url}/_mortise/metrics`)).text());
    expect(samples.get('mortise_requests_total{system="petstore",operation="listPets",status="2xx"}')).toBe(1);
    expect(samples.get('mortise_requests_total{system="petstore",operation="listPets",status="5xx"}')).toBe(1);
    expect(samples.get('mortise_faulted_requests_total{system="petstore"}')).toBe(1);
    expect(samples.get('mortise_fault_rules{system="petstore"}')).toBe(1);
    expect(samples.get('mortise_journal_entries')).toBe(2);
  });

  it('of events tell who listens, and what was sent and delivered by channel', async () => {
    const mock = startMortise(['mock', 'fixtures/specs/order-events.yaml', '--port', '0', '--metrics']);
    onTestFinished(() => void mock.stop());
    const [url = ''] = await mock.line(/http:\/\/127\.0\.0\.1:\d+/);
    const over = new AbortController();
    const metrics = async (): Promise<ReadonlyMap<string, number>> =>
      prometheusSamples(await (await fetch(`${url}/_mortise/metrics`)).text());
    const listening = await fetch(`${url}/channels/orders.created`, { signal: over.signal, headers: { accept: 'text/event-stream' } });
    expect(listening.status).toBe(200);
    expect((await metrics()).get('mortise_stream_clients{system="order-events"}')).toBe(1);
    // Whoever begins to listen is sent a message.
    const passed = async (event: string): Promise<number | undefined> =>
      (await metrics()).get(`mortise_messages_total{system="order-events",channel="orders.created",event="${event}"}`);
    await expect.poll(() => passed('sent')).toBe(1);
    await expect.poll(() => passed('delivered')).toBe(1);
    over.abort();
    await expect.poll(async () => (await metrics()).get('mortise_stream_clients{system="order-events"}')).toBe(0);
  });

  it('that nobody may read are refused, with what to do', async () => {
    const run = await mortiseIn(repositoryFolder, ['mock', PETSTORE, '--port', '0', '--metrics', '--no-control']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('--control-token');
  });

  it('have so many labels at most, whatever comes', () => {
    const names = createBoundedNames(2);
    expect(['a', 'b', 'c', 'a', 'd'].map((name) => names('shop', name))).toEqual(['a', 'b', 'other', 'a', 'other']);
    expect(names('other shop', 'c')).toBe('c');
  });
});
