import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { answerOf } from './lib/answers.js';
import { median, printRatio, textOf } from './lib/figures.js';
import { ratesOf, ratioOf } from './lib/load.js';
import { freePort, prismProgram, repositoryFolder, startListening, startMortise, startPrism } from './lib/programs.js';

/** @typedef {import('./lib/load.js').Call} Call */

const DOCUMENT = resolve(repositoryFolder, 'fixtures/specs/petstore.yaml');
/** @type {Call} */
const ONE = { target: '/pets/1' };
/** @type {readonly Call[]} */
const THREE = [
  { target: '/pets?limit=10&species=cat' },
  ONE,
  { method: 'POST', target: '/pets', headers: { 'X-Shelter-Key': 'key' }, body: '{"name":"Mia","species":"cat"}' },
];

/**
 * Static answers of a three-operation document, journal and validation on, kept-alive: against a bare `node:http` server that writes the
 * same bytes and headers, and against Prism with its log off.
 *
 * @param {string} folder - for files of this run
 */
export async function benchStatic(folder) {
  for (const [what, calls] of /** @type {const} */ ([
    ['one GET', [ONE]],
    ['three operations in turn', THREE],
  ]))
    await compare(folder, what, calls);
}

/**
 * @param {string} folder
 * @param {string} what
 * @param {readonly Call[]} calls
 */
async function compare(folder, what, calls) {
  const mortise = await startMortise(DOCUMENT);
  const answers = [];
  for (const call of calls) answers.push(await answerOf(mortise.port, call));
  const file = join(folder, 'answers.json');
  writeFileSync(file, JSON.stringify(answers));
  const port = await freePort();
  const bare = await startListening('bare', [resolve(import.meta.dirname, 'lib/bare-server.js'), String(port), file], port);
  const program = prismProgram();
  const prism = program === undefined ? undefined : await startPrism(program, DOCUMENT);
  const servers = [mortise, bare, ...(prism === undefined ? [] : [prism])];
  console.log(`  statuses: ${answers.map((answer) => `${answer.key} ${answer.status}`).join(', ')}`);
  try {
    const [ofMortise = [], ofBare = [], ofPrism = []] = await ratesOf(servers.map((server) => ({ server, calls })));
    const rate = (/** @type {typeof ofMortise} */ rates) => `${textOf(median(rates.map((one) => one.perSecond)))}/s`;
    print(`${what}: mortise / bare node:http`, ratioOf(ofMortise, ofBare), {
      sides: `${rate(ofMortise)} / ${rate(ofBare)}`,
      aim: '0.6, aim 0.8',
    });
    if (prism !== undefined)
      print(`${what}: mortise / prism`, ratioOf(ofMortise, ofPrism), { sides: `${rate(ofMortise)} / ${rate(ofPrism)}`, aim: '4' });
  } finally {
    for (const server of servers) await server.stop();
  }
}

/**
 * @param {string} what
 * @param {{ readonly perSecond: number, readonly perCpuSecond: number }} ratio
 * @param {{ readonly sides: string, readonly aim: string }} rest
 */
function print(what, ratio, rest) {
  printRatio({ what, ratio: `${textOf(ratio.perSecond)} (per CPU second ${textOf(ratio.perCpuSecond)})`, ...rest });
}
