import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { compressedEnv } from '../../src/host/compress/compressed-env.js';
import { createScaledClock } from '../../src/host/scaled-clock.js';

const SCALE = 50;

/** Each entry waits by one kind of timer and tells how long, by two clocks. Ten seconds there are a fifth of a second here. */
const TIMERS: readonly (readonly [name: string, wait: string])[] = [
  ['setTimeout', 'await new Promise((resolve) => setTimeout(resolve, 10000))'],
  ['setTimeout by util.promisify', "await require('node:util').promisify(setTimeout)(10000)"],
  ['setInterval', 'await new Promise((resolve) => { const timer = setInterval(() => { clearInterval(timer); resolve(); }, 10000); })'],
  ['node:timers', "await new Promise((resolve) => require('node:timers').setTimeout(resolve, 10000))"],
  ['node:timers/promises', "await require('node:timers/promises').setTimeout(10000)"],
  ['scheduler.wait', "await require('node:timers/promises').scheduler.wait(10000)"],
  ['AbortSignal.timeout', 'await new Promise((resolve) => { setTimeout(resolve, 99000); AbortSignal.timeout(10000).onabort = resolve; })'],
  ['a refreshed timer', 'await new Promise((resolve) => setTimeout(resolve, 10000).refresh())'],
  [
    'the timeout of a socket',
    "const server = require('node:net').createServer().listen(0); await require('node:events').once(server, 'listening');" +
      "const socket = require('node:net').connect(server.address().port); socket.setTimeout(10000); await require('node:events').once(socket, 'timeout')",
  ],
];

describe('compressed time', () => {
  it('runs through every kind of timer at its scale, never early', async () => {
    const steps = TIMERS.map(
      ([, wait]) => `{ const a = Date.now(), b = performance.now(), c = process.hrtime.bigint(); await (async () => { ${wait}; })();
      told.push([Date.now() - a, performance.now() - b, Number(process.hrtime.bigint() - c) / 1e6]); }`,
    );
    const told = (await runCompressed(
      `const told = []; ${steps.join('\n')}; console.log(JSON.stringify(told)); process.exit();`,
    )) as number[][];
    for (const [index, [name]] of TIMERS.entries()) {
      for (const elapsedMs of told[index] ?? [0]) expect(elapsedMs, name).toBeGreaterThanOrEqual(10_000 - 3 * SCALE);
    }
    // On a machine that is not overwhelmed one of them comes in time: without the preload none could.
    expect(Math.min(...told.map(([elapsedMs = 0]) => elapsedMs))).toBeLessThan(100_000);
  });

  it('lets a timer of more than 31 bits fire at once, as Node does', async () => {
    const text =
      'const a = Date.now(); await new Promise((resolve) => setTimeout(resolve, 3e9)); console.log(JSON.stringify(Date.now() - a));';
    expect(await runCompressed(text)).toBeLessThan(3e8);
  });

  it('tells the time of a clock of the same scale', async () => {
    const clock = createScaledClock(SCALE);
    const beforeMs = clock.nowMs();
    const [seenMs, fromOriginMs] = (await runCompressed(
      'console.log(JSON.stringify([Date.now(), performance.timeOrigin + performance.now()]));',
    )) as [number, number];
    expect(seenMs).toBeGreaterThan(beforeMs - SCALE);
    expect(seenMs).toBeLessThan(clock.nowMs() + SCALE);
    expect(Math.abs(seenMs - fromOriginMs)).toBeLessThan(100 * SCALE);
  });

  it('leaves dates what they are', async () => {
    const text =
      'class Own extends Date {} console.log(JSON.stringify([new Date(0).toISOString(), new Date() instanceof Date, new Own() instanceof Date, typeof Date(), new Date().constructor === Date, Date.UTC(1970, 0, 1)]));';
    expect(await runCompressed(text)).toEqual(['1970-01-01T00:00:00.000Z', true, true, 'string', true, 0]);
  });

  it('keeps the options that a program already had', () => {
    expect(compressedEnv({ NODE_OPTIONS: '--no-deprecation' }, 2)['NODE_OPTIONS']).toMatch(/^--no-deprecation --import=file:/);
  });
});

describe('createScaledClock', () => {
  it('sleeps never too short, and wakes when it is told to', async () => {
    const clock = createScaledClock(SCALE);
    const beforeMs = clock.nowMs();
    await clock.sleep(2_000);
    expect(clock.nowMs() - beforeMs).toBeGreaterThanOrEqual(2_000);
    const controller = new AbortController();
    const sleeping = clock.sleep(1e12, controller.signal);
    controller.abort();
    await sleeping;
  });
});

async function runCompressed(text: string): Promise<unknown> {
  const args = ['--input-type=commonjs', '-e', `(async () => { ${text} })();`];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: compressedEnv(process.env, SCALE) as NodeJS.ProcessEnv });
  return JSON.parse(stdout);
}
