// Makes one small call after the other, to each port in turn, on kept-alive connections: node call-in-turn.js <calls> <port>…
import { connect } from 'node:net';
import { median } from './figures.js';

const [count = '0', ...ports] = process.argv.slice(2);
const REQUEST = Buffer.from('GET /pets/1 HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n');
const WARM_UP_CALLS = 300;

const connections = await Promise.all(ports.map((port) => connection(Number(port))));
/** @type {number[][]} */
const times = ports.map(() => []);
for (let round = -WARM_UP_CALLS; round < Number(count); round += 1) {
  for (const [index, { call }] of connections.entries()) {
    const tookMs = await call();
    if (round >= 0) times[index]?.push(tookMs);
  }
}
console.log(JSON.stringify({ medianMs: times.map(median) }));
for (const { end } of connections) end();

/**
 * @param {number} port
 * @returns {Promise<{ call: () => Promise<number>, end: () => void }>} `call` makes one and gives how long it took
 */
function connection(port) {
  return new Promise((ready, failed) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    /** @type {(tookMs: number) => void} */
    let done = () => undefined;
    let sentAtMs = 0;
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      const headEnd = received.indexOf('\r\n\r\n');
      const length = /content-length: *(\d+)/i.exec(received)?.[1];
      if (headEnd === -1 || received.length < headEnd + 4 + Number(length)) return;
      const tookMs = performance.now() - sentAtMs;
      received = '';
      done(tookMs);
    });
    socket.on('error', failed).on('close', () => failed(new Error(`${port} closed a kept-alive connection`)));
    const call = () =>
      new Promise((/** @type {(tookMs: number) => void} */ resolve) => {
        done = resolve;
        sentAtMs = performance.now();
        socket.write(REQUEST);
      });
    socket.once('connect', () => ready({ call, end: () => socket.removeAllListeners('close').destroy() }));
  });
}
