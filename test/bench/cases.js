import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { median, printRatio, textOf } from './lib/figures.js';
import { freePort, spawnNode, startListening } from './lib/programs.js';

/** @typedef {{ readonly requestCount: number, readonly durationMs: number, readonly cpuMs: number, readonly findings?: readonly string[] }} Figures */

const CONTRACT = `
openapi: 3.1.0
info: { title: Things, version: '1' }
paths:
  /things:
    get:
      operationId: listThings
      parameters:
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100 } }
        - { name: tag, in: query, schema: { $ref: '#/components/schemas/Tag' } }
      responses:
        '200': { description: Some, content: { application/json: { schema: { type: array } } } }
        '400': { description: Refused }
    post:
      operationId: createThing
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } }
      responses:
        '201': { description: Made, content: { application/json: { schema: { type: object, required: [ok] } } } }
        '400': { description: Refused }
        '415': { description: Refused }
components:
  schemas:
    Tag: { enum: [new, sale, rest] }
    Thing:
      type: object
      required: [name, price]
      additionalProperties: false
      properties:
        name: { type: string, minLength: 1, maxLength: 40 }
        price: { type: number, minimum: 0, maximum: 100000 }
        tags: { type: array, maxItems: 3, items: { $ref: '#/components/schemas/Tag' } }
        note: { type: string }
`;
const CASES_PER_OPERATION = 5_000;
const ROUND_COUNT = 3;

/**
 * Cases a second of the phase `fuzzing` against a server that does next to nothing, all else on (record, judging), the server on one processor and
 * the tester on the other; beside a loop of undici that only sends, and Schemathesis where it is installed.
 *
 * @param {string} folder - for files of this run
 */
export async function benchCases(folder) {
  const contract = join(folder, 'things.yaml');
  writeFileSync(contract, CONTRACT);
  const port = await freePort();
  const server = await startListening('things', [resolve(import.meta.dirname, 'lib/thing-server.js'), String(port)], port);
  const url = `http://127.0.0.1:${port}`;
  try {
    /** @type {Figures[]} */
    const tests = [];
    /** @type {Figures[]} */
    const loops = [];
    for (let round = 0; round < ROUND_COUNT; round += 1) {
      tests.push(await figuresOf('run-cases.js', [contract, url, String(CASES_PER_OPERATION), join(folder, 'run.jsonl')]));
      loops.push(await figuresOf('run-loop.js', [url, String(2 * CASES_PER_OPERATION)]));
    }
    const rate = median(tests.map(perSecond));
    for (const finding of tests[0]?.findings ?? []) console.log(`  found, though there is nothing to find: ${finding}`);
    printRatio({
      what: 'cases a second',
      ratio: textOf(rate),
      sides: `${textOf(median(tests.map(perCpuSecond)))} per CPU second`,
      aim: '1,500',
    });
    const loop = median(loops.map(perSecond));
    printRatio({ what: 'cases / undici alone', ratio: textOf(rate / loop), sides: `${textOf(rate)}/s / ${textOf(loop)}/s`, aim: '-' });
    compareWithSchemathesis({ contract, folder }, url, rate);
  } finally {
    await server.stop();
  }
}

/** @param {Figures} figures */
const perSecond = ({ requestCount, durationMs }) => (1_000 * requestCount) / durationMs;
/** @param {Figures} figures */
const perCpuSecond = ({ requestCount, cpuMs }) => (1_000 * requestCount) / cpuMs;

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<Figures>}
 */
async function figuresOf(program, args) {
  const child = spawnNode([resolve(import.meta.dirname, 'lib', program), ...args], 1, ['ignore', 'pipe', 'inherit']);
  const [printed, [code]] = await Promise.all([text(/** @type {import('node:stream').Readable} */ (child.stdout)), once(child, 'exit')]);
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${printed}`);
  return JSON.parse(printed);
}

/**
 * @param {{ readonly contract: string, readonly folder: string }} files - it leaves files of its own where it runs
 * @param {string} url
 * @param {number} rate - ours, cases a second
 */
function compareWithSchemathesis({ contract, folder }, url, rate) {
  const command = schemathesisCommand();
  if (command === undefined) {
    console.log('  schemathesis is not installed (python3 -m schemathesis, or SCHEMATHESIS=<its executable>): the ratio is left out');
    return;
  }
  const [program = '', ...before] = command;
  const args = [
    ...before,
    'run',
    contract,
    '--url',
    url,
    '--phases',
    'fuzzing',
    '--max-examples',
    String(SCHEMATHESIS_CASES),
    '--seed',
    '1',
  ];
  const ran = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 100_000_000, cwd: folder });
  const count = /(\d[\d,]*) generated/.exec(ran.stdout)?.[1]?.replaceAll(',', '');
  // It says first how long it took to load the document.
  const seconds = /Fuzzing \(in (\d+(?:\.\d+)?)s\)/.exec(ran.stdout)?.[1];
  if (count === undefined || seconds === undefined) {
    console.log(`  schemathesis did not say how many cases it made (it ended with ${ran.status}): the ratio is left out`);
    return;
  }
  const theirs = Number(count) / Number(seconds);
  printRatio({
    what: 'cases: mortise / schemathesis',
    ratio: textOf(rate / theirs),
    sides: `${textOf(rate)}/s / ${textOf(theirs)}/s`,
    aim: '5',
  });
}

/** Enough for its rate to settle; at ours it would take minutes. */
const SCHEMATHESIS_CASES = 1_000;

function schemathesisCommand() {
  const own = process.env['SCHEMATHESIS'];
  if (own !== undefined) return [own];
  return spawnSync('python3', ['-c', 'import schemathesis']).status === 0 ? ['python3', '-m', 'schemathesis.cli'] : undefined;
}
