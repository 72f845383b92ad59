import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInjector } from '../../src/fault/create-injector.js';
import { faultRuleFromText } from '../../src/fault/fault-rule-from-text.js';
import { startCanary } from '../../src/host/canary.js';
import { startCommand } from '../../src/host/command-process.js';
import { COMPRESS_VARIABLES, compressedEnv } from '../../src/host/compress/compressed-env.js';
import { readConnectionNotes } from '../../src/host/connection-notes.js';
import { holdPort } from '../../src/host/held-port.js';
import { createScaledClock } from '../../src/host/scaled-clock.js';
import { startTcpProxy } from '../../src/host/tcp-proxy.js';
import { createRunRecorder } from '../../src/journal/create-run-recorder.js';
import type { RunJournal } from '../../src/journal/run-journal.js';
import { inferWaits } from '../../src/recovery/probe/infer-waits.js';
import type { BackoffKind } from '../../src/recovery/probe/observed-policy.js';
import { EARLY_MS } from '../../src/recovery/probe/own-waits.js';
import type { WaitSample } from '../../src/recovery/probe/wait-model.js';

export interface Reconnecting {
  /** A program that connects to `$MORTISE_URL` and stays. */
  readonly command: readonly string[];
  readonly scale: number;
  /** So many connections are waited for. */
  readonly connectionCount: number;
}

/**
 * A program whose connections are accepted and dropped, one after the other.
 *
 * @param program - what runs, and how long
 * @returns its connections as a TCP proxy before a server saw them
 */
export async function journalOfDropped({ command, scale, connectionCount }: Reconnecting): Promise<RunJournal> {
  const clock = createScaledClock(scale);
  const recorder = createRunRecorder({ timeScale: scale });
  const injector = createInjector({ seed: 'museum', provider: PROVIDER });
  injector.set([faultRuleFromText('accept-reset label=dropped')], clock.nowMs());
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen({ host: HOST, port: 0 }, resolve));
  const target = { isTls: false, host: HOST, port: (server.address() as AddressInfo).port };
  const proxy = await startTcpProxy({ target, consumer: CONSUMER, provider: PROVIDER, injector, clock, recorder, host: HOST, port: 0 });
  const canary = await startCanary();
  const child = await startCommand({ command, folder: process.cwd(), env: environment(proxy.port, scale) });
  try {
    await until(() => recorder.journal().connections.length >= connectionCount);
    for (const { setMs, observedMs } of canary.ticks()) recorder.tick({ setMs: setMs * scale, observedMs: observedMs * scale });
    return recorder.journal(clock.nowMs());
  } finally {
    await child.kill();
    await canary.stop();
    await proxy.close();
    await new Promise((resolve) => server.close(resolve));
  }
}

/**
 * A program that finds nobody where it connects to.
 *
 * @param program - what runs, and how long
 * @returns its refused connections as it noted them itself
 */
export async function journalOfRefused({ command, scale, connectionCount }: Reconnecting): Promise<RunJournal> {
  const recorder = createRunRecorder({ timeScale: scale });
  const folder = mkdtempSync(join(tmpdir(), 'mortise-museum-'));
  const notes = join(folder, 'notes');
  const held = await holdPort();
  const env = { ...environment(held.port, scale), [COMPRESS_VARIABLES.notes]: notes };
  const child = await startCommand({ command, folder: process.cwd(), env });
  try {
    let refusedAtMs: readonly number[] = [];
    await until(async () => {
      ({ refusedAtMs } = await readConnectionNotes(notes, held.port));
      return refusedAtMs.length >= connectionCount;
    });
    for (const [index, atMs] of refusedAtMs.entries()) {
      const id = `refused-${index + 1}`;
      const times = { openedAtMs: atMs, closedAtMs: atMs };
      recorder.connection({
        id,
        consumer: CONSUMER,
        provider: PROVIDER,
        ...times,
        end: 'refused',
        receivedBytes: 0,
        sentBytes: 0,
        fault: 'refused',
      });
    }
    return recorder.journal(refusedAtMs.at(-1));
  } finally {
    await child.kill();
    await held.release();
    rmSync(folder, { recursive: true });
  }
}

/**
 * How the waits before reconnects grow, and whether chance has a part in them; `null` is what they do not tell.
 *
 * @param journals - of one program, each with its control client
 */
export function waitsOfReconnects(journals: readonly RunJournal[]): {
  readonly backoff: { readonly kind: BackoffKind | null };
  readonly jitter: { readonly present: boolean | null };
} {
  const { backoff, jitter } = inferWaits(journals.flatMap(samplesOf));
  return { backoff: { kind: backoff.kind }, jitter: { present: jitter.present } };
}

function samplesOf({ connections, canary, timeScale }: RunJournal): readonly WaitSample[] {
  const lateMs = canary.map(({ setMs, observedMs }) => Math.max(0, observedMs - setMs));
  const meanMs = Math.max(LEAST_LATE_MS * timeScale, lateMs.reduce((total, one) => total + one, 0) / Math.max(1, lateMs.length));
  const waitsMs = connections.slice(1).map(({ openedAtMs }, index) => openedAtMs - (connections[index]?.closedAtMs ?? openedAtMs));
  return waitsMs.map((waitMs, index) => ({
    gap: index + 1,
    waitMs,
    previousMs: waitsMs[index - 1],
    lateness: { earlyMs: EARLY_MS * timeScale, meanMs },
  }));
}

/** What the two sides are called in these journals. */
export const CONSUMER = 'client';
export const PROVIDER = 'server';

function environment(port: number, scale: number): Record<string, string | undefined> {
  return { ...compressedEnv(process.env, scale), MORTISE_URL: `http://${HOST}:${port}` };
}

async function until(isDone: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 20));
}

const HOST = '127.0.0.1';
const LEAST_LATE_MS = 2.5;
