import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { CanaryTick } from '../journal/run-journal.js';
import { nowMs } from './clock.js';
import { startCommand } from './command-process.js';

/** A control client with fixed timers. Its times are the machine's. */
export interface Canary {
  ticks(): readonly CanaryTick[];
  stop(): Promise<void>;
}

/**
 * Starts a program that does nothing but wait a fixed time after each answer, against a server like that of an experiment.
 *
 * @throws HostError `E_PROCESS_START` when Node cannot be started
 */
export async function startCanary(): Promise<Canary> {
  const ticks: CanaryTick[] = [];
  let respondedAtMs: number | undefined;
  const server = createServer({ keepAliveTimeout: 600_000 }, (_request, response) => {
    const atMs = nowMs();
    if (respondedAtMs !== undefined) ticks.push({ setMs: WAIT_MS, observedMs: atMs - respondedAtMs });
    respondedAtMs = nowMs();
    response.end('ok');
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen({ host: '127.0.0.1', port: 0 }, resolve));
  const { port } = server.address() as AddressInfo;
  const child = await startCommand({
    command: [process.execPath, programFile()],
    folder: process.cwd(),
    env: { ...process.env, NODE_OPTIONS: '', MORTISE_URL: `http://127.0.0.1:${port}/`, MORTISE_CANARY_WAIT_MS: String(WAIT_MS) },
  });
  return {
    // The first one also holds what a program does for the first time.
    ticks: () => ticks.slice(1),
    stop: async () => {
      await child.kill();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Programs can only be what is built; our own tests run from the sources. */
function programFile(): string {
  const beside = new URL('./canary-main.js', import.meta.url);
  return fileURLToPath(existsSync(beside) ? beside : new URL('../../dist/host/canary-main.js', import.meta.url));
}

const WAIT_MS = 30;
