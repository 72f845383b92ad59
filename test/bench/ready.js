import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { answerOf } from './lib/answers.js';
import { callsOf } from './lib/calls-of-document.js';
import { corpusDocument } from './lib/corpus-document.js';
import { median, printRatio, textOf } from './lib/figures.js';
import { writeGeneratedDocument } from './lib/generated-document.js';
import { cpuSecondsOf, memoryOf } from './lib/process-figures.js';
import { runOf, startMortise } from './lib/programs.js';

/** @typedef {{ readonly readyMs: number, readonly parseMs: number, readonly cpuRatio: number }} Round */

const ROUND_COUNT = 9;
const CALLED_COUNT = 1_000;
/** Parses, and prints the processor time it took from the start of the process, in microseconds. */
const PARSE_PROGRAM = `JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8'));
const { user, system } = process.cpuUsage();
console.log(user + system);`;
const MICROSECONDS_PER_SECOND = 1_000_000;

/**
 * How soon a mock of a large document serves, as a multiple of a Node process that only parses it, and the memory it holds after a thousand
 * distinct operations were called.
 *
 * @param {string} folder - for files of this run
 */
export async function benchReady(folder) {
  const github = corpusDocument('github.json');
  if (github !== undefined) await measure("GitHub's document", github);
  const generated = join(folder, 'generated.json');
  writeGeneratedDocument(generated, { operationCount: 11_000, descriptionBytes: 1_150 });
  await measure('11,000 operations', generated);
}

/**
 * @param {string} what
 * @param {string} file
 */
async function measure(what, file) {
  /** @type {Round[]} */
  const rounds = [];
  for (let round = 0; round < ROUND_COUNT; round += 1) {
    const parsed = await runOf(['-e', PARSE_PROGRAM, file]);
    const server = await startMortise(file);
    const readyCpuSeconds = cpuSecondsOf(server.pid);
    await server.stop();
    const parseCpuSeconds = Number(parsed.printed) / MICROSECONDS_PER_SECOND;
    rounds.push({ readyMs: server.readyMs, parseMs: parsed.durationMs, cpuRatio: readyCpuSeconds / parseCpuSeconds });
  }
  const megabytes = textOf(statSync(file).size / 1e6);
  const of = (/** @type {(round: Round) => number} */ figure) => textOf(median(rounds.map(figure)));
  printRatio({
    what: `${what} (${megabytes} MB): ready / only parsed`,
    ratio: `${of((round) => round.readyMs / round.parseMs)} (of CPU time ${of((round) => round.cpuRatio)})`,
    sides: `${of((round) => round.readyMs)} ms / ${of((round) => round.parseMs)} ms`,
    aim: '3 at most',
  });
  await measureMemory(what, file);
}

/**
 * @param {string} what
 * @param {string} file
 */
async function measureMemory(what, file) {
  const server = await startMortise(file);
  try {
    const before = memoryOf(server.pid);
    const calls = callsOf(JSON.parse(readFileSync(file, 'utf8')), CALLED_COUNT);
    /** @type {Record<string, number>} */
    const statuses = {};
    for (const call of calls) {
      const { status } = await answerOf(server.port, call);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
    const after = memoryOf(server.pid);
    const sides = `${textOf(before.nowMib)} MiB when ready, most ${textOf(after.mostMib)} MiB; statuses ${JSON.stringify(statuses)}`;
    printRatio({
      what: `${what}: memory after ${textOf(calls.length)} operations`,
      ratio: `${textOf(after.nowMib)} MiB`,
      sides,
      aim: '250 MB at most',
    });
  } finally {
    await server.stop();
  }
}
