import { InputError } from '../base/errors.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Dialect } from '../schema/dialect.js';
import { dialectFromSchemaUri } from '../schema/dialect-rules.js';
import type { Contract } from './contract.js';
import { positionsInText } from './position.js';

/** A document as it was read. */
export interface DocumentText {
  readonly file: string;
  readonly text: string;
}

/**
 * The specification a document follows.
 *
 * @param root - the parsed document
 * @param from - its name and text, for messages
 * @throws InputError `E_DOCUMENT_KIND` when it names neither `openapi`, `swagger` nor `asyncapi` and is no JSON Schema, `E_DOCUMENT_VERSION` when it names a version we do not know
 * @see https://spec.openapis.org/oas/v3.2.0.html#openapi-object
 */
export function specificationOf(root: JsonValue, { file, text }: DocumentText): Contract['specification'] {
  const member = isJsonObject(root) ? ['openapi', 'swagger', 'asyncapi'].find((name) => Object.hasOwn(root, name)) : undefined;
  if (member === undefined && isSchema(root)) return 'json-schema';
  if (member === undefined) throw new InputError({ code: 'E_DOCUMENT_KIND', at: { file }, args: { found: kindOf(root) } });
  const version = (root as JsonObject)[member];
  const found = versionFrom(member, version);
  if (found !== undefined) return found;
  const pointer = `/${member}`;
  const seen = typeof version === 'string' || typeof version === 'number' ? String(version) : JSON.stringify(version)?.slice(0, 40);
  throw new InputError({
    code: 'E_DOCUMENT_VERSION',
    at: { file, pointer, ...positionsInText(text, [pointer]).get(pointer) },
    args: { member, version: seen },
  });
}

/**
 * The dialect of the schemas of a document.
 *
 * @param specification - that the document follows
 * @param root - its `jsonSchemaDialect` decides from OpenAPI 3.1 on
 * @see https://spec.openapis.org/oas/v3.1.1.html#specifying-schema-dialects
 */
export function dialectOf(specification: Contract['specification'], root: JsonValue): Dialect {
  if (specification === '2.0') return 'swagger-2.0';
  if (specification === '3.0') return 'openapi-3.0';
  // The schema of AsyncAPI stands on draft 7; a plain schema without `$schema` is taken for the current draft.
  if (specification === 'json-schema') return '2020-12';
  if (specification.startsWith('asyncapi')) return 'draft-07';
  const named = isJsonObject(root) ? root['jsonSchemaDialect'] : undefined;
  return (typeof named === 'string' ? dialectFromSchemaUri(named) : undefined) ?? 'openapi-3.1';
}

/** YAML makes a number of `swagger: 2.0` and `openapi: 3.1`. */
function versionFrom(member: string, version: JsonValue | undefined): Contract['specification'] | undefined {
  if (member === 'swagger') return version === '2.0' || version === 2 ? '2.0' : undefined;
  if (member === 'asyncapi') return asyncApiVersion(String(version));
  const text = version === 3 ? '3.0' : String(version);
  const [, minor] = /^3\.([012])(?:\.\d+(?:-[\w.]+)?)?$/.exec(text) ?? [];
  return minor === undefined ? undefined : (`3.${minor}` as '3.0' | '3.1' | '3.2');
}

/** @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#A2SVersionString */
function asyncApiVersion(version: string): Contract['specification'] | undefined {
  const [, name] = /^(2(?:\.[0-6])?|3(?:\.[01])?)(?:\.\d+(?:-[\w.]+)?)?$/.exec(version) ?? [];
  if (name === undefined) return undefined;
  return `asyncapi-${name.includes('.') ? name : `${name}.0`}` as Contract['specification'];
}

/** Whether it is a schema by itself: it says so, or has what schemas have and no other document does. */
function isSchema(root: JsonValue): boolean {
  if (!isJsonObject(root) || KINDS.some(([member]) => Object.hasOwn(root, member))) return false;
  const { $schema: metaschema } = root;
  if (metaschema !== undefined) return typeof metaschema === 'string' && metaschema.includes('json-schema.org');
  return Object.entries(SCHEMA_MEMBERS).some(([member, isKeyword]) => Object.hasOwn(root, member) && isKeyword(root[member] ?? null));
}

/** Other files have members of these names too: `"type": "module"` of a package is no type of values. */
const SCHEMA_MEMBERS: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  type: (value) => (Array.isArray(value) ? value : [value]).every((type) => TYPES.has(type)),
  properties: isJsonObject,
  patternProperties: isJsonObject,
  $defs: isJsonObject,
  definitions: isJsonObject,
  allOf: Array.isArray,
  oneOf: Array.isArray,
  anyOf: Array.isArray,
  enum: Array.isArray,
  const: () => true,
  $ref: (value) => typeof value === 'string',
};

const TYPES: ReadonlySet<JsonValue> = new Set(['null', 'boolean', 'object', 'array', 'number', 'integer', 'string']);

/** A word for what the document seems to be instead. */
function kindOf(root: JsonValue): string {
  if (!isJsonObject(root)) return Array.isArray(root) ? 'a list' : (PLAIN_KINDS[typeof root] ?? 'nothing but null');
  const known = KINDS.find(([member]) => Object.hasOwn(root, member));
  if (known !== undefined) return known[1];
  const members = Object.keys(root).slice(0, 5);
  return members.length === 0 ? 'an empty object' : `an object with ${members.join(', ')}`;
}

/** A file of plain text is a document of YAML too: one text. */
const PLAIN_KINDS: Readonly<Record<string, string>> = { string: 'plain text', number: 'a single number', boolean: 'a single truth value' };

const KINDS: readonly (readonly [member: string, kind: string])[] = [
  ['arazzo', 'an Arazzo document'],
  ['overlay', 'an OpenAPI Overlay'],
  ['swaggerVersion', 'a Swagger 1 document'],
  ['systems', 'a workspace'],
  ['apiVersion', 'a Kubernetes resource'],
  ['kind', 'a Kubernetes resource'],
];
