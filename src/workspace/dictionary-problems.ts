import { namesNearby } from '../base/did-you-mean.js';
import { appendToken } from '../base/json-pointer.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Contract, Operation, OperationEntry } from '../contract/contract.js';
import type { Pair } from './workspace.js';
import type { WorkspaceProblem } from './workspace-problem.js';

/**
 * The keys of a dictionary that would never be looked up: of unknown operations, parameters and members.
 *
 * @param pair - as read
 * @param contract - of the pair's provider
 */
export function dictionaryProblems({ dictionary, pointer, provider }: Pair, contract: Contract): readonly WorkspaceProblem[] {
  return Object.keys(dictionary).flatMap((key) => {
    const problem = problemOfKey(key, contract, provider);
    return problem === undefined ? [] : [{ ...problem, pointer: appendToken(`${pointer}/dictionary`, key) }];
  });
}

type KeyProblem = Pick<WorkspaceProblem, 'problem' | 'suggestion' | 'known'>;

function problemOfKey(key: string, contract: Contract, provider: string): KeyProblem | undefined {
  const place = PLACE_OF_OPERATION.exec(key);
  if (place !== null) {
    const [, id = '', located = ''] = place;
    const entry = contract.operations.find((candidate) => candidate.id === id);
    if (entry !== undefined) return located.startsWith('body#') ? undefined : parameterProblem(located, [entry], id);
    const ids = contract.operations.map((candidate) => candidate.id);
    return { problem: `${provider} has no operation "${id}"`, ...namesNearby(id, ids) };
  }
  if (PLACE.test(key)) return parameterProblem(key, contract.operations, provider);
  const parameters = parametersOf(contract.operations).map(({ name }) => name);
  if (parameters.includes(key)) return undefined;
  const members = memberNames(contract);
  if (members.has(key)) return undefined;
  return { problem: `${provider} has no parameter or member "${key}"`, ...namesNearby(key, [...parameters, ...members]) };
}

function parameterProblem(located: string, entries: readonly OperationEntry[], owner: string): KeyProblem | undefined {
  const known = parametersOf(entries).map((parameter) => `${parameter.in}:${parameter.name}`);
  if (known.includes(located)) return undefined;
  return { problem: `${owner} has no parameter "${located}"`, ...namesNearby(located, known) };
}

function parametersOf(entries: readonly OperationEntry[]): Operation['parameters'] {
  return entries.flatMap((entry) => entry.read().parameters);
}

/** Every name that stands below a `properties` of the root document or of those it refers to: more than schemas, which does no harm here. */
function memberNames({ root, texts, documents }: Contract): ReadonlySet<string> {
  const names = new Set<string>();
  const pending: JsonValue[] = [root, ...[...texts.keys()].flatMap((uri) => documents.get(uri) ?? [])];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (isJsonObject(value)) for (const name of propertyNames(value)) names.add(name);
    if (typeof value === 'object' && value !== null)
      for (const member of Object.values(value)) if (member !== undefined) pending.push(member);
  }
  return names;
}

function propertyNames({ properties }: JsonObject): readonly string[] {
  return isJsonObject(properties) ? Object.keys(properties) : [];
}

const PLACE = /^(?:path|query|header|cookie|querystring):./;
/** Ids may hold any character: the last place in the key is the one that is meant. */
const PLACE_OF_OPERATION = /^(.+)\.((?:path|query|header|cookie|querystring):.*|body#.*)$/s;
