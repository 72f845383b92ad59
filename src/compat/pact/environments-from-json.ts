import { didYouMean } from '../../base/did-you-mean.js';
import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { DeployedSystem, Environments, KnownVerification } from './environments.js';
import type { PactNode } from './pact-reading.js';
import { errorFromProblems, items, member, members, objectOf, optionalText, refuse, textOf } from './pact-reading.js';

/**
 * The environments of a parsed file, in the shape of `environmentsSchema`.
 *
 * @param json - the parsed file
 * @param source - its name, and its text, which places are looked up in
 * @throws InputError `E_ENVIRONMENT_INVALID` at the first thing that is wrong, the others in `args.more`
 */
export function environmentsFromJson(json: JsonValue, source: { readonly file: string; readonly text: string }): Environments {
  const root: PactNode = { value: json, pointer: '', problems: [] };
  if (!isJsonObject(json)) refuse(root, 'it is an object with environments');
  known(root, ['environments', 'verifications']);
  const environments = member(root, 'environments');
  if (isJsonObject(json) && environments.value === undefined) refuse(root, 'the key "environments" is missing');
  const read: Environments = {
    file: source.file,
    environments: new Map(
      members(environments).map(([name, systems]) => [name, members(systems).map(([key, node]) => systemFrom(key, node))]),
    ),
    verifications: items(member(root, 'verifications')).map(verificationFrom),
  };
  if (root.problems.length > 0) throw errorFromProblems('E_ENVIRONMENT_INVALID', root.problems, source);
  return read;
}

function systemFrom(name: string, node: PactNode): DeployedSystem {
  known(node, ['version', 'ref', 'pacts', 'contracts']);
  return {
    name,
    version: filled(member(node, 'version')),
    ref: optionalText(member(node, 'ref')),
    pacts: items(member(node, 'pacts')).map(filled),
    contracts: items(member(node, 'contracts')).map(filled),
    pointer: node.pointer,
  };
}

function verificationFrom(node: PactNode): KnownVerification {
  known(node, ['consumer', 'consumerVersion', 'provider', 'providerVersion', 'success']);
  const success = member(node, 'success');
  if (typeof success.value !== 'boolean') refuse(success, 'true or false belongs here');
  return {
    consumer: filled(member(node, 'consumer')),
    consumerVersion: filled(member(node, 'consumerVersion')),
    provider: filled(member(node, 'provider')),
    providerVersion: filled(member(node, 'providerVersion')),
    isSuccess: success.value === true,
  };
}

function filled(node: PactNode): string {
  const text = textOf(node);
  if (text === '' && typeof node.value === 'string') refuse(node, 'a text that is not empty belongs here');
  return text;
}

function known(node: PactNode, names: readonly string[]): void {
  for (const name of Object.keys(objectOf(node))) {
    if (names.includes(name)) continue;
    const suggestion = didYouMean(name, names);
    refuse(
      member(node, name),
      `unknown key "${name}"; ${suggestion === undefined ? `known are ${names.join(', ')}` : `did you mean ${suggestion}?`}`,
    );
  }
}
