import { join } from 'node:path';
import { corpusDocument } from './lib/corpus-document.js';
import { median, printRatio, textOf } from './lib/figures.js';
import { writeGeneratedDocument } from './lib/generated-document.js';
import { ratesOf, ratioOf } from './lib/load.js';
import { prismProgram, startMortise, startPrism } from './lib/programs.js';

/** @typedef {import('./lib/load.js').Rate} Rate */

/** Operations of GitHub's document that both mocks answer from an example, without parameters or with a plain path. */
const GITHUB_TARGETS = ['/meta', '/emojis', '/licenses', '/users/octocat', '/repos/octocat/hello/branches', '/orgs/acme/teams'];

/**
 * Whether the rate depends on the size of the document: 2,000 operations against 20, and GitHub's document against Prism.
 *
 * @param {string} folder - for files of this run
 */
export async function benchSize(folder) {
  await compareGenerated(folder);
  await compareGithub();
}

/** @param {string} folder */
async function compareGenerated(folder) {
  const files = { small: join(folder, 'small.json'), large: join(folder, 'large.json') };
  const five = writeGeneratedDocument(files.small, { operationCount: 20 }).targets.map((target) => ({ target }));
  const all = writeGeneratedDocument(files.large, { operationCount: 2_000 }).targets.map((target) => ({ target }));
  const small = await startMortise(files.small);
  const large = await startMortise(files.large);
  try {
    const subjects = [
      { server: small, calls: five },
      { server: large, calls: five },
      { server: large, calls: all },
    ];
    const [ofSmall = [], ofLarge = [], ofAll = []] = await ratesOf(subjects);
    print('2,000 operations / 20, the same five called', ofLarge, ofSmall, '0.9');
    print('2,000 operations / 20, 500 called in turn', ofAll, ofSmall, '0.9');
  } finally {
    await small.stop();
    await large.stop();
  }
}

async function compareGithub() {
  const file = corpusDocument('github.json');
  const program = prismProgram();
  if (file === undefined || program === undefined) return;
  const mortise = await startMortise(file);
  const prism = await startPrism(program, file);
  try {
    console.log(`  ready on GitHub's document: mortise ${textOf(mortise.readyMs)} ms, prism ${textOf(prism.readyMs)} ms`);
    const calls = GITHUB_TARGETS.map((target) => ({ target }));
    const [ofMortise = [], ofPrism = []] = await ratesOf(
      [mortise, prism].map((server) => ({ server, calls })),
      { roundCount: 5 },
    );
    console.log(`  statuses: mortise ${JSON.stringify(ofMortise[0]?.statuses)}, prism ${JSON.stringify(ofPrism[0]?.statuses)}`);
    print("GitHub's document: mortise / prism", ofMortise, ofPrism, '50');
  } finally {
    await mortise.stop();
    await prism.stop();
  }
}

/**
 * @param {string} what
 * @param {readonly Rate[]} above
 * @param {readonly Rate[]} below
 * @param {string} aim
 */
function print(what, above, below, aim) {
  const ratio = ratioOf(above, below);
  const rate = (/** @type {readonly Rate[]} */ rates) => `${textOf(median(rates.map((one) => one.perSecond)))}/s`;
  printRatio({
    what,
    ratio: `${textOf(ratio.perSecond)} (per CPU second ${textOf(ratio.perCpuSecond)})`,
    sides: `${rate(above)} / ${rate(below)}`,
    aim,
  });
}
