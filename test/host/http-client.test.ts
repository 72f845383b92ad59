import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createSocketServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HttpClientOptions } from '../../src/host/http-client.js';
import { createHttpClient } from '../../src/host/http-client.js';
import { freePort } from '../../src/host/free-port.js';
import type { SendResult } from '../../src/check/ports.js';
import type { HttpRequest } from '../../src/wire/http-message.js';

const GET: HttpRequest = { method: 'GET', target: '/a%2Fb?x=%20', headers: ['X-Odd-Case', 'v'], body: undefined };

describe('the client', () => {
  it('puts the request on the wire as it is given and gives the answer as it came', async () => {
    let seen: unknown;
    const url = await serve((request, response) => {
      seen = { method: request.method, url: request.url, odd: request.rawHeaders.includes('X-Odd-Case') };
      response.writeHead(201, ['X-Twice', '1', 'X-Twice', '2', 'Content-Encoding', 'gzip']).end('not gzip');
    });
    const result = await send(GET, url);
    expect(seen).toEqual({ method: 'GET', url: '/a%2Fb?x=%20', odd: true });
    expect(result).toMatchObject({ kind: 'answered', response: { status: 201 }, truncatedBytes: undefined });
    const { headers, body } = (result as Extract<SendResult, { kind: 'answered' }>).response;
    expect(headers.filter((part) => part === 'X-Twice')).toHaveLength(2);
    expect(Buffer.from(body as Uint8Array).toString()).toBe('not gzip');
  });

  it('keeps the path of the base URL', async () => {
    const url = await serve((request, response) => response.end(request.url));
    const result = await send({ ...GET, target: '/orders' }, `${url}/v2`);
    expect(String((result as Extract<SendResult, { kind: 'answered' }>).response.body)).toBe('/v2/orders');
  });

  it('follows no redirect', async () => {
    const url = await serve((_, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    expect(await send(GET, url)).toMatchObject({ response: { status: 302 } });
  });

  it('reads only so much of a body, and says how much more there was at least', async () => {
    const url = await serve((_, response) => response.end('x'.repeat(100_000)));
    const result = await send(GET, url, { maxBodyBytes: 1_000 });
    const answered = result as Extract<SendResult, { kind: 'answered' }>;
    expect(answered.response.body).toHaveLength(1_000);
    expect(answered.truncatedBytes).toBeGreaterThan(0);
  });

  it('listens to a stream of items only so long, and to nothing else', async () => {
    const serveAs = (type: string): Promise<string> =>
      serve((_, response) => void response.writeHead(200, { 'content-type': type }).write('data: 1\n\n'));
    const limits = { maxStreamMs: 50, timeoutMs: 1_000 };
    const heard = await send(GET, await serveAs('text/event-stream; charset=utf-8'), limits);
    expect(heard).toMatchObject({ kind: 'answered', truncatedBytes: 1 });
    expect(await send(GET, await serveAs('text/plain'), limits)).toMatchObject({ kind: 'failed', outcome: 'timedOut' });
  });

  it('does not wait for the end of a body that has none', async () => {
    const url = await serve((_, response) => {
      const more = (): void => void (response.destroyed || response.write('x'.repeat(10_000), more));
      more();
    });
    const result = await send(GET, url, { maxBodyBytes: 50_000, timeoutMs: 5_000 });
    expect(result).toMatchObject({ kind: 'answered' });
    expect((result as Extract<SendResult, { kind: 'answered' }>).response.body).toHaveLength(50_000);
  });

  it('says that nobody listens', async () => {
    expect(await send(GET, `http://127.0.0.1:${await freePort()}`)).toMatchObject({ kind: 'failed', outcome: 'refused' });
  });

  it('says that the answer was cut', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half', () => response.destroy());
    });
    expect(await send(GET, url)).toMatchObject({ kind: 'failed', outcome: 'reset' });
  });

  it('says that nobody answered in time, also when the body never ends', async () => {
    const silent = await serve(() => undefined);
    expect(await send(GET, silent, { timeoutMs: 150 })).toMatchObject({ kind: 'failed', outcome: 'timedOut' });
    const endless = await serve((_, response) => void response.write('a'));
    expect(await send(GET, endless, { timeoutMs: 150 })).toMatchObject({ kind: 'failed', outcome: 'timedOut' });
  });

  it('says that the answer is no HTTP', async () => {
    const server = createSocketServer((socket) => socket.end('hello\r\n\r\n')).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    expect(await send(GET, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)).toMatchObject({
      kind: 'failed',
      outcome: 'reset',
    });
  });

  it('does not blame the provider for what cannot be sent', async () => {
    const url = await serve((_, response) => response.end());
    expect(await send({ ...GET, headers: ['bad name', 'x'] }, url)).toMatchObject({ kind: 'unsendable' });
    expect(await send({ ...GET, headers: ['X', 'line\nbreak'] }, url)).toMatchObject({ kind: 'unsendable' });
  });

  it('is rejected when the signal is aborted', async () => {
    const url = await serve(() => undefined);
    const client = createHttpClient();
    onTestFinished(() => client.close());
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('stopped')), 50);
    await expect(client.send(GET, url, controller.signal)).rejects.toThrow('stopped');
  });
});

async function send(request: HttpRequest, url: string, options?: HttpClientOptions): Promise<SendResult> {
  const client = createHttpClient(options);
  onTestFinished(() => client.close());
  return client.send(request, url, new AbortController().signal);
}

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
