import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { holdPort } from '../../src/host/held-port.js';

it('holds a port on which every connection is refused', async () => {
  const held = await holdPort();
  try {
    const failure = await fetch(`http://127.0.0.1:${held.port}/`).catch((error: Error) => error.cause);
    expect(failure).toMatchObject({ code: 'ECONNREFUSED' });
  } finally {
    await held.release();
  }
});

it('holds the port of a server that closed, until one listens there again', async () => {
  const server = createServer((socket) => socket.end('hello'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const held = await holdPort({ host: '127.0.0.1', port });
  expect(held.port).toBe(port);
  const again = createServer((socket) => socket.end('hello'));
  await once(again.listen(port, '127.0.0.1'), 'listening');
  await held.release();
  const [bytes] = await once(connect(port, '127.0.0.1'), 'data');
  expect(String(bytes)).toBe('hello');
  await new Promise((resolve) => again.close(resolve));
});
