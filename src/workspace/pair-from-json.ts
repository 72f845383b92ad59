import { invariant } from '../base/errors.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { policyFromJson } from '../policy/policy-from-json.js';
import { authFromJson } from './auth-from-json.js';
import { eventsFromJson } from './events-from-json.js';
import { textByName, valueByName } from './json-maps.js';
import { resolvedPath } from './resolved-path.js';
import type { Capture, CheckLevels, Fixture, FixtureState, Pair, ProviderStates } from './workspace.js';

/**
 * One entry of `integrations` as a pair.
 *
 * @param value - as the published schema has it
 * @param pointer - where it stands in the workspace file
 * @param folder - where relative paths begin; by default where the user stands
 */
export function pairFromJson(value: JsonObject, pointer: string, folder = '.'): Pair {
  const { uses, recovery, auth, events } = value;
  return {
    consumer: String(value['consumer']),
    provider: String(value['provider']),
    pointer,
    uses: Array.isArray(uses) ? uses.map(String) : undefined,
    recovery: isJsonObject(recovery) ? policyFromJson(recovery, { file: '', pointer: `${pointer}/recovery` }) : undefined,
    headers: textByName(value['headers']),
    parameters: valueByName(value['parameters']),
    auth: isJsonObject(auth) ? authFromJson(auth) : undefined,
    fixtures: new Map(Object.entries(valueByName(value['fixtures'])).map(([operation, fixture]) => [operation, fixtureFromJson(fixture)])),
    checks: levelsFromJson(value['checks']),
    dictionary: listsByName(value['dictionary']),
    states: statesFromJson(value['states']),
    events: isJsonObject(events) ? eventsFromJson(events) : undefined,
    hooks: value['hooks'] === undefined ? undefined : resolvedPath(folder, String(value['hooks'])),
  };
}

function fixtureFromJson(value: JsonValue): Fixture {
  const fixture = isJsonObject(value) ? value : {};
  const captures = Object.entries(textByName(fixture['capture'])).map(([name, text]) => [name, captureFromText(text)] as const);
  return {
    parameters: valueByName(fixture['parameters']),
    headers: textByName(fixture['headers']),
    body: fixture['body'],
    capture: Object.fromEntries(captures),
    skip: fixture['skip'] === undefined ? undefined : String(fixture['skip']),
    states: listOf(fixture['states']).map(stateFromJson),
    checks: levelsFromJson(fixture['checks']),
  };
}

/** `createPayment#/id`; ids of operations without a name may hold anything but `#`. */
function captureFromText(text: string): Capture {
  const hash = text.indexOf('#');
  invariant(hash > 0, 'the schema of the workspace lets only captures with a # through');
  return { operation: text.slice(0, hash), pointer: text.slice(hash + 1) };
}

function stateFromJson(value: JsonValue): FixtureState {
  if (!isJsonObject(value)) return { name: String(value), params: {} };
  return { name: String(value['name']), params: valueByName(value['params']) };
}

function statesFromJson(value: JsonValue | undefined): ProviderStates | undefined {
  return isJsonObject(value) ? { url: String(value['url']), teardown: value['teardown'] === true } : undefined;
}

/** The schema lets only the four levels through; YAML 1.1 readers would make `off` a truth value, ours does not. */
function levelsFromJson(value: JsonValue | undefined): CheckLevels {
  return new Map(Object.entries(valueByName(value)).map(([name, level]) => [name, levelFromText(String(level))]));
}

function levelFromText(text: string): 'off' | 'info' | 'warning' | 'error' {
  const level = LEVELS.find((known) => known === text);
  invariant(level !== undefined, 'the schema of the workspace lets only known levels through');
  return level;
}

function listsByName(value: JsonValue | undefined): Readonly<Record<string, readonly JsonValue[]>> {
  return Object.fromEntries(Object.entries(valueByName(value)).map(([name, values]) => [name, listOf(values)]));
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

const LEVELS = ['off', 'info', 'warning', 'error'] as const;
