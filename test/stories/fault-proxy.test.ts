import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { Readable } from 'node:stream';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Clock } from '../../src/base/clock.js';
import { faultRuleFromText } from '../../src/fault/fault-rule-from-text.js';
import { machineClock } from '../../src/host/machine-clock.js';
import { createScaledClock } from '../../src/host/scaled-clock.js';
import type { Exchange } from '../../src/journal/exchange.js';
import { faultyProxy, proxyBefore } from '../support/fault-bench.js';
import { sendRaw } from '../support/raw-http.js';

/** Without rules bytes are streamed; a rule that does nothing makes the proxy hold whole messages. */
const WAYS = [
  ['without rules', []],
  ['with a rule that does nothing', ['noop']],
] as const;

describe.each(WAYS)('a fault proxy %s', (_way, faults) => {
  let provider: Server;
  let target = '';
  /** Told of each request that is never answered, and of each that was broken off before its answer was out. */
  let onHanging: () => void = () => undefined;
  let onAborted: () => void = () => undefined;
  beforeAll(async () => {
    provider = createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
      const { url = '', method } = incoming;
      outgoing.on('close', () => {
        if (!outgoing.writableFinished) onAborted();
      });
      if (url === '/hangs') return onHanging();
      if (url === '/nothing') outgoing.writeHead(204).end();
      else if (url === '/reset') incoming.socket.resetAndDestroy();
      else if (url === '/half') {
        outgoing.writeHead(200, { 'content-length': '100' }).write('half', () => incoming.socket.end());
      } else if (url === '/no-length') {
        incoming.socket.end('HTTP/1.1 200 OK\r\nX-Old: Yes\r\n\r\nuntil the end');
      } else if (url === '/early') outgoing.writeHead(413).end('too much');
      else if (url === '/hints') {
        outgoing.writeEarlyHints({ link: '</a.css>; rel=preload' });
        outgoing.end('after the hints');
      } else if (url === '/chunked') {
        outgoing.writeHead(200, { trailer: 'x-sum' });
        outgoing.write('one', () => {
          outgoing.write('two');
          outgoing.addTrailers({ 'x-sum': '6' });
          outgoing.end();
        });
      } else {
        const hash = createHash('sha256');
        incoming.on('data', (chunk: Buffer) => void hash.update(chunk));
        incoming.on('end', () => outgoing.end(JSON.stringify({ method, headers: incoming.rawHeaders, hash: hash.digest('hex') })));
      }
    });
    provider.on('upgrade', (_incoming, socket, head) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
      if (head.length > 0) socket.write(head);
      socket.pipe(socket);
    });
    provider.listen(0, '127.0.0.1');
    await once(provider, 'listening');
    target = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    provider.closeAllConnections();
    provider.close();
  });

  async function started(before = target) {
    const bench = await proxyBefore(before, faults);
    onTestFinished(async () => {
      await bench.close();
      expect(bench.troubles).toEqual([]);
    });
    return bench;
  }

  it('changes no byte of heads, bodies, chunks and trailers, one after the other on one connection', async () => {
    const { url, recorder } = await started();
    const calls = [
      'POST /a?b=%20c HTTP/1.1\r\nHost: x\r\nX-Odd-CASE: 1\r\nx-odd-case: 2\r\nX-Bytes: \u00e4\r\nContent-Length: 5\r\n\r\nhello',
      'HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n',
      '\r\nPOST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nX-T: 1\r\n\r\n',
      'GET /hints HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET /chunked HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    ];
    const bytes = Buffer.from(calls.join(''), 'latin1');
    const direct = withoutDates(await sendRaw(target, bytes));
    expect(withoutDates(await sendRaw(url, bytes))).toBe(direct);
    const { exchanges } = recorder.journal();
    expect(exchanges.map(({ request: { method }, response, outcome }) => [method, response?.status, outcome])).toEqual([
      ['POST', 200, 'answered'],
      ['HEAD', 200, 'answered'],
      ['GET', 204, 'answered'],
      ['POST', 200, 'answered'],
      ['GET', 200, 'answered'],
      ['GET', 200, 'answered'],
    ]);
    expect([textOf(exchanges[0]?.request.body), textOf(exchanges[3]?.request.body), textOf(exchanges[5]?.response?.body)]).toEqual([
      'hello',
      'abc',
      'onetwo',
    ]);
    expect(recorder.journal().connections).toMatchObject([{ consumer: 'web', provider: 'petstore' }]);
  });

  it('streams bodies larger than it holds, in both directions, without changing a byte', { timeout: 60_000 }, async () => {
    const sizeBytes = 48 * 1024 * 1024;
    const sent = createHash('sha256');
    const received = createHash('sha256');
    const source = createServer((_incoming, outgoing) => void Readable.from(pieces(sizeBytes, received)).pipe(outgoing));
    source.listen(0, '127.0.0.1');
    await once(source, 'listening');
    const agent = new Agent();
    onTestFinished(async () => {
      await agent.destroy();
      source.closeAllConnections();
      source.close();
    });
    const up = await started();
    const answer = await request(`${up.url}/`, { dispatcher: agent, method: 'POST', body: Readable.from(pieces(sizeBytes, sent)) });
    expect(((await answer.body.json()) as { hash: string }).hash).toBe(sent.digest('hex'));
    const down = await started(`http://127.0.0.1:${(source.address() as AddressInfo).port}`);
    const seen = createHash('sha256');
    for await (const chunk of (await request(down.url, { dispatcher: agent })).body) seen.update(chunk as Buffer);
    expect(seen.digest('hex')).toBe(received.digest('hex'));
    const [exchange] = down.recorder.journal().exchanges;
    expect((exchange?.response?.body?.length ?? 0) + (exchange?.response?.truncatedBytes ?? 0)).toBe(sizeBytes);
  });

  it('passes an upgraded connection on as it is', async () => {
    const { url, recorder } = await started();
    const head = 'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n';
    const heard = await talk(url, [head, 'ping', '\u0000\u0001']);
    expect(heard).toMatch(/^HTTP\/1\.1 101 /);
    expect(heard.split('\r\n\r\n')[1]).toBe('ping\u0000\u0001');
    expect(recorder.journal().exchanges).toMatchObject([{ outcome: 'answered', response: { status: 101 } }]);
  });

  it.each([
    ['byte-limit bytes=3 direction=down', ['pin']],
    ['byte-limit bytes=3 direction=up', ['', 'pin']],
    ['reset-after bytes=3 direction=down', ['', 'p', 'pi', 'pin', 'ECONNRESET']],
    ['slicer size=1 delay=1ms', ['ping']],
    ['latency latency=20ms', ['ping']],
  ])('lets faults of bytes meet an upgraded connection: %s', async (fault, heards) => {
    const { url, injector } = await started();
    const head = 'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n';
    const afterUpgrade = (): string => {
      injector.set([faultRuleFromText(fault)], machineClock.nowMs());
      return 'ping';
    };
    const heard = await talk(url, [head, afterUpgrade]).catch((error: NodeJS.ErrnoException) => error.code ?? '');
    expect(heards).toContain(heard.split('\r\n\r\n').at(-1));
  });

  it('brings what is late to its end although both ends have closed by then', async () => {
    const { url, injector } = await started();
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname).setEncoding('latin1');
    socket.write('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    await once(socket, 'data');
    injector.set([faultRuleFromText('latency latency=50ms')], machineClock.nowMs());
    let heard = '';
    socket.on('data', (text: string) => (heard += text)).end('ping');
    await once(socket, 'close');
    expect(heard).toBe('ping');
  });

  it('withholds what its journal cannot record: an answer, or the end of one that has begun', async () => {
    const durableJournal = {
      append: () => {
        throw new Error('the disk is full');
      },
    };
    const bench = await proxyBefore(target, faults, { durableJournal });
    onTestFinished(bench.close);
    const { statusCode, body } = await request(`${bench.url}/nothing`);
    expect([statusCode, await body.json()]).toMatchObject([507, { code: 'JOURNAL_WRITE_FAILED' }]);
    const answer = await request(`${bench.url}/chunked`)
      .then(async (seen) => (seen.statusCode === 507 ? 'withheld' : await seen.body.text()))
      .catch((error: NodeJS.ErrnoException) => error.code);
    expect(['withheld', 'ECONNRESET', 'UND_ERR_SOCKET']).toContain(answer);
    expect(await talk(bench.url, ['GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n'])).toMatch(
      /^HTTP\/1\.1 507 /,
    );
    expect(bench.troubles).toEqual([new Error('the disk is full')]);
  });

  it('passes on what is no HTTP/1.1', async () => {
    const echo = createTcpServer((socket) => void socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
    await once(echo, 'listening');
    onTestFinished(() => void echo.close());
    const { url } = await started(`http://127.0.0.1:${(echo.address() as AddressInfo).port}`);
    expect(await talk(url, ['\u0016\u0003\u0001', 'more'])).toBe('\u0016\u0003\u0001more');
    expect(await talk(url, ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'])).toBe('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  });

  it('lets a client ask before it sends its body, once', async () => {
    const { url } = await started();
    const call = httpRequest(`${url}/`, { method: 'POST', headers: { expect: '100-continue', 'content-length': '4' } });
    let continueCount = 0;
    call.on('continue', () => {
      continueCount += 1;
      call.end('body');
    });
    call.flushHeaders();
    const [answer] = (await once(call, 'response')) as [import('node:http').IncomingMessage];
    answer.resume();
    await once(answer, 'end');
    expect([answer.statusCode, continueCount]).toEqual([200, 1]);
  });

  it('shows an answer that ends with its connection, and one that came before the request was whole', async () => {
    const { url } = await started();
    expect(await sendRaw(url, 'GET /no-length HTTP/1.1\r\nHost: x\r\n\r\n')).toBe('HTTP/1.1 200 OK\r\nX-Old: Yes\r\n\r\nuntil the end');
    const early = await sendRaw(url, 'POST /early HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 10\r\n\r\nabcdefghij');
    expect(early).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('shows how the provider broke off: by a reset, or in the middle of an answer', async () => {
    const { url, recorder } = await started();
    await expect(request(`${url}/reset`)).rejects.toMatchObject({ code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) });
    const half = await request(`${url}/half`);
    await expect(half.body.text()).rejects.toThrow();
    const { exchanges, connections } = recorder.journal();
    expect(exchanges.map(({ outcome, response }) => [outcome, response?.status])).toEqual([
      ['reset', undefined],
      ['reset', 200],
    ]);
    expect(textOf(exchanges[1]?.response?.body)).toBe('half');
    expect(connections[0]?.end).toBe('provider');
  });

  it('resets the connection when the provider is not there', async () => {
    const gone = createTcpServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    gone.close();
    const { url, recorder } = await started(`http://127.0.0.1:${port}`);
    await expect(request(url)).rejects.toMatchObject({ code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) });
    expect(recorder.journal().exchanges).toMatchObject([{ outcome: 'refused', response: undefined, respondedFirstAtMs: undefined }]);
  });

  it('tells the provider when a client gives up, and records when', async () => {
    const { url, recorder } = await started();
    const aborted = new Promise<void>((resolve) => {
      onAborted = resolve;
    });
    // It gives up once the provider has heard of it: sooner there would be nobody to tell.
    const givingUp = new AbortController();
    onHanging = () => givingUp.abort();
    const agent = new Agent();
    onTestFinished(() => agent.destroy());
    await expect(request(`${url}/hangs`, { dispatcher: agent, signal: givingUp.signal })).rejects.toThrow();
    await aborted;
    const seen = await until(() => recorder.journal().exchanges.find(({ outcome }) => outcome === 'aborted'));
    expect((seen.respondedLastAtMs ?? 0) - seen.receivedFirstAtMs).toBeGreaterThan(0);
    expect(seen.respondedFirstAtMs).toBeUndefined();
  });

  it('has a call in its journal while it is pending, and ends it when it is closed', async () => {
    const bench = await proxyBefore(target, faults);
    const pending = request(`${bench.url}/hangs`).then(
      () => 'answered',
      () => 'failed',
    );
    await until(() => bench.recorder.journal().exchanges.find(({ outcome }) => outcome === 'timedOut'));
    await bench.close();
    expect(await pending).toBe('failed');
    expect(bench.recorder.journal().exchanges).toMatchObject([{ outcome: 'timedOut' }]);
  });
});

describe('a fault proxy whose provider is down', () => {
  it('refuses connections, cuts those that are open, and is back on the same port when the time is over', async () => {
    const provider = createServer((_incoming, outgoing) => outgoing.end('here')).listen(0, '127.0.0.1');
    await once(provider, 'listening');
    const clock = createMovableClock();
    const bench = await proxyBefore(`http://127.0.0.1:${(provider.address() as AddressInfo).port}`, [], { clock });
    const agent = new Agent();
    onTestFinished(async () => {
      await agent.destroy();
      await bench.close();
      provider.closeAllConnections();
      provider.close();
    });
    const call = () => request(bench.url, { dispatcher: agent }).then(({ body }) => body.text());
    expect(await call()).toBe('here');
    bench.injector.set([faultRuleFromText('down to=1h')], clock.nowMs());
    await expect(call()).rejects.toMatchObject({ code: expect.stringMatching(/^(?:ECONNREFUSED|ECONNRESET|UND_ERR_SOCKET)$/) });
    await expect(call()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    clock.moveOn(3_600_000);
    for (;;) {
      const seen = await call().catch((error: NodeJS.ErrnoException) => error.code);
      if (seen === 'here') break;
      expect(seen).toMatch(/^(?:ECONNREFUSED|ECONNRESET)$/);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const { connections, faults } = bench.recorder.journal();
    expect(connections[0]).toMatchObject({ end: 'fault', fault: 'down' });
    expect(faults).toMatchObject([{ label: 'down', fault: 'down', provider: 'petstore' }]);
  });
});

it('lives in the time of a consumer whose clock runs faster', async () => {
  const bench = await faultyProxy(['late-response delay=3s'], createScaledClock(30));
  onTestFinished(bench.close);
  const beganAtMs = performance.now();
  expect((await request(`${bench.url}/pets/1`)).statusCode).toBe(200);
  expect(performance.now() - beganAtMs).toBeGreaterThanOrEqual(99);
  const [exchange] = bench.recorder.journal().exchanges;
  expect((exchange?.respondedFirstAtMs ?? 0) - (exchange?.receivedFirstAtMs ?? 0)).toBeGreaterThanOrEqual(3_000);
});

/** The machine's clock with hands that can be moved on: how long something takes here decides nothing then. */
function createMovableClock(): Clock & { moveOn(durationMs: number): void } {
  let aheadMs = 0;
  let moved = new AbortController();
  const nowMs = (): number => machineClock.nowMs() + aheadMs;
  return {
    nowMs,
    async sleep(durationMs, signal) {
      const untilMs = nowMs() + durationMs;
      while (nowMs() < untilMs && signal?.aborted !== true) {
        const woken = signal === undefined ? moved.signal : AbortSignal.any([signal, moved.signal]);
        await machineClock.sleep(untilMs - nowMs(), woken);
      }
    },
    moveOn(durationMs) {
      aheadMs += durationMs;
      const before = moved;
      moved = new AbortController();
      before.abort();
    },
  };
}

function withoutDates(text: string): string {
  return text.replaceAll(/Date: .*\r\n/g, '');
}

function textOf(body: Exchange['request']['body']): string {
  return typeof body === 'string' ? body : Buffer.from(body ?? []).toString();
}

/** Says one thing after the other, each once the one before was answered, and gives all that was heard. */
function talk(url: string, says: readonly (string | (() => string))[]): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let heard = '';
    const rest = says.map((one) => (typeof one === 'string' ? (): string => one : one));
    const socket = connect(Number(port), hostname, () => socket.write(rest.shift()?.() ?? '', 'latin1'));
    socket.setEncoding('latin1').on('data', (text: string) => {
      heard += text;
      const next = rest.shift();
      if (next === undefined) socket.end();
      else socket.write(next(), 'latin1');
    });
    socket.on('error', reject).on('close', () => resolve(heard));
  });
}

function* pieces(sizeBytes: number, hash: Hash): Iterable<Buffer> {
  const piece = Buffer.alloc(1_048_576);
  for (let sent = 0, round = 0; sent < sizeBytes; sent += piece.length, round += 1) {
    const next = Buffer.from(piece.fill(round % 251, round * 1_000, (round + 1) * 1_000 + 7));
    hash.update(next);
    yield next;
  }
}

async function until<Found>(look: () => Found | undefined): Promise<Found> {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
