// A server that keeps the contract of `cases.js` and does nothing else. node thing-server.js <port>
import { createServer } from 'node:http';

const [port = '0'] = process.argv.slice(2);
const JSON_HEADERS = { 'content-type': 'application/json' };
const TAGS = ['new', 'sale', 'rest'];

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://things');
  const answer = (/** @type {number} */ status, /** @type {object} */ value) => {
    response.writeHead(status, JSON_HEADERS).end(JSON.stringify(value));
  };
  if (pathname === '/things' && request.method === 'GET') {
    answer(isQuery(searchParams) ? 200 : 400, []);
    return;
  }
  if (pathname !== '/things' || request.method !== 'POST') {
    const isKnown = pathname === '/things';
    response.writeHead(isKnown ? 405 : 404, isKnown ? { allow: 'GET, POST' } : {}).end();
    return;
  }
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => {
    text += chunk;
  });
  request.on('end', () => {
    if (request.headers['content-type'] !== 'application/json') answer(415, {});
    else answer(isThing(text) ? 201 : 400, { ok: true });
  });
}).listen(Number(port), '127.0.0.1');

/** @param {URLSearchParams} query */
function isQuery(query) {
  const limits = query.getAll('limit');
  const tags = query.getAll('tag');
  const isLimit = limits.every((limit) => /^-?\d+(\.0+)?$/.test(limit) && Number(limit) >= 1 && Number(limit) <= 100);
  return limits.length < 2 && isLimit && tags.length < 2 && tags.every((tag) => TAGS.includes(tag));
}

/** @param {string} text */
function isThing(text) {
  try {
    const thing = JSON.parse(text);
    if (typeof thing !== 'object' || thing === null || Array.isArray(thing)) return false;
    const { name, price, tags, note } = thing;
    return (
      Object.keys(thing).every((key) => ['name', 'price', 'tags', 'note'].includes(key)) &&
      typeof name === 'string' &&
      [...name].length >= 1 &&
      [...name].length <= 40 &&
      typeof price === 'number' &&
      price >= 0 &&
      price <= 100_000 &&
      (tags === undefined || (Array.isArray(tags) && tags.length <= 3 && tags.every((tag) => TAGS.includes(tag)))) &&
      (note === undefined || typeof note === 'string')
    );
  } catch {
    return false;
  }
}
