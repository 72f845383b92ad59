import { once } from 'node:events';
import { resolve } from 'node:path';
import { json } from 'node:stream/consumers';
import { median } from './figures.js';
import { cpuSecondsOf } from './process-figures.js';
import { spawnNode } from './programs.js';

/** @typedef {import('./programs.js').Server} Server */
/** @typedef {{ readonly method?: string, readonly target: string, readonly headers?: Readonly<Record<string, string>>, readonly body?: string }} Call */
/** @typedef {{ readonly perSecond: number, readonly perCpuSecond: number, readonly statuses: Readonly<Record<string, number>> }} Rate */

const generator = resolve(import.meta.dirname, 'load-generator.js');

/**
 * The rates of several servers under load, one after the other in each round, so that a busy machine is busy for all of them.
 *
 * @param {readonly { readonly server: Server, readonly calls: readonly Call[] }[]} subjects - the calls of each are sent in turn
 * @param {{ readonly roundCount?: number, readonly durationMs?: number, readonly connectionCount?: number }} [options]
 * @returns {Promise<readonly (readonly Rate[])[]>} for each subject its rate in each round
 */
export async function ratesOf(subjects, options = {}) {
  const { roundCount = 7, durationMs = 1_000, connectionCount = 16 } = options;
  /** @type {Rate[][]} */
  const rates = subjects.map(() => []);
  for (let round = 0; round <= roundCount; round += 1) {
    for (const [index, { server, calls }] of subjects.entries()) {
      // The first round only warms up.
      const rate = await rateOf(server, calls, { connectionCount, durationMs: round === 0 ? 2 * durationMs : durationMs });
      if (round > 0) rates[index]?.push(rate);
    }
  }
  return rates;
}

/**
 * The median of the ratios of two servers, round by round.
 *
 * @param {readonly Rate[]} above
 * @param {readonly Rate[]} below
 * @returns {{ readonly perSecond: number, readonly perCpuSecond: number }}
 */
export function ratioOf(above, below) {
  const ratio = (/** @type {'perSecond' | 'perCpuSecond'} */ key) =>
    median(above.map((rate, round) => rate[key] / (below[round]?.[key] ?? Number.NaN)));
  return { perSecond: ratio('perSecond'), perCpuSecond: ratio('perCpuSecond') };
}

/**
 * @param {Server} server
 * @param {readonly Call[]} calls
 * @param {{ readonly connectionCount: number, readonly durationMs: number }} options
 * @returns {Promise<Rate>}
 */
async function rateOf(server, calls, { connectionCount, durationMs }) {
  const order = { port: server.port, requests: calls.map(textOfCall), connectionCount, warmUpMs: durationMs / 5, durationMs };
  const cpuBefore = cpuSecondsOf(server.pid);
  const child = spawnNode([generator], 1, ['pipe', 'pipe', 'inherit']);
  const ended = once(child, 'exit');
  child.stdin?.end(JSON.stringify(order));
  const result = /** @type {import('./load-generator.js').Result} */ (
    await json(/** @type {import('node:stream').Readable} */ (child.stdout))
  );
  await ended;
  const cpuSeconds = cpuSecondsOf(server.pid) - cpuBefore;
  return {
    perSecond: result.requestCount / (result.durationMs / 1_000),
    perCpuSecond: result.totalCount / cpuSeconds,
    statuses: result.statuses,
  };
}

/**
 * The call as it stands on the wire.
 *
 * @param {Call} call
 * @see RFC 9112 §3
 */
function textOfCall({ method = 'GET', target, headers = {}, body }) {
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Accept: */*',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  if (body !== undefined) lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`);
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}
