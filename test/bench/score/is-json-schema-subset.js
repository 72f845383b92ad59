import { namedApart, scoreSchemas } from './labelled-schemas.js';

/** The test suite of is-json-schema-subset, draft 7. */
export function scoreIsJsonSchemaSubset() {
  return scoreSchemas({
    corpus: 'is-json-schema-subset',
    dialect: 'draft-07',
    cases: (rows) =>
      namedApart(
        rows
          .filter(({ expected }) => typeof expected === 'boolean')
          .map(({ test, sub, sup, expected }) => ({ name: test, writer: sub, reader: sup, isSubset: expected })),
      ),
  });
}
