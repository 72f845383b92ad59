import { expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import { isValid } from '../../../src/schema/validate.js';
import { assertArbitraryHolds } from '../../laws/arbitrary-of-schema.js';
import { describeCorpus, shareOf } from '../../support/corpus.js';
import type { SuiteGroup } from '../../support/json-schema-suite.js';
import { SUITE_DRAFTS, suiteGroups, suiteRemotes } from '../../support/json-schema-suite.js';
import type { SecondOpinion } from '../../support/second-opinion.js';
import { secondOpinion } from '../../support/second-opinion.js';

describeCorpus('the schemas of the official suite', (corpus) => {
  const remotes = suiteRemotes(corpus);

  it.each(SUITE_DRAFTS)(
    'of %s have valid values by us and by ajv, wherever the suite knows of one',
    (folder, dialect) => {
      const groups = shareOf(suiteGroups(corpus, folder, dialect), `values of ${folder}`, 3);
      const totals = { values: 0, judgedByAjv: 0, notAsked: [] as string[], missed: [] as string[], broken: [] as string[] };
      for (const group of groups) {
        const opinion = trustedOpinion(group, remotes);
        if (opinion === undefined) totals.notAsked.push(group.title);
        try {
          const { values, unsatisfiable } = assertArbitraryHolds(group.schema, { count: 8, accepts: opinion });
          totals.values += values.length;
          totals.judgedByAjv += opinion === undefined ? 0 : values.length;
          if (unsatisfiable !== undefined && hasValue(group)) totals.missed.push(`${group.title}: ${unsatisfiable}`);
        } catch (error) {
          totals.broken.push(`${group.title}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
      const { values, judgedByAjv, notAsked, missed, broken } = totals;
      console.info(
        `${folder}: ${groups.length} schemas, ${values} values, ${judgedByAjv} judged by ajv, which is not asked about ${notAsked.length} schemas`,
      );
      if (process.env['MORTISE_VERBOSE'] !== undefined) console.info(notAsked.join('\n'));
      expect(broken).toEqual([]);
      expect(missed).toEqual([]);
    },
    300_000,
  );
});

/** Of a schema that ajv does not compile, or whose own tests in the suite it fails, its opinion is worth nothing. */
function trustedOpinion({ schema, tests }: SuiteGroup, remotes: ReadonlyMap<string, JsonValue>): SecondOpinion | undefined {
  const opinion = secondOpinion(schema, remotes);
  return tests.every(({ data, valid }) => opinion?.(data) === valid) ? opinion : undefined;
}

/** The suite takes `format` as a remark, we take it as a demand: its values must do with formats too. */
function hasValue({ schema, tests }: SuiteGroup): boolean {
  return tests.some(({ data, valid }) => valid && isValid(schema, data));
}
