import { expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import { boundaryValues } from '../../../src/schema/boundary/boundary-values.js';
import { createReach } from '../../../src/schema/boundary/reach.js';
import { keyOfClause } from '../../../src/schema/boundary/schema-clauses.js';
import { breachTargets } from '../../../src/schema/breach/breach-targets.js';
import { breachValues } from '../../../src/schema/breach/breach-values.js';
import { nodeFromSchema } from '../../../src/schema/node.js';
import type { Direction, Schema } from '../../../src/schema/schema.js';
import { isValid } from '../../../src/schema/validate.js';
import { assertBreaksOneClause, drawnInvalid } from '../../laws/invalid-values.js';
import { componentSchemas } from '../../support/component-schemas.js';
import { corpusShare, describeCorpus } from '../../support/corpus.js';
import { secondOpinionOfComponent } from '../../support/second-opinion.js';

/** Of each document at most so many schemas are taken, drawn by a seed; ajv is asked about every fourth of them. */
const MAX_SCHEMAS_PER_DOCUMENT = Number(process.env['MORTISE_SCHEMAS'] ?? 8);
const AJV_STRIDE = 4;
const MAX_VALUES_PER_SCHEMA = 300;
const DRAWN_COUNT = 10;
const TIMEOUT_MS = 600_000;

interface Totals {
  schemas: number;
  invalid: number;
  valid: number;
  judgedByAjv: number;
  breakable: number;
  broken: number;
  readonly wrong: string[];
  readonly unbroken: Map<string, number>;
}

describeCorpus('the schemas of real documents', () => {
  it(
    'have invalid values that break one clause each and valid ones at their edges, by us and where asked by ajv',
    () => {
      const totals: Totals = { schemas: 0, invalid: 0, valid: 0, judgedByAjv: 0, breakable: 0, broken: 0, wrong: [], unbroken: new Map() };
      for (const document of corpusShare('breaches', 3)) {
        for (const [index, schema] of componentSchemas(document, MAX_SCHEMAS_PER_DOCUMENT).entries())
          judgeSchema(schema, totals, { isAjvAsked: index % AJV_STRIDE === 0, direction: index % 2 === 0 ? undefined : 'request' });
      }
      const { schemas, invalid, valid, judgedByAjv, broken, breakable, wrong } = totals;
      console.info(`${schemas} schemas, ${invalid} invalid and ${valid} valid values, ${judgedByAjv} of them judged by ajv`);
      console.info(`${broken} of ${breakable} clauses broken alone; not: ${JSON.stringify(Object.fromEntries(totals.unbroken))}`);
      expect(wrong).toEqual([]);
      expect(broken / breakable).toBeGreaterThan(0.8);
    },
    TIMEOUT_MS,
  );
});

/** ajv knows of no direction, so it is asked only where there is none. */
function judgeSchema(
  schema: Schema,
  totals: Totals,
  { isAjvAsked, direction }: { readonly isAjvAsked: boolean; readonly direction: Direction | undefined },
): void {
  totals.schemas += 1;
  const opinion = isAjvAsked ? secondOpinionOfComponent(schema) : undefined;
  const judge = (value: JsonValue, isExpected: boolean): void => {
    const verdict = opinion?.(value);
    if (verdict !== undefined) totals.judgedByAjv += 1;
    if (verdict === !isExpected)
      totals.wrong.push(`${schema.uri}#${schema.pointer} ${isExpected ? 'valid' : 'invalid'} ${JSON.stringify(value).slice(0, 300)}`);
  };
  const broken = new Set<string>();
  let count = 0;
  for (const invalid of breachValues(schema, { direction })) {
    count += 1;
    if (count > MAX_VALUES_PER_SCHEMA) break;
    assertBreaksOneClause(schema, invalid, direction);
    // The formats of numbers are not told to ajv.
    if (invalid.breach.keyword !== 'format') judge(invalid.value, false);
    broken.add(keyOfClause(invalid.breach));
  }
  if (count <= MAX_VALUES_PER_SCHEMA) countClauses(schema, direction, { broken, totals });
  for (const invalid of drawnInvalid(schema, DRAWN_COUNT, direction)) {
    assertBreaksOneClause(schema, invalid, direction);
    if (invalid.breach.keyword !== 'format') judge(invalid.value, false);
    count += 1;
  }
  totals.invalid += count;
  for (const { value } of boundaryValues(schema, { direction })) {
    totals.valid += 1;
    if (!isValid(schema, value, { direction }))
      totals.wrong.push(`${schema.uri}#${schema.pointer} at the edge ${JSON.stringify(value).slice(0, 300)}`);
    judge(value, true);
  }
}

function countClauses(
  schema: Schema,
  direction: Direction | undefined,
  { broken, totals }: { readonly broken: ReadonlySet<string>; readonly totals: Totals },
): void {
  const keys = new Set([...breachTargets(createReach(nodeFromSchema(schema), direction))].map(({ key }) => key));
  totals.breakable += keys.size;
  for (const key of keys) {
    if (broken.has(key)) totals.broken += 1;
    else totals.unbroken.set(key.split(' ')[0] ?? '', (totals.unbroken.get(key.split(' ')[0] ?? '') ?? 0) + 1);
    if (!broken.has(key) && process.env['MORTISE_VERBOSE'] !== undefined) console.info(`not broken alone: ${key}`);
  }
}
