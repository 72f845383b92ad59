import { isJsonObject } from '../base/json.js';
import type { Clause } from './clauses.js';
import { dialectFromSchemaUri, rulesOfDialect } from './dialect-rules.js';
import type { Resource } from './node.js';

/**
 * Whether a keyword means what it says here: a metaschema of one's own may leave the validation vocabulary out, and then `minimum` is a remark.
 *
 * @param clause - of any keyword
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-8.1.2
 */
export function isKeywordAsserted(clause: Clause): boolean {
  const { resource } = clause.node;
  return !VALIDATION_KEYWORDS.has(clause.keyword) || hasValidation(resource);
}

const KNOWN = new WeakMap<Resource, boolean>();

function hasValidation(resource: Resource): boolean {
  let known = KNOWN.get(resource);
  if (known === undefined) {
    known = readVocabulary(resource);
    KNOWN.set(resource, known);
  }
  return known;
}

function readVocabulary({ value, dialect, library }: Resource): boolean {
  const metaschemaUri = isJsonObject(value) ? value['$schema'] : undefined;
  if (typeof metaschemaUri !== 'string' || rulesOfDialect(dialect).draft < 2019 || dialectFromSchemaUri(metaschemaUri) !== undefined)
    return true;
  const metaschema = library.documents.get(metaschemaUri);
  const vocabulary = isJsonObject(metaschema) ? metaschema['$vocabulary'] : undefined;
  return !isJsonObject(vocabulary) || Object.keys(vocabulary).some((uri) => uri.endsWith('/vocab/validation'));
}

const VALIDATION_KEYWORDS: ReadonlySet<string> = new Set(
  (
    'type enum const multipleOf minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength pattern minItems maxItems ' +
    'uniqueItems minContains maxContains required minProperties maxProperties dependentRequired'
  ).split(' '),
);
