// Gives and takes bytes, and says what they hash to: node byte-source.js <port>. GET /<bytes> sends so many, their hash as a trailer; POST hashes what is sent.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { pieces } from './pieces.js';

const [port = '0'] = process.argv.slice(2);

createServer(async (request, response) => {
  const hash = createHash('sha256');
  if (request.method === 'GET') {
    response.writeHead(200, { trailer: 'x-sha256' });
    await pipeline(pieces(Number((request.url ?? '').slice(1)), hash), response, { end: false });
    response.addTrailers({ 'x-sha256': hash.digest('hex') });
    response.end();
    return;
  }
  request.on('data', (chunk) => hash.update(chunk)).on('end', () => response.end(hash.digest('hex')));
}).listen(Number(port), '127.0.0.1');
