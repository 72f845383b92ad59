import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { randomFromSeed } from '../../../src/base/random.js';
import { openRedisStreamsBroker } from '../../../src/broker/redis-streams-broker.js';
import { machineClock } from '../../../src/host/machine-clock.js';
import { runJournalFromLines } from '../../../src/journal/run-journal-lines.js';
import { madeEvent } from '../../../src/mock/events/made-event.js';
import { readFixture } from '../../fixtures/read-fixture.js';
import { missingServer } from '../../support/brokers/private-server.js';
import { startRedis } from '../../support/brokers/redis-server.js';
import { mortiseIn } from '../../support/mortise-in.js';
import { startMortise } from '../../support/run-mortise.js';

const ORDERS = join(process.cwd(), 'fixtures/specs/order-events.yaml');
const REALTIME = join(process.cwd(), 'contracts/realtime.asyncapi.yaml');
const COMPONENTS = join(process.cwd(), 'contracts/component-messages.asyncapi.yaml');

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortise-mock-events-'));
  return () => rm(folder, { recursive: true, force: true });
});

interface Running {
  readonly http: string;
  readonly ws: string;
  readonly mqtt: string;
  said(): string;
  /** The first match in what is said, there or to come. */
  says(pattern: RegExp): Promise<string>;
  /** As Ctrl-C does. */
  stop(): Promise<{ readonly code: number; readonly stderr: string }>;
}

async function startMock(...words: readonly string[]): Promise<Running> {
  const { says, ...rest } = run(...words);
  return { http: await says(/http:\/\/[\d.:]+/), ws: await says(/ws:\/\/[\d.:]+/), mqtt: await says(/mqtt:\/\/[\d.:]+/), says, ...rest };
}

function run(...words: readonly string[]): Pick<Running, 'said' | 'says' | 'stop'> {
  const over = new AbortController();
  let text = '';
  const waiting = new Set<() => void>();
  const stdout = (more: string): void => {
    text += more;
    for (const look of waiting) look();
  };
  const ended = mortiseIn(folder, ['mock', '--port', '0', ...words], { signal: over.signal, stdout });
  const says = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const [found] = pattern.exec(text) ?? [];
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      void ended.then((run) => reject(new Error(`it ended before ${pattern}: ${run.stderr}`)));
    });
  const stop = async (): Promise<Awaited<typeof ended>> => {
    over.abort();
    return ended;
  };
  onTestFinished(async () => void (await stop()));
  return { said: () => text, says, stop };
}

/** The first so many events of a stream, as an EventSource reads them. */
async function eventsFrom(url: string, count: number): Promise<readonly string[]> {
  const stopped = new AbortController();
  const response = await fetch(url, { headers: { accept: 'text/event-stream' }, signal: stopped.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  let text = '';
  const events: string[] = [];
  for await (const chunk of response.body ?? []) {
    text += new TextDecoder().decode(chunk as Uint8Array);
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    events.push(...parts.filter((part) => part.startsWith('data: ')).map((part) => part.slice('data: '.length)));
    if (events.length >= count) break;
  }
  stopped.abort();
  return events.slice(0, count);
}

const CREATED = JSON.stringify({
  event_id: 'e1',
  event_type: 'order.created',
  data: { order_id: 'o1', total: 1, items: [{ sku: 'A', quantity: 1 }] },
});

const noRedis = missingServer('redis-server');

describe.skipIf(noRedis !== undefined)(`the mock of events at a Redis of others${noRedis === undefined ? '' : `: ${noRedis}`}`, () => {
  it('answers and judges what programs send there, and sends by the clock', async () => {
    const server = await startRedis();
    onTestFinished(() => server.stop());
    const url = `redis://127.0.0.1:${server.port}`;
    const program = await openRedisStreamsBroker(url, { clock: machineClock, random: randomFromSeed('program') });
    onTestFinished(() => program.close());
    const mock = run(COMPONENTS, '--seed', '1', '--broker', url, '--every', '200ms');
    await mock.says(/receives {2}components\.\{component\}\.requests/);
    const hear = async (channel: string): Promise<{ readonly heard: Promise<unknown> }> => {
      let tell = (_value: unknown): void => undefined;
      const heard = new Promise((resolve) => {
        tell = resolve;
      });
      await program.subscribe({ channel, group: undefined, from: 'new', prefetchCount: 1 }, async ({ message, settle }) => {
        tell(JSON.parse(new TextDecoder().decode(message.payload)));
        await settle('ack');
      });
      return { heard };
    };
    const answered = await hear('components.renderer.responses');
    const told = await hear('components.events');
    expect(await told.heard).toMatchObject({ header: { messageType: 'event' } });
    const contract = await readFixture('contracts/component-messages.asyncapi.yaml');
    const operation = contract.eventOperations.find(({ id }) => id === 'handleRequest');
    const message = operation?.messages[0];
    const request =
      operation === undefined || message === undefined
        ? undefined
        : madeEvent(operation, message, { seed: 's', index: 0, isVaried: false });
    if (request === undefined) throw new Error('there is no request');
    await program.publish({ ...request, payload: new TextEncoder().encode('[]') });
    await mock.says(/components\.catalogue\.requests was sent componentRequest that breaks the contract/);
    await program.publish(request);
    expect(await answered.heard).toMatchObject({ metadata: { correlationId: 'cor-01' } });
    expect(await mock.stop()).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('the mock of events on the command line', () => {
  it('says where it is and what flows there, and ends with 0 when it is stopped', async () => {
    const mock = await startMock(ORDERS, '--seed', '1');
    await mock.says(/orders\/\{orderId\}\/changed +orderChanged\n/);
    expect(mock.said()).toMatch(
      /^order-events sends and receives at http:\S+ ws:\S+ mqtt:\S+ \(2 channels\)\n {2}sends {5}orders\.created {12}orderCreated\n/,
    );
    expect(await mock.stop()).toMatchObject({ code: 0, stderr: '' });
  });

  it('sends the example to who subscribes over MQTT, and carries from HTTP to MQTT', async () => {
    const mock = await startMock(ORDERS, '--seed', '1');
    const client = await connectAsync(mock.mqtt);
    onTestFinished(() => client.endAsync(true));
    const heard: string[] = [];
    const enough = new Promise<void>((resolve) => {
      client.on('message', (_topic, payload) => {
        if (heard.push(payload.toString()) === 1) void fetch(`${mock.http}/channels/orders.created`, { method: 'POST', body: CREATED });
        else resolve();
      });
    });
    await client.subscribeAsync('orders.created', { qos: 1 });
    await enough;
    expect(heard.map((text) => JSON.parse(text).event_id)).toEqual(['evt_1', 'e1']);
  });

  it('sends by the clock over Server-Sent Events and WebSockets, to the address that is listened at', async () => {
    const mock = await startMock(REALTIME, '--seed', '1', '--every', '50ms', '--no-on-subscribe');
    const socket = new WebSocket(`${mock.ws}/realtime/stock/LAMP-9`, { headers: { authorization: 'Bearer a.b.c' } });
    onTestFinished(() => socket.terminate());
    const onSocket = new Promise<string>((resolve, reject) => {
      socket.on('message', (data) => (String(data).includes('stock.level') ? resolve(String(data)) : undefined));
      socket.on('error', reject);
    });
    const events = await eventsFrom(`${mock.http}/channels/realtime/orders/ord_8`, 2);
    expect(events.map((text) => JSON.parse(text).type).sort()).toEqual(['heartbeat', 'order.status']);
    expect(JSON.parse(await onSocket).data.sku).toBe('LAMP-9');
  });

  it('answers a request over MQTT, and says what breaks the contract, once for each kind', async () => {
    const mock = await startMock(COMPONENTS, '--seed', '1', '--journal', 'messages.jsonl', '--no-on-subscribe');
    const client = await connectAsync(mock.mqtt);
    onTestFinished(() => client.endAsync(true));
    const answer = new Promise<string>((resolve) => client.on('message', (_topic, payload) => resolve(payload.toString())));
    await client.subscribeAsync('components.renderer.responses', { qos: 1 });
    const header = {
      messageId: 'msg-9',
      timestamp: '2026-03-01T09:30:00.000Z',
      source: 'renderer',
      destination: 'catalogue',
      messageType: 'request',
      version: '1.0',
    };
    const metadata = { correlationId: 'cor-9', priority: 'normal', ttl: 30_000, retryCount: 0 };
    for (const action of [5, 6])
      await client.publishAsync('components.catalogue.requests', JSON.stringify({ header, payload: { action }, metadata }), { qos: 1 });
    await client.publishAsync('nobody.knows', 'x', { qos: 1 });
    await client.publishAsync('components.catalogue.requests', JSON.stringify({ header, payload: { action: 'product.show' }, metadata }), {
      qos: 1,
    });
    expect(JSON.parse(await answer)).toMatchObject({ header: { destination: 'renderer' }, metadata: { correlationId: 'cor-9' } });
    await client.endAsync();
    expect(await mock.stop()).toMatchObject({ code: 0, stderr: '' });
    expect(mock.said().match(/that breaks the contract: payload at \/payload\/action must be string/g)).toHaveLength(1);
    expect(mock.said()).toContain('nobody.knows was sent a message that breaks the contract');
    const { messages = [] } = runJournalFromLines(await readFile(join(folder, 'messages.jsonl'), 'utf8'));
    const told = messages.map(({ side, channel, outcome, problems }) => `${side} ${channel} ${outcome} ${problems.length}`);
    expect(told).toEqual([
      'sent components.catalogue.requests accepted 1',
      'sent components.catalogue.requests accepted 1',
      'sent nobody.knows accepted 1',
      'sent components.catalogue.requests accepted 0',
      'sent components.renderer.responses accepted 0',
      'delivered components.renderer.responses acked 0',
    ]);
  });

  it('sends by hand, and refuses pages and operations that there are not', async () => {
    const mock = await startMock(ORDERS, '--seed', '1');
    const ask = (body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
      fetch(`${mock.http}/_mortise/api/publish`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
    const sent = await ask('{"operation":"orderCreated"}');
    expect([sent.status, (await sent.json()).channel]).toEqual([202, 'orders.created']);
    expect((await ask('{"operation":"orderCreatd"}')).status).toBe(422);
    expect((await ask('{')).status).toBe(422);
    expect((await ask('{}', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await ask('{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await fetch(`${mock.http}/channels/none`)).status).toBe(404);
    expect((await fetch(`${mock.http}/channels/orders.created`, { method: 'PUT', body: 'x' })).status).toBe(405);
    expect((await (await fetch(`${mock.http}/channels`)).json()).channels).toHaveLength(2);
  });

  it('serves the calls and the events of a workspace side by side', async () => {
    await writeFile(
      join(folder, 'mortise.yaml'),
      `systems:\n  pets: { openapi: ${join(process.cwd(), 'fixtures/specs/petstore.yaml')} }\n  orders: { asyncapi: ${ORDERS} }\n`,
    );
    const mock = await startMock('mortise.yaml', '--json');
    await mock.says(/"system":"orders".*\n/);
    const ready = mock
      .said()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(ready).toMatchObject([
      { type: 'ready', system: 'pets', operations: 3 },
      { type: 'ready', system: 'orders', channels: ['orders.created', 'orders/{orderId}/changed'] },
    ]);
  });

  it('sends the event of a call, and what that leads to, as the workspace says', async () => {
    const mock = await startMock(
      join(process.cwd(), 'contracts/mortise.yaml'),
      '--seed',
      '1',
      '--no-on-subscribe',
      '--json',
      '--validate',
      'security=off',
    );
    await mock.says(/"system":"component-messages","urls".*\n/);
    const ready = mock
      .said()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const gateway: string = ready.find(({ system }) => system === 'gateway').url;
    const [events]: readonly string[] = ready.find(({ system, urls }) => system === 'domain-events' && urls !== undefined).urls;
    const created = eventsFrom(`${events}/channels/commerce.order.created`, 1);
    const processed = eventsFrom(`${events}/channels/commerce.payment.processed`, 1);
    const post = async (path: string, body: string): Promise<number> => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': 'key-order-lamp-01' };
      return (await fetch(gateway + path, { method: 'POST', body, headers })).status;
    };
    // Somebody listens once the stream has begun.
    let isThere = false;
    void Promise.all([created, processed]).then(() => {
      isThere = true;
    });
    while (!isThere) {
      expect(await post('/orders', '{"lines":[{"product_id":"prd_lamp","quantity":1}]}')).toBe(201);
      expect(await post('/commerce/payments/pay_open/capture', '{}')).toBe(200);
    }
    expect((await created).map((text) => JSON.parse(text).data)).toMatchObject([{ order_id: 'ord_5e11', amount: 4900 }]);
    expect((await processed).map((text) => JSON.parse(text).data)).toMatchObject([{ order_id: 'ord_0996', amount: 5600 }]);
    expect(await mock.stop()).toMatchObject({ code: 0, stderr: '' });
  });

  it('sends what the workspace scripts, in turn, once somebody listens', async () => {
    const script = ['first', 'second']
      .map((id) => `        - { operation: orderCreated, after: 5ms, set: { /data/order_id: ${id} } }`)
      .join('\n');
    const text = `systems:\n  orders:\n    asyncapi: ${ORDERS}\n    mock:\n      events:\n${script}\n        - { operation: orderChanged, every: 20ms, set: { /data/order_id: o7 } }\n`;
    await writeFile(join(folder, 'mortise.yaml'), text);
    const mock = await startMock('mortise.yaml', '--seed', '1', '--no-on-subscribe');
    const events = await eventsFrom(`${mock.http}/channels/orders.created`, 2);
    expect(events.map((event) => JSON.parse(event).data.order_id)).toEqual(['first', 'second']);
    const changed = await eventsFrom(`${mock.http}/channels/orders/o7/changed`, 2);
    expect(new Set(changed.map((event) => JSON.parse(event).event_id)).size).toBe(2);
    await writeFile(join(folder, 'mortise.yaml'), text.replace('orderChanged', 'orderChangd'));
    expect(await mortiseIn(folder, ['mock', 'mortise.yaml', '--port', '0'])).toMatchObject({ code: 2 });
  });

  it('names what a trigger does not find', async () => {
    const text = `systems:\n  orders: { asyncapi: ${ORDERS} }\ntriggers:\n  - when: { system: orders, event: orderCreated }\n    publish: { system: orders, operation: orderChangd }\n`;
    await writeFile(join(folder, 'mortise.yaml'), text);
    const run = await mortiseIn(folder, ['mock', 'mortise.yaml', '--port', '0']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('mortise.yaml:5:');
    expect(run.stderr).toContain('orderChanged');
    await writeFile(join(folder, 'mortise.yaml'), text.replace('system: orders, event', 'system: order, event'));
    expect(await mortiseIn(folder, ['mock', 'mortise.yaml', '--port', '0'])).toMatchObject({ code: 2 });
  });

  it('loses messages when a fault says so, and only those', async () => {
    const mock = await startMock(ORDERS, '--seed', '1', '--no-on-subscribe', '--fault', 'lose nth=1', '--journal', 'messages.jsonl');
    const listening = eventsFrom(`${mock.http}/channels/orders.created`, 1);
    await mock.says(/1 fault/);
    for (const id of ['first', 'second']) {
      await fetch(`${mock.http}/channels/orders.created`, { method: 'POST', body: CREATED.replace('e1', id) });
    }
    expect((await listening).map((text) => JSON.parse(text).event_id)).toEqual(['second']);
  });

  it('has faults put before its broker while it runs, and is away while one says so', async () => {
    const mock = await startMock(ORDERS, '--seed', '1', '--no-on-subscribe', '--control');
    const send = async (id: string): Promise<number> =>
      (await fetch(`${mock.http}/channels/orders.created`, { method: 'POST', body: CREATED.replace('e1', id) })).status;
    const set = async (...faults: readonly object[]): Promise<number> => {
      const body = JSON.stringify(faults);
      return (await fetch(`${mock.http}/_mortise/api/faults`, { method: 'PUT', body, headers: { 'content-type': 'application/json' } }))
        .status;
    };
    expect(await set({ fault: 'broker-down' })).toBe(200);
    expect(await send('away')).toBe(503);
    expect((await fetch(`${mock.http}/channels/orders.created`)).status).toBe(503);
    expect(await set({ fault: 'duplicate', at: 'publish' })).toBe(200);
    const client = await connectAsync(mock.mqtt);
    onTestFinished(() => client.endAsync(true));
    const heard: string[] = [];
    const twice = new Promise<void>((resolve) => {
      client.on('message', (_topic, payload) => (heard.push(JSON.parse(payload.toString()).event_id) === 2 ? resolve() : undefined));
    });
    await client.subscribeAsync('orders.created', { qos: 1 });
    expect(await send('twice')).toBe(202);
    await twice;
    expect(heard).toEqual(['twice', 'twice']);
    const journal = await (await fetch(`${mock.http}/_mortise/api/journal`, { headers: { accept: 'application/jsonl' } })).text();
    expect(runJournalFromLines(journal).messages?.some(({ fault, side }) => fault !== undefined && side === 'sent')).toBe(true);
  });

  it('says which port is taken, with 3', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void taken.close());
    const address = taken.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const run = await mortiseIn(folder, ['mock', ORDERS, '--port', port]);
    expect(run).toMatchObject({ code: 3 });
    expect(run.stderr).toContain(port);
  });

  it('ends at Ctrl-C while programs are connected', async () => {
    const running = startMortise(['mock', ORDERS, '--port', '0', '--every', '20ms']);
    onTestFinished(async () => void (await running.stop()));
    const [url = ''] = await running.line(/mqtt:\/\/[\d.:]+/);
    const client = await connectAsync(url, { reconnectPeriod: 0 });
    onTestFinished(() => client.endAsync(true));
    await client.subscribeAsync('orders.created', { qos: 1 });
    expect(await running.stop('SIGINT')).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
