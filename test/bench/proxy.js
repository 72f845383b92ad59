import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { printRatio, textOf } from './lib/figures.js';
import { freePort, repositoryFolder, runOf, startListening } from './lib/programs.js';

/** @typedef {import('./lib/programs.js').Server} Server */

const BODY = JSON.stringify({ id: 1, name: 'Mia', species: 'cat', bornOn: '2024-04-01' });
const CALL_COUNT = 4_000;
const GIBIBYTE = 1_073_741_824;

/**
 * What the fault proxy adds to a call while no fault is in force, beside a relay that does nothing, and Toxiproxy where there is one; and
 * whether a byte is changed on the way.
 *
 * @param {string} folder - for files of this run
 */
export async function benchProxy(folder) {
  await compareCalls(folder);
  await compareBytes();
}

/** @param {string} folder */
async function compareCalls(folder) {
  const file = join(folder, 'pet.json');
  const headers = ['content-type', 'application/json', 'content-length', String(BODY.length)];
  writeFileSync(file, JSON.stringify([{ key: 'GET /pets/1', status: 200, headers, body: Buffer.from(BODY).toString('base64') }]));
  const provider = await started('provider', 'lib/bare-server.js', [file]);
  const servers = [provider, await startedProxy(provider), await started('relay', 'lib/tcp-relay.js', [String(provider.port)])];
  const toxiproxy = await startedToxiproxy(provider);
  if (toxiproxy !== undefined) servers.push(toxiproxy);
  try {
    const ports = servers.map(({ port }) => String(port));
    const { printed } = await runOf([resolve(import.meta.dirname, 'lib/call-in-turn.js'), String(CALL_COUNT), ...ports]);
    const { medianMs } = /** @type {{ medianMs: number[] }} */ (JSON.parse(printed));
    const [direct = Number.NaN, proxy = Number.NaN, relay = Number.NaN, toxic] = medianMs;
    const ms = (/** @type {number} */ time) => `${time.toFixed(3)} ms`;
    const added = (/** @type {number} */ time) => `${ms(time - direct)} added`;
    printRatio({
      what: 'proxy without faults: one call, at the median',
      ratio: `${added(proxy)} (${textOf(proxy / direct)} times)`,
      sides: `${ms(proxy)} / ${ms(direct)} direct`,
      aim: 'at most 0.3 ms added',
    });
    printRatio({ what: 'a relay that does nothing', ratio: added(relay), sides: `${ms(relay)} / ${ms(direct)} direct`, aim: '-' });
    if (toxic === undefined)
      console.log('  toxiproxy-server is not installed (on the PATH, or TOXIPROXY_SERVER=<its executable>): left out');
    else
      printRatio({
        what: 'proxy / toxiproxy',
        ratio: textOf(proxy / toxic),
        sides: `${added(proxy)} / ${added(toxic)}`,
        aim: '-',
      });
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function compareBytes() {
  const source = await started('source', 'lib/byte-source.js', []);
  const proxy = await startedProxy(source);
  try {
    const [through, direct] = [await transferOf(proxy), await transferOf(source)];
    const rate = (/** @type {number} */ ms) => `${textOf(GIBIBYTE / 1_048_576 / (ms / 1_000))} MiB/s`;
    printRatio({
      what: '1 GiB in each direction, hashed at both ends',
      ratio: through.isSame ? 'no byte changed' : 'CHANGED ON THE WAY',
      sides: `up ${rate(through.upMs)}, down ${rate(through.downMs)} / direct ${rate(direct.upMs)}, ${rate(direct.downMs)}`,
      aim: 'no byte changed',
    });
  } finally {
    await proxy.stop();
    await source.stop();
  }
}

/**
 * @param {Server} server
 * @returns {Promise<{ isSame: boolean, upMs: number, downMs: number }>}
 */
async function transferOf({ port }) {
  const { printed } = await runOf([resolve(import.meta.dirname, 'lib/transfer.js'), `http://127.0.0.1:${port}`, String(GIBIBYTE)]);
  return JSON.parse(printed);
}

/**
 * @param {string} name
 * @param {string} program - takes its port first
 * @param {readonly string[]} args
 */
async function started(name, program, args) {
  const port = await freePort();
  return startListening(name, [resolve(import.meta.dirname, program), String(port), ...args], port);
}

/** @param {Server} provider */
async function startedProxy(provider) {
  const port = await freePort();
  const program = resolve(repositoryFolder, 'bin/mortise.js');
  return startListening('proxy', [program, 'proxy', `http://127.0.0.1:${provider.port}`, '--port', String(port)], port);
}

/**
 * @param {Server} provider
 * @returns {Promise<Server | undefined>}
 * @see https://github.com/Shopify/toxiproxy#http-api
 */
async function startedToxiproxy(provider) {
  const program = process.env['TOXIPROXY_SERVER'] ?? 'toxiproxy-server';
  if (spawnSync(program, ['--version']).status !== 0) return undefined;
  const [apiPort, port] = [await freePort(), await freePort()];
  const child = spawn(program, ['-host', '127.0.0.1', '-port', String(apiPort)], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const body = JSON.stringify({ name: 'bench', listen: `127.0.0.1:${port}`, upstream: `127.0.0.1:${provider.port}`, enabled: true });
  for (let tryCount = 0; tryCount < 200; tryCount += 1) {
    try {
      await fetch(`http://127.0.0.1:${apiPort}/proxies`, { method: 'POST', body });
      break;
    } catch {
      // Not listening yet.
      await new Promise((done) => setTimeout(done, 25));
    }
  }
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { name: 'toxiproxy', pid: child.pid ?? 0, port, readyMs: 0, stop };
}
