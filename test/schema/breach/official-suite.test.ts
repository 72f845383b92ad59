import { expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import { boundaryValues } from '../../../src/schema/boundary/boundary-values.js';
import { breachValues } from '../../../src/schema/breach/breach-values.js';
import type { InvalidValue } from '../../../src/schema/breach/invalid-value.js';
import type { Schema } from '../../../src/schema/schema.js';
import { isValid } from '../../../src/schema/validate.js';
import { assertBreaksOneClause, drawnInvalid } from '../../laws/invalid-values.js';
import { describeCorpus, shareOf } from '../../support/corpus.js';
import type { SuiteGroup } from '../../support/json-schema-suite.js';
import { SUITE_DRAFTS, suiteGroups, suiteRemotes } from '../../support/json-schema-suite.js';
import type { SecondOpinion } from '../../support/second-opinion.js';
import { secondOpinion } from '../../support/second-opinion.js';

/** Drawn beside the fixed lists. */
const DRAWN_COUNT = 10;
/** ajv compiles every schema, which is most of the time. */
const TIMEOUT_MS = 600_000;

describeCorpus('the schemas of the official suite', (corpus) => {
  const remotes = suiteRemotes(corpus);

  it.each(SUITE_DRAFTS)(
    'of %s have invalid values and valid ones at their edges that ajv takes for such',
    (folder, dialect) => {
      const totals = { invalid: 0, valid: 0, judgedByAjv: 0, notAsked: 0, wrong: [] as string[] };
      const groups = shareOf(suiteGroups(corpus, folder, dialect), folder, 3);
      for (const { title, schema, tests } of groups) {
        const opinion = trustedOpinion(secondOpinion(schema, remotes), tests);
        if (opinion === undefined) totals.notAsked += 1;
        const judge = (value: JsonValue, isExpected: boolean): void => {
          const verdict = opinion?.(value);
          if (verdict !== undefined) totals.judgedByAjv += 1;
          if (verdict === !isExpected)
            totals.wrong.push(`${title}: ${isExpected ? 'valid' : 'invalid'} ${JSON.stringify(value).slice(0, 200)}`);
        };
        for (const invalid of [...breachValues(schema), ...drawnInvalid(schema, DRAWN_COUNT)]) {
          totals.invalid += 1;
          assertBreaksOneClause(schema, invalid);
          if (isInvalidWithoutFormats(schema, invalid)) judge(invalid.value, false);
        }
        for (const { value } of boundaryValues(schema)) {
          totals.valid += 1;
          expect(isValid(schema, value)).toBe(true);
          judge(value, true);
        }
      }
      const { invalid, valid, judgedByAjv, notAsked, wrong } = totals;
      console.info(`${folder}: ${groups.length} schemas, ${invalid} invalid and ${valid} valid values`);
      console.info(`${judgedByAjv} of them judged by ajv, which is not asked about ${notAsked} schemas`);
      expect(wrong).toEqual([]);
      expect(invalid).toBeGreaterThan(400);
    },
    TIMEOUT_MS,
  );
});

/** ajv is not asked about a schema that it does not compile, or of which it gets one of the suite's own cases wrong: dynamic references, mostly. */
function trustedOpinion(opinion: SecondOpinion | undefined, tests: SuiteGroup['tests']): SecondOpinion | undefined {
  return opinion === undefined || tests.some(({ data, valid }) => opinion(data) === !valid) ? undefined : opinion;
}

/** ajv is asked without formats, in which the drafts of the suite differ. */
function isInvalidWithoutFormats(schema: Schema, { value, breach }: InvalidValue): boolean {
  return breach.keyword !== 'format' && !isValid(schema, value, { assertsFormat: false });
}
