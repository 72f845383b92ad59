import type { Json, JsonRecord } from './api-types.js';
import { el } from './dom.js';

/**
 * A schema as a tree: names, types and clauses, what is inside folded away below the first levels.
 *
 * @param schema - with its references in their place
 */
export function schemaTree(schema: Json | undefined): HTMLElement {
  if (schema === undefined) return el('p', { class: 'hint' }, 'The contract says nothing of its form.');
  return el('ul', { class: 'tree' }, node('', schema, { isRequired: false, depth: 0 }));
}

interface Place {
  readonly isRequired: boolean;
  readonly depth: number;
}

function node(name: string, schema: Json, { isRequired, depth }: Place): HTMLElement {
  const record = isRecord(schema) ? schema : {};
  const head = [
    name === '' ? undefined : el('span', { class: 'tree-name' }, name),
    el('span', { class: 'tree-type' }, typeText(schema)),
    isRequired ? el('span', { class: 'tree-required' }, 'required') : undefined,
    ...clauses(record).map((text) => el('span', { class: 'tree-clause' }, text)),
  ];
  const description = typeof record['description'] === 'string' ? el('p', { class: 'tree-text' }, record['description']) : undefined;
  const inside = children(record, depth + 1);
  if (inside.length === 0) return el('li', {}, el('div', { class: 'tree-row' }, ...head), description);
  return el('li', {}, el('details', { open: depth < 2 }, el('summary', { class: 'tree-row' }, ...head), description, el('ul', {}, inside)));
}

function children(schema: JsonRecord, depth: number): readonly HTMLElement[] {
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  const { properties, items, additionalProperties } = schema;
  return [
    ...(isRecord(properties)
      ? Object.entries(properties).map(([name, one]) => node(name, one, { isRequired: required.has(name), depth }))
      : []),
    ...(isRecord(items) ? [node('each', items, { isRequired: false, depth })] : []),
    ...(isRecord(additionalProperties) ? [node('any other', additionalProperties, { isRequired: false, depth })] : []),
    ...UNIONS.flatMap(([keyword, word]) => {
      const list = schema[keyword];
      return Array.isArray(list) ? list.map((one: Json, index) => node(`${word} ${index + 1}`, one, { isRequired: false, depth })) : [];
    }),
  ];
}

const UNIONS = [
  ['allOf', 'and'],
  ['oneOf', 'either'],
  ['anyOf', 'any of'],
] as const;

function typeText(schema: Json): string {
  if (!isRecord(schema)) return schema === false ? 'nothing' : 'anything';
  const { type, format, items } = schema;
  const name = typeof schema['x-name'] === 'string' ? `${schema['x-name']} · ` : '';
  if (schema['x-more'] === true) return `${name}as above`;
  const nullable = schema['nullable'] === true ? ' or null' : '';
  const own = Array.isArray(type) ? type.join(' or ') : typeof type === 'string' ? type : isRecord(schema['properties']) ? 'object' : '';
  const inner = own === 'array' && isRecord(items) && typeof items['type'] === 'string' ? ` of ${items['type']}` : '';
  return `${name}${own === '' ? 'anything' : own}${inner}${typeof format === 'string' ? ` (${format})` : ''}${nullable}`;
}

function clauses(schema: JsonRecord): readonly string[] {
  return CLAUSES.flatMap(([keyword, word]) => {
    const value = schema[keyword];
    if (value === undefined || value === false) return [];
    if (value === true) return [word];
    const text = Array.isArray(value) ? value.map((one) => JSON.stringify(one)).join(', ') : JSON.stringify(value);
    return [`${word} ${text.length > 120 ? `${text.slice(0, 120)}…` : text}`];
  });
}

const CLAUSES = [
  ['enum', 'one of'],
  ['const', 'is'],
  ['default', 'default'],
  ['minimum', '≥'],
  ['maximum', '≤'],
  ['exclusiveMinimum', '>'],
  ['exclusiveMaximum', '<'],
  ['minLength', 'length ≥'],
  ['maxLength', 'length ≤'],
  ['pattern', 'pattern'],
  ['minItems', 'items ≥'],
  ['maxItems', 'items ≤'],
  ['uniqueItems', 'all different'],
  ['multipleOf', 'multiple of'],
  ['readOnly', 'only in answers'],
  ['writeOnly', 'only in requests'],
  ['deprecated', 'deprecated'],
  ['example', 'e.g.'],
] as const;

function isRecord(value: Json | undefined): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
