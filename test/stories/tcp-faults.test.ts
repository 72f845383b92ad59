import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Agent, request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { createInjector } from '../../src/fault/create-injector.js';
import type { FaultInjector } from '../../src/fault/injector.js';
import { FAULT_KINDS } from '../../src/fault/fault-kinds.js';
import { faultRuleFromText } from '../../src/fault/fault-rule-from-text.js';
import { createCertificates } from '../../src/host/certificates.js';
import { startFaultProxy } from '../../src/host/fault-proxy.js';
import { machineClock } from '../../src/host/machine-clock.js';
import { startTcpProxy } from '../../src/host/tcp-proxy.js';
import { createRunRecorder } from '../../src/journal/create-run-recorder.js';
import type { RunRecorder } from '../../src/journal/run-recorder.js';

/** What runs for one test, ended in reverse order. */
const running: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

describe('a plain TCP proxy before a server that echoes', () => {
  it('passes every byte on, in both directions, and both ends', async () => {
    const { port, recorder } = await echoBehindFaults();
    const client = await dial(port);
    const sent = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
    client.socket.end(sent);
    expect(await client.ended).toBe('end');
    expect(Buffer.concat(client.chunks).equals(sent)).toBe(true);
    expect(recorder.journal().connections).toMatchObject([{ receivedBytes: 300_000, sentBytes: 300_000, fault: undefined }]);
  });

  it.each<Case>([
    ['noop', ({ reply }) => expect(reply).toBe('hello')],
    ['down', ({ code }) => expect(code).toBe('ECONNREFUSED')],
    ['blackhole', ({ reply, how }) => expect([reply, how]).toEqual(['', 'silence'])],
    ['accept-reset', ({ reply, code }) => expect([reply, code]).toEqual(['', 'ECONNRESET'])],
    ['reset-after bytes=0 direction=down', ({ reply, code }) => expect([reply, code]).toEqual(['', 'ECONNRESET'])],
    // A reset that comes at once with the last bytes is told as an end by Node (libuv, uv__stream_io).
    [
      'reset-after bytes=3 direction=down',
      ({ reply, code }) => expect([reply, code]).toEqual(['hel', expect.stringMatching(/^(?:end|ECONNRESET)$/)]),
    ],
    ['half-close direction=down', ({ reply, how }) => expect([reply, how]).toEqual(['', 'end'])],
    ['byte-limit bytes=3 direction=down', ({ reply, how }) => expect([reply, how]).toEqual(['hel', 'end'])],
    ['partition direction=down', ({ reply, how }) => expect([reply, how]).toEqual(['', 'silence'])],
    ['partition direction=up', ({ reply, how }) => expect([reply, how]).toEqual(['', 'silence'])],
    ['latency latency=120ms direction=down', ({ reply, tookMs }) => expect([reply, tookMs >= 119]).toEqual(['hello', true])],
    ['bandwidth rate=25 direction=down', ({ reply, tookMs }) => expect([reply, tookMs >= 180]).toEqual(['hello', true])],
    ['slicer size=1 delay=20ms', ({ reply, pieceCount }) => expect([reply, pieceCount > 1]).toEqual(['hello', true])],
  ])('is seen as named: %s', async (text, judge) => {
    const { port, injector } = await echoBehindFaults();
    injector.set([faultRuleFromText(text)], machineClock.nowMs());
    judge(await say(port, 'hello', SILENT.test(text) ? SILENCE_MS : undefined));
  });

  it('is slow to close with slow-close', async () => {
    const { port, injector } = await echoBehindFaults();
    injector.set([faultRuleFromText('slow-close delay=150ms')], machineClock.nowMs());
    const client = await dial(port);
    const beganAtMs = performance.now();
    client.socket.end('bye');
    expect(await client.ended).toBe('end');
    expect(performance.now() - beganAtMs).toBeGreaterThanOrEqual(149);
  });

  it('cuts what is open when it goes down, and listens on the same port when it is up again', async () => {
    const { port, injector, recorder } = await echoBehindFaults();
    const client = await dial(port);
    injector.set([faultRuleFromText('down label=outage')], machineClock.nowMs());
    expect(await client.ended).toBe('ECONNRESET');
    expect(await say(port, 'hello')).toMatchObject({ code: 'ECONNREFUSED' });
    injector.set([], machineClock.nowMs());
    let again = await say(port, 'hello');
    // A port that is opened again is so a moment later.
    while (again.code === 'ECONNREFUSED') again = await say(port, 'hello');
    expect(again).toMatchObject({ reply: 'hello' });
    expect(recorder.journal().connections[0]).toMatchObject({ end: 'fault', fault: 'outage' });
  });

  it('tells of a server that is not there by a reset', async () => {
    const injector = createInjector({ seed: 's', provider: 'nobody' });
    const target = { isTls: false, host: '127.0.0.1', port: await unusedPort() };
    const proxy = await startTcpProxy({ ...settings(createRunRecorder()), target, injector });
    running.push(() => proxy.close());
    expect(await say(proxy.port, 'hello')).toMatchObject({ reply: '', code: 'ECONNRESET' });
  });
});

describe('a proxy that speaks TLS to its consumer', () => {
  it('shows a certificate that who trusts its authority accepts', async () => {
    const { url, authority } = await webBehindTls();
    expect(await get(url, authority)).toBe(200);
  });

  it.each([
    ['expired', 'CERT_HAS_EXPIRED'],
    ['not-yet-valid', 'CERT_NOT_YET_VALID'],
    ['wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['untrusted', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ['handshake-cut', 'ECONNRESET'],
  ])('is seen as named by undici: certificate flaw=%s', async (flaw, code) => {
    const { url, authority, injector } = await webBehindTls();
    injector.set([faultRuleFromText(`certificate flaw=${flaw}`)], machineClock.nowMs());
    expect(await get(url, authority)).toBe(code);
    injector.set([], machineClock.nowMs());
    expect(await get(url, authority)).toBe(200);
  });
});

describe('the stories of faults', () => {
  it('leave no kind of the groups tcp and tls out', async () => {
    const { readFileSync } = await import('node:fs');
    const text = readFileSync(import.meta.filename, 'utf8');
    const untold = FAULT_KINDS.filter(
      ({ group, kind }) => (group === 'tcp' || group === 'tls') && !new RegExp(`'${kind}[ ']|: ${kind} `).test(text),
    );
    expect(untold.map(({ kind }) => kind)).toEqual([]);
    expect(FAULT_KINDS.filter(({ group }) => group === 'tcp').length).toBeGreaterThan(9);
  });
});

/** Of these nothing ever comes, and the whole of what others send is waited for, however busy the machine is. */
const SILENT = /^(?:blackhole|partition)/;
const SILENCE_MS = 400;

type Case = readonly [text: string, judge: (said: Said) => void];

interface Said {
  readonly reply: string;
  readonly how: string;
  readonly code: string;
  readonly tookMs: number;
  readonly pieceCount: number;
}

interface Dialled {
  readonly socket: Socket;
  readonly chunks: Buffer[];
  /** `end`, `close`, or the code of an error. */
  readonly ended: Promise<string>;
}

function settings(recorder: RunRecorder) {
  return { consumer: undefined, provider: 'echo', clock: machineClock, recorder, host: '127.0.0.1', port: 0 };
}

async function echoBehindFaults(): Promise<{ port: number; injector: FaultInjector; recorder: RunRecorder }> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket
      .on('error', () => socket.destroy())
      .on('data', (bytes) => socket.write(bytes))
      .on('end', () => socket.end());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  running.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const recorder = createRunRecorder();
  const injector = createInjector({ seed: 's', provider: 'echo' });
  const target = { isTls: false, host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  const proxy = await startTcpProxy({ ...settings(recorder), target, injector });
  running.push(() => proxy.close());
  return { port: proxy.port, injector, recorder };
}

async function webBehindTls(): Promise<{ url: string; authority: string; injector: FaultInjector }> {
  const { createServer: createWeb } = await import('node:http');
  const server = createWeb((_, response) => response.end('{}'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  running.push(() => new Promise((resolve) => server.close(resolve)));
  const injector = createInjector({ seed: 's', provider: 'web' });
  const certificates = await createCertificates(['localhost', '127.0.0.1'], machineClock.nowMs());
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const proxy = await startFaultProxy({ ...settings(createRunRecorder()), target, contract: undefined, injector, certificates });
  running.push(() => proxy.close());
  return { url: proxy.url, authority: certificates.authority, injector };
}

/** The status, or the code of the error. */
async function get(url: string, ca: string): Promise<number | string> {
  // A busy machine may take longer than undici's ten seconds over a handshake; what is claimed here is how it ends.
  const dispatcher = new Agent({ connect: { ca, timeout: 60_000 } });
  try {
    const { statusCode, body } = await request(url, { dispatcher });
    await body.dump();
    return statusCode;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    await dispatcher.destroy();
  }
}

async function dial(port: number): Promise<Dialled> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: false });
  const chunks: Buffer[] = [];
  socket.on('data', (bytes: Buffer) => chunks.push(bytes));
  const ended = new Promise<string>((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    socket.once('end', () => resolve('end')).once('close', () => resolve('close'));
  });
  running.push(() => socket.destroy());
  await Promise.race([once(socket, 'connect').catch(() => undefined), ended]);
  return { socket, chunks, ended };
}

/** Says something, and listens until the whole of it came back, the connection ended, or as long as is said: then it was silence. */
async function say(port: number, text: string, listenMs?: number): Promise<Said> {
  const { socket, chunks, ended } = await dial(port);
  const beganAtMs = performance.now();
  socket.write(text);
  const whole = new Promise<string>((resolve) => {
    socket.on('data', () => {
      if (Buffer.concat(chunks).length >= text.length) resolve('whole');
    });
  });
  const silence = new Promise<string>((resolve) => {
    if (listenMs !== undefined) setTimeout(() => resolve('silence'), listenMs).unref();
  });
  const how = await Promise.race([ended, whole, silence]);
  return { reply: Buffer.concat(chunks).toString(), how, code: how, tookMs: performance.now() - beganAtMs, pieceCount: chunks.length };
}

async function unusedPort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
