import { isJsonObject } from '../../base/json.js';
import { pathParameterNames, pathValues } from '../../contract/path-values.js';
import { isIdName, plainName } from '../../contract/resource-name.js';
import type { JudgedExchange } from '../exchange-check.js';

/**
 * Whether the body of a request names another thing than its path does: many providers refuse that, and no schema can say so.
 *
 * @param judged - a request to one thing
 */
export function namesAnother({ operation, testCase, exchange }: JudgedExchange): boolean {
  const name = pathParameterNames(operation.path).at(-1);
  const value = testCase.body?.value;
  if (name === undefined || !isJsonObject(value)) return false;
  const id = pathValues(operation.path, exchange.request.target)?.get(name);
  return Object.entries(value).some(
    ([member, own]) =>
      (plainName(member) === plainName(name) || isIdName(member)) &&
      (typeof own === 'string' || typeof own === 'number') &&
      String(own) !== id,
  );
}
