import { namedApart, scoreSchemas } from './labelled-schemas.js';

/** The test suite of IBM's jsonsubschema, draft 4; what it expects to be refused as unsupported has no answer to compare with. */
export function scoreIbmJsonsubschema() {
  return scoreSchemas({
    corpus: 'ibm-jsonsubschema',
    dialect: 'draft-04',
    cases: (rows) =>
      namedApart(
        rows
          .filter(({ relation, expected }) => relation !== 'raises' && typeof expected === 'boolean')
          .map(({ test, relation, s1, s2, expected }) => ({
            name: test.replace(/^test\./, ''),
            writer: s1,
            reader: s2,
            isSubset: expected,
            isBothWays: relation === 'equivalent',
          })),
      ),
  });
}
