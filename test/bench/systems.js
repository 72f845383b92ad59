import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, printRatio, textOf } from './lib/figures.js';
import { writeGeneratedDocument } from './lib/generated-document.js';
import { ratesOf, ratioOf } from './lib/load.js';
import { memoryOf } from './lib/process-figures.js';
import { startMortise } from './lib/programs.js';

const SYSTEM_COUNT = 200;
/** Four for each resource: 11,200 in all. */
const OPERATION_COUNT = 56;
const ROUND_COUNT = 3;

/**
 * Two hundred systems in one process against one with as many operations: until they are ready, and how fast they answer behind the one port of all.
 *
 * @param {string} folder - for files of this run
 */
export async function benchSystems(folder) {
  const { workspace, targets } = writeWorkspace(join(folder, 'systems'));
  const single = join(folder, 'single.json');
  const own = writeGeneratedDocument(single, { operationCount: SYSTEM_COUNT * OPERATION_COUNT }).targets;
  const readyMs = { many: /** @type {number[]} */ ([]), one: /** @type {number[]} */ ([]) };
  for (let round = 1; round < ROUND_COUNT; round += 1) {
    readyMs.many.push(await readinessOf(workspace));
    readyMs.one.push(await readinessOf(single));
  }
  const many = await startMortise(workspace);
  const one = await startMortise(single);
  try {
    const [of, than] = [median([...readyMs.many, many.readyMs]), median([...readyMs.one, one.readyMs])];
    printRatio({
      what: '200 systems / one, ready',
      ratio: textOf(of / than),
      sides: `${textOf(of)} ms / ${textOf(than)} ms`,
      aim: '3 at most',
    });
    const subjects = [
      { server: many, calls: targets.map((target) => ({ target })) },
      { server: one, calls: own.slice(0, targets.length).map((target) => ({ target })) },
    ];
    const [ofMany = [], ofOne = []] = await ratesOf(subjects, { roundCount: ROUND_COUNT });
    const { perSecond, perCpuSecond } = ratioOf(ofMany, ofOne);
    const [manyPerSecond, onePerSecond] = [ofMany, ofOne].map((rates) => textOf(median(rates.map((rate) => rate.perSecond))));
    printRatio({
      what: '200 systems behind one port / one system, calls in turn',
      ratio: `${textOf(perSecond)} (per CPU second ${textOf(perCpuSecond)})`,
      sides: `${manyPerSecond}/s / ${onePerSecond}/s; statuses ${JSON.stringify(ofMany[0]?.statuses)}`,
      aim: '0.8 at least',
    });
    console.log(`  memory: ${textOf(memoryOf(many.pid).nowMib)} MiB / ${textOf(memoryOf(one.pid).nowMib)} MiB`);
  } finally {
    await many.stop();
    await one.stop();
  }
}

/** @param {string} file */
async function readinessOf(file) {
  const server = await startMortise(file);
  await server.stop();
  return server.readyMs;
}

/**
 * @param {string} folder
 * @returns {{ readonly workspace: string, readonly targets: readonly string[] }} a target in every system, behind the port of all
 */
function writeWorkspace(folder) {
  mkdirSync(folder, { recursive: true });
  const names = Array.from({ length: SYSTEM_COUNT }, (_, index) => `system-${index}`);
  const targets = names.map((name, index) => {
    const written = writeGeneratedDocument(join(folder, `${name}.json`), { operationCount: OPERATION_COUNT });
    return `/${name}${written.targets[index % written.targets.length]}`;
  });
  const workspace = join(folder, 'mortise.yaml');
  writeFileSync(workspace, `systems:\n${names.map((name) => `  ${name}: { openapi: ${name}.json }\n`).join('')}`);
  return { workspace, targets };
}
