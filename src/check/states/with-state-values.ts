import type { JsonValue } from '../../base/json.js';
import type { Fixture, Pair } from '../../workspace/workspace.js';

/**
 * The pair with what the provider said when it was brought into its states, as if the fixture of the operation said it: ids that exist now.
 *
 * @param pair - as read
 * @param operation - the id of the one whose states were entered
 * @param values - by parameter name
 */
export function withStateValues(pair: Pair, operation: string, values: Readonly<Record<string, JsonValue>>): Pair {
  if (Object.keys(values).length === 0) return pair;
  const fixture = pair.fixtures.get(operation) ?? EMPTY_FIXTURE;
  const parameters = { ...fixture.parameters, ...values };
  return { ...pair, fixtures: new Map([...pair.fixtures, [operation, { ...fixture, parameters }]]) };
}

const EMPTY_FIXTURE: Fixture = {
  parameters: {},
  headers: {},
  body: undefined,
  capture: {},
  skip: undefined,
  states: [],
  checks: new Map(),
};
