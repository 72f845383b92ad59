// Sends and fetches so many bytes and compares what both ends hash: node transfer.js <url> <bytes>
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Agent } from 'undici';
import { pieces } from './pieces.js';

const [origin = '', size = ''] = process.argv.slice(2);
const sizeBytes = Number(size);
const agent = new Agent({ bodyTimeout: 0, headersTimeout: 0 });

const sent = createHash('sha256');
const up = await measured(async () => {
  const answer = await agent.request({ origin, path: '/', method: 'POST', body: Readable.from(pieces(sizeBytes, sent)) });
  return await answer.body.text();
});
const received = createHash('sha256');
const down = await measured(async () => {
  const answer = await agent.request({ origin, path: `/${sizeBytes}`, method: 'GET' });
  for await (const chunk of answer.body) received.update(chunk);
  return String(/** @type {Record<string, unknown>} */ (answer.trailers)['x-sha256']);
});
await agent.close();
console.log(
  JSON.stringify({
    isSame: up.result === sent.digest('hex') && down.result === received.digest('hex'),
    upMs: up.ms,
    downMs: down.ms,
  }),
);

/** @param {() => Promise<string>} run */
async function measured(run) {
  const beganAtMs = performance.now();
  const result = await run();
  return { result, ms: performance.now() - beganAtMs };
}
