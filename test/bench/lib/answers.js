import { once } from 'node:events';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** What every Node server adds by itself. */
const ADDED_HEADERS = ['date', 'connection', 'keep-alive'];

/** @typedef {import('./load.js').Call} Call */
/** @typedef {import('./bare-server.js').Answer} Answer */

/**
 * One call and its answer, as `bare-server` can repeat it byte for byte.
 *
 * @param {number} port
 * @param {Call} call
 * @returns {Promise<Answer>}
 */
export async function answerOf(port, { method = 'GET', target, headers = {}, body }) {
  const sent = { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const outgoing = request({ host: '127.0.0.1', port, method, path: target, headers: sent });
  outgoing.end(body);
  const [incoming] = /** @type {[import('node:http').IncomingMessage]} */ (await once(outgoing, 'response'));
  const bytes = await buffer(incoming);
  return {
    key: `${method} ${target}`,
    status: incoming.statusCode ?? 0,
    headers: withoutAdded(incoming.rawHeaders),
    body: bytes.toString('base64'),
  };
}

/** @param {readonly string[]} pairs - names and values in turn */
function withoutAdded(pairs) {
  return pairs.filter((_text, index) => !ADDED_HEADERS.includes((pairs[index - (index % 2)] ?? '').toLowerCase()));
}
