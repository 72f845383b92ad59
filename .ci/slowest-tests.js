// Prints the test files that took longest, one a line: `node .ci/slowest-tests.js <vitest's JSON report> [how many]`.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** @typedef {{ name: string, startTime: number, endTime: number }} TestFile */

const [, , path = '', count = '12'] = process.argv;
/** @type {{ testResults?: TestFile[] }} */
const { testResults = [] } = JSON.parse(readFileSync(path, 'utf8'));
const slowest = testResults.toSorted((left, right) => secondsOf(right) - secondsOf(left)).slice(0, Number(count));
for (const file of slowest) console.log(`${secondsOf(file).toFixed(0).padStart(4)} s  ${relative('', file.name)}`);

/** @param {TestFile} file */
function secondsOf({ startTime, endTime }) {
  return (endTime - startTime) / 1000;
}
