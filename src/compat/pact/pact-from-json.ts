import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { interactionFromJson } from './interaction-from-json.js';
import { without } from './matcher-from-json.js';
import type { Pact } from './pact.js';
import type { PactNode } from './pact-reading.js';
import { errorFromProblems, items, member, objectOf, refuse, textOf } from './pact-reading.js';

/**
 * The pact of a parsed file: specification 1 to 4, HTTP and messages, all brought to one form.
 *
 * @param json - the parsed file
 * @param file - its name, for messages
 * @param text - what the file says: lines and columns of errors are looked up in it; without it errors have pointers
 * @throws InputError `E_PACT_INVALID` at the first thing that is wrong, the others in `args.more`
 * @see https://github.com/pact-foundation/pact-specification
 */
export function pactFromJson(json: JsonValue, file: string, text?: string): Pact {
  const root: PactNode = { value: json, pointer: '', problems: [] };
  const specification = specificationOf(root);
  const interactions = [...items(member(root, 'interactions')), ...items(member(root, 'messages'))];
  if (!isJsonObject(json)) refuse(root, 'a pact is an object with consumer, provider and interactions');
  if (interactions.length > MAX_INTERACTION_COUNT) refuse(root, `it has more than ${MAX_INTERACTION_COUNT} interactions`);
  const pact: Pact = {
    file,
    specification,
    consumer: textOf(member(member(root, 'consumer'), 'name')),
    provider: textOf(member(member(root, 'provider'), 'name')),
    interactions: interactions.slice(0, MAX_INTERACTION_COUNT).map((node) => interactionFromJson(node, specification)),
    metadata: without(objectOf(member(root, 'metadata')), VERSION_MEMBERS),
  };
  if (root.problems.length > 0) throw errorFromProblems('E_PACT_INVALID', root.problems, { file, text });
  return pact;
}

/** Old writers leave the version out: then what is written tells it. */
function specificationOf(root: PactNode): Pact['specification'] {
  const metadata = isJsonObject(root.value) && isJsonObject(root.value['metadata']) ? root.value['metadata'] : {};
  const written = writtenVersion(metadata);
  if (written === undefined) return impliedVersion(root.value);
  const major = /^([1-4])(?:\.|$)/.exec(written)?.[1];
  if (major === '1' || major === '2' || major === '3' || major === '4') return major;
  refuse(member(root, 'metadata'), `"${written}" is not a version of the pact specification that is known (1 to 4)`);
  return '4';
}

function writtenVersion(metadata: JsonObject): string | undefined {
  for (const name of VERSION_MEMBERS) {
    const written = metadata[name];
    const version = isJsonObject(written) ? written['version'] : written;
    if (typeof version === 'string') return version;
  }
  return undefined;
}

function impliedVersion(json: JsonValue | undefined): Pact['specification'] {
  if (!isJsonObject(json)) return '2';
  const listed = Array.isArray(json['interactions']) ? json['interactions'] : [];
  if (listed.some((each: JsonValue) => isJsonObject(each) && typeof each['type'] === 'string')) return '4';
  if (json['messages'] !== undefined) return '3';
  return listed.some((each: JsonValue) => isJsonObject(each) && each['providerStates'] !== undefined) ? '3' : '2';
}

const VERSION_MEMBERS = ['pactSpecification', 'pact-specification', 'pactSpecificationVersion'];
const MAX_INTERACTION_COUNT = 10_000;
