import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect, createServer } from 'node:net';

/** @typedef {{ readonly name: string, readonly pid: number, readonly port: number, readonly readyMs: number, readonly stop: () => Promise<void> }} Server */

export const repositoryFolder = resolve(import.meta.dirname, '../../..');
const mortiseProgram = resolve(repositoryFolder, 'bin/mortise.js');
const POLL_MS = 5;
const START_LIMIT_MS = 180_000;

/** The server has the first processor for itself and the load the second, where there are two. */
const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/**
 * A Node program on one processor.
 *
 * @param {readonly string[]} args - after `node`
 * @param {number} cpu - which processor
 * @param {import('node:child_process').StdioOptions} stdio
 */
export function spawnNode(args, cpu, stdio) {
  const command = canPin ? ['taskset', '-c', String(cpu), process.execPath] : [process.execPath];
  const [program = process.execPath, ...before] = command;
  return spawn(program, [...before, ...args], { cwd: repositoryFolder, stdio, env: { ...process.env, NODE_ENV: undefined } });
}

/**
 * `mortise mock`, ready: journal and validation on, as they are by default.
 *
 * @param {string} file
 * @param {readonly string[]} more - further options
 * @returns {Promise<Server>}
 */
export async function startMortise(file, more = []) {
  const beganAtMs = performance.now();
  const child = spawnNode([mortiseProgram, 'mock', file, '--port', '0', ...more], 0, ['ignore', 'pipe', 'inherit']);
  let printed = '';
  for await (const chunk of /** @type {import('node:stream').Readable} */ (child.stdout)) {
    printed += chunk;
    // Of several systems each line has its own port, and behind it the one before all of them.
    const port = printed.match(/^.*http:\/\/[^\s"/]*:(\d+).*\n/m)?.[1];
    if (port !== undefined) {
      const readyMs = performance.now() - beganAtMs;
      return serverOf('mortise', child, Number(port), readyMs);
    }
  }
  throw new Error(`mortise mock ${file} ended before it was ready\n${printed}`);
}

/** Where Prism's program is, or `undefined` when it is not installed: it is an optional peer. */
export function prismProgram() {
  try {
    return createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js');
  } catch {
    console.log('prism is not installed: left out');
    return undefined;
  }
}

/**
 * `prism mock`, ready, its log off.
 *
 * @param {string} program - as `prismProgram` gives it
 * @param {string} file
 * @returns {Promise<Server>}
 */
export async function startPrism(program, file) {
  const port = await freePort();
  return startListening('prism', [program, 'mock', file, '--port', String(port), '--host', '127.0.0.1', '--verboseLevel', 'silent'], port);
}

/**
 * A program that listens on a port it was told, ready when it accepts.
 *
 * @param {string} name
 * @param {readonly string[]} args
 * @param {number} port
 * @returns {Promise<Server>}
 */
export async function startListening(name, args, port) {
  const beganAtMs = performance.now();
  const child = spawnNode(args, 0, ['ignore', 'ignore', 'inherit']);
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode} before it was ready`);
    if (performance.now() - beganAtMs > START_LIMIT_MS) throw new Error(`${name} was not ready after ${START_LIMIT_MS} ms`);
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
  return serverOf(name, child, port, performance.now() - beganAtMs);
}

/**
 * How long a Node program runs, from start to end, and what it printed.
 *
 * @param {readonly string[]} args - after `node`
 */
export async function runOf(args) {
  const beganAtMs = performance.now();
  const child = spawnNode(args, 0, ['ignore', 'pipe', 'inherit']);
  const ended = once(child, 'exit');
  const printed = await text(/** @type {import('node:stream').Readable} */ (child.stdout));
  const [code] = await ended;
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}`);
  return { durationMs: performance.now() - beganAtMs, printed };
}

/** A port nobody listens on at this moment. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * @param {string} name
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} port
 * @param {number} readyMs
 * @returns {Server}
 */
function serverOf(name, child, port, readyMs) {
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(killer);
  };
  return { name, pid: child.pid ?? 0, port, readyMs, stop };
}

/** @param {number} port */
function accepts(port) {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
