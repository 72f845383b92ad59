import { resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { moduleCommand } from '../../src/host/module-command.js';
import { freePort } from '../../src/host/free-port.js';
import { startProgram } from '../../src/host/process.js';
import { startThings } from '../support/things-server.js';

const repository = resolve(import.meta.dirname, '../..');
const desk = `${repository}/fixtures/programs/simulated/order-desk.js`;

/** The module in a process of its own, as the workspace's `module` runs it. */
async function startDesk(env: Readonly<Record<string, string>>): Promise<string> {
  const program = await startProgram({
    name: 'desk',
    command: moduleCommand(desk),
    folder: repository,
    env: { ...process.env, ...env },
    port: await freePort(),
    health: '/health',
    signal: new AbortController().signal,
  });
  onTestFinished(() => program.stop());
  return program.url;
}

function order(url: string, name: string): Promise<Response> {
  return fetch(`${url}/orders`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ order: name }) });
}

describe('a module in a process of its own', () => {
  it('is the program that runs in process, on real time and over real sockets', async () => {
    const stock = await startThings((count) => (count === 1 ? { status: 503 } : { status: 201, body: '{"taken":true}' }));
    const url = await startDesk({ MORTISE_URL_STOCK: stock.url });
    const response = await order(url, 'apples');
    expect([response.status, await response.json()]).toEqual([201, { order: 'apples', state: 'booked' }]);
    expect(stock.calls.map(({ method, target, body }) => [method, target, body])).toEqual([
      ['POST', '/items/apples', '{"order":"apples"}'],
      ['POST', '/items/apples', '{"order":"apples"}'],
    ]);
    expect(new Set(stock.calls.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it('answers about its health when the module does not, and what it does not know with 404', async () => {
    const url = await startDesk({ MORTISE_URL_STOCK: 'http://127.0.0.1:9' });
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
  });

  it('answers 500 when the module fails, and refuses what is too large', async () => {
    const url = await startDesk({ MORTISE_URL_STOCK: 'http://127.0.0.1:9' });
    expect((await fetch(`${url}/orders`, { method: 'POST', body: 'no JSON' })).status).toBe(500);
    const large = await fetch(`${url}/orders`, { method: 'POST', body: new Uint8Array(11 * 1024 * 1024) }).then(
      ({ status }) => status,
      // The connection is closed while the rest is still on its way.
      () => 413,
    );
    expect(large).toBe(413);
  });

  it('says what is wrong with a module that is none', async () => {
    await expect(
      startProgram({
        name: 'desk',
        command: moduleCommand(`${repository}/fixtures/programs/lib/route.js`),
        folder: repository,
        env: process.env,
        port: await freePort(),
        health: '/health',
        signal: new AbortController().signal,
      }),
    ).rejects.toMatchObject({ code: 'E_PROCESS_START', args: { reason: expect.stringMatching(/code 2.*createConsumer/s) } });
  });
});
