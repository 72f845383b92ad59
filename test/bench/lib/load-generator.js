// Calls one server as fast as it answers: preformatted requests on kept-alive raw sockets, one at a time on each.
// Reads its orders as JSON from standard input and prints the result as JSON. Runs in a process of its own, so that it shares no processor with what it measures.
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** @typedef {{ port: number, requests: string[], connectionCount: number, warmUpMs: number, durationMs: number }} Order */
/** @typedef {{ requestCount: number, totalCount: number, durationMs: number, statuses: Record<string, number> }} Result */

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH_PATTERN = /\r\ncontent-length: *(\d+)/i;
const CHUNKED_END = '0\r\n\r\n';

const order = /** @type {Order} */ (JSON.parse(await text(process.stdin)));
const requests = order.requests.map((request) => Buffer.from(request, 'utf8'));
const result = await run();
process.stdout.write(JSON.stringify(result));

/** @returns {Promise<Result>} */
async function run() {
  const state = { totalCount: 0, isOver: false, next: 0, statuses: /** @type {Record<string, number>} */ ({}) };
  const connections = Array.from({ length: order.connectionCount }, () => callForEver(state));
  neverSleep(state);
  await delay(order.warmUpMs);
  const countBefore = state.totalCount;
  const beganAtMs = performance.now();
  await delay(order.durationMs);
  const durationMs = performance.now() - beganAtMs;
  const requestCount = state.totalCount - countBefore;
  state.isOver = true;
  await Promise.all(connections);
  return { requestCount, totalCount: state.totalCount, durationMs, statuses: state.statuses };
}

/**
 * Keeps this process looking for answers. To wake one that sleeps took the server nearly a fifth of its time, and only a server that is slow enough
 * to let it sleep pays that: the same answers would be dearer from whoever is slower already.
 *
 * @param {{ isOver: boolean }} state
 */
function neverSleep(state) {
  if (!state.isOver) setImmediate(neverSleep, state);
}

/** @param {{ totalCount: number, isOver: boolean, next: number, statuses: Record<string, number> }} state */
function callForEver(state) {
  return new Promise((done, failed) => {
    const socket = connect(order.port, '127.0.0.1');
    socket.setNoDelay(true);
    let pending = Buffer.alloc(0);
    const send = () => {
      state.next = (state.next + 1) % requests.length;
      socket.write(requests[state.next] ?? Buffer.alloc(0));
    };
    socket.once('connect', send);
    socket.once('error', failed);
    socket.once('close', () => (state.isOver ? done(undefined) : failed(new Error('the server closed a kept-alive connection'))));
    socket.on('data', (chunk) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      if (!isWhole(pending)) return;
      const status = pending.toString('latin1', 9, 12);
      state.statuses[status] = (state.statuses[status] ?? 0) + 1;
      pending = Buffer.alloc(0);
      state.totalCount += 1;
      if (state.isOver) socket.end();
      else send();
    });
  });
}

/** @param {Buffer} bytes - all that came since the request was sent */
function isWhole(bytes) {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return false;
  const length = LENGTH_PATTERN.exec(bytes.toString('latin1', 0, headEnd + 2))?.[1];
  if (length !== undefined) return bytes.length >= headEnd + HEAD_END.length + Number(length);
  // Without a length: either chunked, or a status that has no body.
  const isChunked = /\r\ntransfer-encoding: *chunked/i.test(bytes.toString('latin1', 0, headEnd + 2));
  return !isChunked || bytes.toString('latin1', bytes.length - CHUNKED_END.length) === CHUNKED_END;
}

/** @param {number} ms */
function delay(ms) {
  return new Promise((done) => setTimeout(done, ms));
}
