import { median, printRatio, textOf } from './lib/figures.js';
import { runOf, repositoryFolder } from './lib/programs.js';

const ROUND_COUNT = 25;

/** How long `mortise --version` takes, as a multiple of a Node process that does nothing. */
export async function benchStart() {
  const ratios = [];
  const versionMs = [];
  const nothingMs = [];
  for (let round = 0; round < ROUND_COUNT; round += 1) {
    const { durationMs: nothing } = await runOf(['-e', '0']);
    const { durationMs: version } = await runOf([`${repositoryFolder}/bin/mortise.js`, '--version']);
    ratios.push(version / nothing);
    versionMs.push(version);
    nothingMs.push(nothing);
  }
  const sides = `${textOf(median(versionMs))} ms / ${textOf(median(nothingMs))} ms`;
  printRatio({ what: 'mortise --version / node -e 0', ratio: textOf(median(ratios)), sides, aim: '1.5 at most' });
}
