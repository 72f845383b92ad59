import { expect, it } from 'vitest';
import { assertArbitraryHolds } from '../../laws/arbitrary-of-schema.js';
import { componentSchemas } from '../../support/component-schemas.js';
import { corpusShare, describeCorpus } from '../../support/corpus.js';
import { secondOpinionOfComponent } from '../../support/second-opinion.js';

/** Of each document at most about so many schemas, drawn by a seed; ajv is asked about every eighth of them. */
const MAX_SCHEMAS_PER_DOCUMENT = 60;
const AJV_STRIDE = 8;
const VALUE_COUNT = 4;
const TIMEOUT_MS = 600_000;

describeCorpus('the schemas of real documents', () => {
  it(
    'have valid values, by us and by ajv, that shrink to valid ones',
    () => {
      const totals = { schemas: 0, values: 0, asked: 0, notCompiled: 0, broken: [] as string[], unsatisfiable: [] as string[] };
      for (const document of corpusShare('values', 3)) {
        for (const [index, schema] of componentSchemas(document, MAX_SCHEMAS_PER_DOCUMENT).entries()) {
          const isAsked = index % AJV_STRIDE === 0;
          const accepts = isAsked ? secondOpinionOfComponent(schema) : undefined;
          const direction = index % 3 === 0 ? 'request' : undefined;
          totals.schemas += 1;
          if (isAsked && accepts === undefined) totals.notCompiled += 1;
          try {
            const { values, unsatisfiable } = assertArbitraryHolds(schema, {
              direction,
              count: VALUE_COUNT,
              shrunkCount: index % 4 === 0 ? 1 : 0,
              // ajv knows of no direction: what a request leaves out it misses.
              accepts: direction === undefined ? accepts : undefined,
            });
            totals.values += values.length;
            if (accepts !== undefined && direction === undefined) totals.asked += values.length;
            if (unsatisfiable !== undefined) totals.unsatisfiable.push(`${schema.uri}#${schema.pointer}: ${unsatisfiable}`);
          } catch (error) {
            totals.broken.push(error instanceof Error ? error.message : String(error));
          }
        }
      }
      const { schemas, values, asked, notCompiled, broken, unsatisfiable } = totals;
      console.info(
        `${schemas} schemas, ${values} valid values, ${asked} of them judged by ajv, which does not compile ${notCompiled} of its schemas`,
      );
      expect(broken).toEqual([]);
      expect(unsatisfiable).toEqual([]);
      expect(values).toBeGreaterThan(1_000);
    },
    TIMEOUT_MS,
  );
});
