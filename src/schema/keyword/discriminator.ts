import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { memberOf } from '../member.js';
import type { KeywordInput } from './child.js';

/**
 * Which branch of a union a value names by its discriminator, for reports only: a discriminator is a hint and never lets in what the
 * union refuses. `undefined` when the union has none.
 *
 * @param input - of `oneOf` or `anyOf`
 * @see https://spec.openapis.org/oas/v3.1.1.html#discriminator-object
 */
export function branchOfDiscriminator({ clause, clauses }: KeywordInput): ((value: JsonValue) => number | undefined) | undefined {
  const discriminator = clauses.get('discriminator')?.value;
  if (!isJsonObject(discriminator) || typeof discriminator['propertyName'] !== 'string' || !Array.isArray(clause.value)) return undefined;
  const property = discriminator['propertyName'];
  const references = clause.value.map((branch: JsonValue) =>
    isJsonObject(branch) && typeof branch['$ref'] === 'string' ? branch['$ref'] : '',
  );
  const mapping = discriminator['mapping'];
  return (value) => {
    const name = isJsonObject(value) ? memberOf(value, property) : undefined;
    if (typeof name !== 'string') return undefined;
    const mapped = isJsonObject(mapping) ? memberOf(mapping, name) : undefined;
    const index = indexOfReference(references, typeof mapped === 'string' ? mapped : name);
    return index === -1 ? undefined : index;
  };
}

/**
 * The names a discriminator may hold for a reference: those mapped to it, else the last part of the reference.
 *
 * @param mapping - of the discriminator, as written
 * @param reference - of the branch
 */
export function discriminatorNames(mapping: JsonValue | undefined, reference: string): readonly string[] {
  const implicit = lastPart(reference);
  if (!isJsonObject(mapping)) return [implicit];
  const mapped = Object.entries(mapping)
    .filter(([, target]) => typeof target === 'string' && (target === reference || target === implicit))
    .map(([name]) => name);
  return mapped.length > 0 ? mapped : [implicit];
}

function indexOfReference(references: readonly string[], target: string): number {
  const exact = references.indexOf(target);
  return exact === -1 ? references.findIndex((reference) => lastPart(reference) === target) : exact;
}

function lastPart(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}
