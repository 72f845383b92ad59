// The least a Node server can do: read the request, look the answer up, write it. node bare-server.js <port> <answers.json>
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

/** @typedef {{ key: string, status: number, headers: string[], body: string }} Answer */

const [port = '0', file = ''] = process.argv.slice(2);
const list = /** @type {Answer[]} */ (JSON.parse(readFileSync(file, 'utf8')));
const answers = new Map(list.map((answer) => [answer.key, { ...answer, body: Buffer.from(answer.body, 'base64') }]));

createServer((request, response) => {
  const answer = answers.get(`${request.method} ${request.url}`);
  if (answer === undefined) {
    response.writeHead(404).end();
    return;
  }
  if (request.method === 'GET') {
    response.writeHead(answer.status, answer.headers).end(answer.body);
    return;
  }
  request.on('data', () => undefined).on('end', () => response.writeHead(answer.status, answer.headers).end(answer.body));
}).listen(Number(port), '127.0.0.1');
