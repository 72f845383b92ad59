import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { appendToken } from '../../base/json-pointer.js';
import type { Check, Marks, Run } from '../check.js';
import { addViolation } from '../check.js';
import { violationOfClause } from '../violation.js';
import type { KeywordInput } from './child.js';
import { childCheck } from './child.js';

/**
 * `unevaluatedProperties`. What the other clauses looked at is found out only here, by asking them again: a schema without this keyword
 * pays nothing for it.
 *
 * @param input - of the keyword
 * @param siblings - the checks of all other clauses of the schema, all of which hold when this one is tested
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-11.3
 */
export function compileUnevaluatedProperties(input: KeywordInput, siblings: readonly Check[]): Check {
  const check = childCheck(input, input.clause.value);
  const open = (value: JsonValue, run: Run): readonly (readonly [string, JsonValue])[] => {
    if (!isJsonObject(value)) return [];
    const marks = marksOf(siblings, value, run);
    if (marks.hasAllProperties) return [];
    return Object.entries(value).flatMap(([name, member]) =>
      member === undefined || marks.properties.has(name) ? [] : [[name, member] as const],
    );
  };
  return {
    test: (value, run) => open(value, run).every(([, member]) => check().test(member, run)),
    report: (value, at, run) => {
      for (const [property, member] of open(value, run)) {
        if (input.clause.value === false) addViolation(run, violationOfClause(input.clause, appendToken(at, property), { property }));
        else check().report(member, appendToken(at, property), run);
      }
    },
    mark: (value, _run, marks) => {
      if (isJsonObject(value)) marks.hasAllProperties = true;
    },
  };
}

/**
 * `unevaluatedItems`, in the same way.
 *
 * @param input - of the keyword
 * @param siblings - the checks of all other clauses of the schema
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-11.2
 */
export function compileUnevaluatedItems(input: KeywordInput, siblings: readonly Check[]): Check {
  const check = childCheck(input, input.clause.value);
  const open = (value: JsonValue, run: Run): readonly (readonly [number, JsonValue])[] => {
    if (!Array.isArray(value)) return [];
    const items: readonly JsonValue[] = value;
    const marks = marksOf(siblings, value, run);
    if (marks.hasAllItems) return [];
    return items.flatMap((item, index) => (marks.items.has(index) ? [] : [[index, item] as const]));
  };
  return {
    test: (value, run) => open(value, run).every(([, item]) => check().test(item, run)),
    report: (value, at, run) => {
      for (const [index, item] of open(value, run)) {
        if (input.clause.value === false) addViolation(run, violationOfClause(input.clause, appendToken(at, index), {}));
        else check().report(item, appendToken(at, index), run);
      }
    },
    mark: (value, _run, marks) => {
      if (Array.isArray(value)) marks.hasAllItems = true;
    },
  };
}

function marksOf(siblings: readonly Check[], value: JsonValue, run: Run): Marks {
  const marks: Marks = { hasAllProperties: false, hasAllItems: false, properties: new Set(), items: new Set() };
  for (const sibling of siblings) sibling.mark?.(value, run, marks);
  return marks;
}
