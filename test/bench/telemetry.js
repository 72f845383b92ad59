import { createServer } from 'node:http';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { median, printRatio, textOf } from './lib/figures.js';
import { ratesOf, ratioOf } from './lib/load.js';
import { repositoryFolder, startMortise } from './lib/programs.js';

const DOCUMENT = resolve(repositoryFolder, 'fixtures/specs/petstore.yaml');
const CALLS = [{ target: '/pets/1' }];

/** What it costs a mock to count for Prometheus, to send spans to a collector, and both, against doing neither. */
export async function benchTelemetry() {
  const collector = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const address = collector.address();
  const trace = ['--trace', `http://127.0.0.1:${address === null || typeof address === 'string' ? 0 : address.port}`];
  const metrics = ['--metrics'];
  const kinds = /** @type {const} */ ([
    ['metrics', metrics],
    ['traces', trace],
    ['both', [...metrics, ...trace]],
  ]);
  const plain = await startMortise(DOCUMENT);
  const others = [];
  try {
    for (const [, args] of kinds) others.push(await startMortise(DOCUMENT, args));
    const rates = await ratesOf([plain, ...others].map((server) => ({ server, calls: CALLS })));
    const without = rates[0] ?? [];
    for (const [index, [what]] of kinds.entries()) {
      const own = rates[index + 1] ?? [];
      const { perSecond, perCpuSecond } = ratioOf(own, without);
      const [of, than] = [own, without].map((some) => textOf(median(some.map((rate) => rate.perSecond))));
      printRatio({
        what: `mock with ${what} / without`,
        ratio: `${textOf(perSecond)} (per CPU second ${textOf(perCpuSecond)})`,
        sides: `${of}/s / ${than}/s`,
        aim: 'none is fixed',
      });
    }
  } finally {
    for (const server of [plain, ...others]) await server.stop();
    collector.close();
    collector.closeAllConnections();
  }
}
