import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Schema } from '../schema/schema.js';
import { resolveSchema, schemaAt } from '../schema/schema-at.js';

/**
 * A value as an XML document: members are elements, items repeat the element of their list, by the names, attributes and wrapping that
 * the schema's `xml` gives.
 *
 * @param schema - of the value
 * @param value - any JSON value
 * @see OpenAPI 3.1.1 §4.8.26 (XML Object)
 */
export function xmlFromValue(schema: Schema | undefined, value: JsonValue): string {
  const resolved = schema === undefined ? undefined : resolveSchema(schema);
  const name = xmlOf(resolved).name ?? nameFromPointer(resolved?.pointer) ?? 'root';
  return `<?xml version="1.0" encoding="UTF-8"?>${Array.isArray(value) ? list(name, value, { schema: resolved, isWrapped: true }) : element(name, value, resolved)}`;
}

interface XmlRules {
  readonly name: string | undefined;
  readonly isAttribute: boolean;
  readonly isWrapped: boolean;
}

function element(name: string, value: JsonValue, schema: Schema | undefined, depth = 0): string {
  const tag = elementName(name);
  if (!isJsonObject(value))
    return Array.isArray(value) ? list(name, value, { schema, isWrapped: true }, depth) : `<${tag}>${escaped(String(value))}</${tag}>`;
  let attributes = '';
  let content = '';
  for (const [memberName, member] of Object.entries(value)) {
    if (member === undefined || depth > MAX_XML_DEPTH) continue;
    const memberSchema = memberOf(schema, memberName);
    const rules = xmlOf(memberSchema);
    const memberTag = rules.name ?? memberName;
    if (rules.isAttribute && (typeof member !== 'object' || member === null))
      attributes += ` ${elementName(memberTag)}="${escaped(String(member))}"`;
    else if (Array.isArray(member)) content += list(memberTag, member, { schema: memberSchema, isWrapped: rules.isWrapped }, depth + 1);
    else content += element(memberTag, member, memberSchema, depth + 1);
  }
  return `<${tag}${attributes}>${content}</${tag}>`;
}

function list(
  name: string,
  items: readonly JsonValue[],
  { schema, isWrapped }: { readonly schema: Schema | undefined; readonly isWrapped: boolean },
  depth = 0,
): string {
  const itemSchema = schema === undefined ? undefined : schemaAt(schema, 'items');
  const resolved = itemSchema === undefined ? undefined : resolveSchema(itemSchema);
  const itemName = xmlOf(resolved).name ?? name;
  const content = depth > MAX_XML_DEPTH ? '' : items.map((item) => element(itemName, item, resolved, depth + 1)).join('');
  const tag = elementName(name);
  return isWrapped ? `<${tag}>${content}</${tag}>` : content;
}

function memberOf(schema: Schema | undefined, name: string): Schema | undefined {
  const member = schema === undefined ? undefined : schemaAt(schema, 'properties', name);
  return member === undefined ? undefined : resolveSchema(member);
}

function xmlOf(schema: Schema | undefined): XmlRules {
  const xml = isJsonObject(schema?.value) ? schema.value['xml'] : undefined;
  if (!isJsonObject(xml)) return { name: undefined, isAttribute: false, isWrapped: false };
  const prefix = typeof xml['prefix'] === 'string' && xml['prefix'] !== '' ? `${xml['prefix']}:` : '';
  return {
    name: typeof xml['name'] === 'string' ? `${prefix}${xml['name']}` : undefined,
    isAttribute: xml['attribute'] === true || xml['nodeType'] === 'attribute',
    isWrapped: xml['wrapped'] === true || xml['nodeType'] === 'element',
  };
}

/** The key of a component: `Pet` of `#/components/schemas/Pet`. */
function nameFromPointer(pointer: string | undefined): string | undefined {
  return /^\/(?:components\/schemas|definitions)\/([^/]+)$/.exec(pointer ?? '')?.[1];
}

/** A name that no XML parser takes is brought to one that it does. */
function elementName(name: string): string {
  const safe = name.replaceAll(/[^\w.:-]/g, '_');
  return /^[A-Za-z_]/.test(safe) ? safe : `_${safe}`;
}

/** What XML cannot hold at all (most control characters, lone surrogates) becomes U+FFFD. */
function escaped(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}

const MAX_XML_DEPTH = 500;
