import { writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { memoryOf } from './lib/process-figures.js';
import { startMortise } from './lib/programs.js';

const CLIENT_COUNT = 1_000;
const DOCUMENT = {
  openapi: '3.2.0',
  info: { title: 'Ticks', version: '1' },
  paths: {
    '/ticks': {
      get: {
        responses: {
          200: {
            description: 'Ticks.',
            content: {
              'text/event-stream': { itemSchema: { type: 'object', required: ['data'], properties: { data: { type: 'string' } } } },
            },
          },
        },
      },
    },
  },
};

/**
 * What a thousand clients cost that listen to a stream on which nothing happens.
 *
 * @param {string} folder - for files of this run
 */
export async function benchStreams(folder) {
  const file = join(folder, 'ticks.json');
  writeFileSync(file, JSON.stringify(DOCUMENT));
  const server = await startMortise(file);
  try {
    const before = memoryOf(server.pid).nowMib;
    const clients = await Promise.all(
      Array.from({ length: CLIENT_COUNT }, () => openClient(`http://127.0.0.1:${server.port}/ticks?__wait&__pace=0ms`)),
    );
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const during = memoryOf(server.pid).nowMib;
    console.log(`  ${CLIENT_COUNT} idle clients: ${during.toFixed(0)} MiB resident, ${before.toFixed(0)} MiB before (wanted: within 200)`);
    for (const client of clients) client.destroy();
  } finally {
    await server.stop();
  }
}

/**
 * @param {string} url - of a stream
 * @returns {Promise<import('node:http').IncomingMessage>} once its first event is there
 */
function openClient(url) {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => {
      response.once('data', () => resolve(response));
      response.on('error', () => undefined);
    }).on('error', reject);
  });
}
