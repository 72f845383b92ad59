import { expect, it } from 'vitest';
import type { ValidateOptions } from '../../src/schema/validate.js';
import { isValid, validate } from '../../src/schema/validate.js';
import { describeCorpus } from '../support/corpus.js';
import type { SuiteGroup } from '../support/json-schema-suite.js';
import { SUITE_DRAFTS, suiteGroups } from '../support/json-schema-suite.js';

describeCorpus('the official JSON Schema test suite', (corpus) => {
  it.each(SUITE_DRAFTS)('passes every required case of %s', (folder, dialect) => {
    const { failures, caseCount } = runGroups(suiteGroups(corpus, folder, dialect), { assertsFormat: false });
    console.info(`${folder}: ${caseCount - failures.length} of ${caseCount} required cases`);
    expect(failures).toEqual([]);
    expect(caseCount).toBeGreaterThan(600);
  });

  // What is left out: the Punycode inside of `xn--` labels and the Bidi rule of RFC 5893.
  it.each(SUITE_DRAFTS)('passes the optional format cases of %s but for a counted few', (folder, dialect) => {
    const { failures, caseCount } = runGroups(suiteGroups(corpus, `${folder}/optional/format`, dialect), { assertsFormat: true });
    console.info(`${folder}: ${caseCount - failures.length} of ${caseCount} optional format cases`);
    if (process.env['MORTISE_VERBOSE'] !== undefined) console.info(failures.join('\n'));
    expect(failures.length).toBeLessThanOrEqual(Math.ceil(caseCount * 0.06));
  });

  it.each(SUITE_DRAFTS)('passes the other optional cases of %s but for a counted few', (folder, dialect) => {
    const { failures, caseCount } = runGroups(suiteGroups(corpus, `${folder}/optional`, dialect), { assertsFormat: false });
    console.info(`${folder}: ${caseCount - failures.length} of ${caseCount} other optional cases`);
    if (process.env['MORTISE_VERBOSE'] !== undefined) console.info(failures.join('\n'));
    expect(failures.length).toBeLessThanOrEqual(Math.ceil(caseCount * 0.1));
  });
});

function runGroups(
  groups: readonly SuiteGroup[],
  options: ValidateOptions,
): { readonly failures: readonly string[]; readonly caseCount: number } {
  const failures: string[] = [];
  let caseCount = 0;
  for (const { title, schema, tests } of groups) {
    for (const { description, data, valid } of tests) {
      caseCount += 1;
      const isHeld = isValid(schema, data, options) === valid && (validate(schema, data, options).length === 0) === valid;
      if (!isHeld) failures.push(`${title}: ${description}`);
    }
  }
  return { failures, caseCount };
}
