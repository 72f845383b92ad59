// Prints `<passed> <failed> <skipped>` of a run of Vitest: node .ci/count-tests.js <its JSON report> <its exit code>
import { readFileSync } from 'node:fs';

const [file = '', exitCode = '1'] = process.argv.slice(2);
const counts = countsOf(reportFrom(file));
// A run that fails without a failed test broke off or warned: that is one failure, never none.
const failed = exitCode !== '0' && counts.failed === 0 ? 1 : counts.failed;
console.log(`${counts.passed} ${failed} ${counts.skipped}`);

function reportFrom(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    console.error(`no report of the tests: ${error.message}`);
    return { testResults: [] };
  }
}

function countsOf(report) {
  const tests = report.testResults.flatMap((fileResult) => fileResult.assertionResults);
  const count = (...statuses) => tests.filter((test) => statuses.includes(test.status)).length;
  // A file that cannot be read, or whose hooks fail, has failed although none of its tests did.
  const brokenFiles = report.testResults.filter(
    (one) => one.status === 'failed' && one.assertionResults.every((test) => test.status !== 'failed'),
  );
  return {
    passed: count('passed'),
    failed: count('failed') + brokenFiles.length,
    skipped: count('skipped', 'pending', 'todo', 'disabled'),
  };
}
