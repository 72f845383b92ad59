import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clause } from '../../schema/clauses.js';
import { clausesFromNode } from '../../schema/clauses.js';
import type { Node } from '../../schema/node.js';
import { nodeFromSchema } from '../../schema/node.js';
import type { Direction, Schema } from '../../schema/schema.js';
import { isValidByNode } from '../../schema/validate.js';
import { canonicalText, sortedOnce } from './canonical-text.js';
import { childNodes, gatherParts, wholesOf } from './gather-parts.js';
import type { Frame, Part, Parts, Reading } from './gather-parts.js';
import { mergeLimits } from './merge-limits.js';
import { mergeMembers } from './merge-members.js';
import { isTypedOnly, orNull, withoutIdleClauses } from './typed-clauses.js';

/** What a schema means, so far as it can be said in one form. */
export interface NormalForm {
  /** Two schemas with the same text let in the same values; `undefined` when the schema is too large to be said in one. */
  readonly text: string | undefined;
  /** Whether `readOnly` or `writeOnly` was met: then the two directions mean different things. */
  readonly hasDirections: boolean;
}

/**
 * The meaning of a schema without the way it is written: references followed, `allOf` merged, members and choices in order, remarks left out,
 * `nullable` said by the type, limits that say nothing dropped. The same text means the same values; different texts may still mean the same.
 *
 * @param schema - where it was written
 * @param direction - the way the values travel
 */
export function normalForm(schema: Schema, direction?: Direction): NormalForm {
  const reading: Reading = { direction, frames: [], left: MAX_FORM_COUNT, hasDirections: false, gaveUp: false };
  const form = formOf([nodeFromSchema(schema)], reading);
  return { text: reading.gaveUp ? undefined : canonicalText(form), hasDirections: reading.hasDirections };
}

/** Real models have some hundred; what unfolds into more is left to the search for a witness. */
const MAX_FORM_COUNT = 4_000;
const MAX_FRAME_COUNT = 60;

/** The form of all the nodes together, as one place of a value meets them. */
function formOf(entries: readonly Node[], reading: Reading): JsonValue {
  reading.left -= 1;
  if (reading.left < 0 || reading.frames.length > MAX_FRAME_COUNT) reading.gaveUp = true;
  if (reading.gaveUp) return false;
  const frame: Frame = { wholes: wholesOf(entries), parts: new Set() };
  reading.frames.push(frame);
  const parts = gatherParts(entries, reading);
  const form = parts.isNever || reading.gaveUp ? false : formOfParts(parts, entries, reading);
  reading.frames.pop();
  return form;
}

function formOfParts(parts: Parts, entries: readonly Node[], reading: Reading): JsonValue {
  const listed = listedValues(parts, entries, reading);
  if (listed !== undefined) return listed.length === 0 ? false : { enum: listed };
  const inner = (nodes: readonly Node[]): JsonValue => formOf(nodes, reading);
  const { list } = parts;
  const whole: Record<string, JsonValue | undefined> = {
    ...mergeLimits(list, reading.direction),
    ...mergeMembers(list, inner),
    ...mergeArrays(list, inner),
    ...mergeChoices(list, inner),
    opaque: parts.opaque.length === 0 ? undefined : sortedOnce(parts.opaque),
  };
  const nullables = parts.nullable.map((node) => orNull(inner([node])));
  const form = withoutIdleClauses(whole);
  if (form === false) return false;
  return together(form, nullables);
}

/** What `nullable` or a choice of null makes is one form of its own; where nothing stands beside it, it is the whole. */
function together(form: JsonObject, nullables: readonly JsonValue[]): JsonValue {
  const all = nullables.filter((other) => canonicalText(other) !== '{}');
  const [only, ...others] = all;
  if (only === undefined) return lifted(form);
  if (others.length === 0 && Object.keys(form).length === 0) return only;
  return { ...form, also: sortedOnce(all) };
}

/** `anyOf` of null and something is that something, or null. */
function lifted(form: JsonObject): JsonValue {
  const choices = form['anyOf'];
  if (Object.keys(form).length !== 1 || !Array.isArray(choices) || choices.length !== 1) return form;
  const [branches] = choices;
  if (!Array.isArray(branches) || branches.length !== 2) return form;
  const other = branches.find((branch: JsonValue) => canonicalText(branch) !== NULL_TEXT);
  return other === undefined || !branches.some((branch: JsonValue) => canonicalText(branch) === NULL_TEXT) ? form : orNull(other);
}

const NULL_TEXT = '{"enum":[null]}';

/** A list of scalars is the whole meaning: those of them that everything else lets in. */
function listedValues({ list, nullable }: Parts, entries: readonly Node[], { direction }: Reading): readonly JsonValue[] | undefined {
  const all = [...list.map(({ clauses }) => clauses), ...nullable.map(clausesFromNode)];
  const lists = all.flatMap((clauses) => [valuesOf(clauses.get('enum')), valuesOf(clauses.get('const'))]);
  const first = lists.find((values) => values !== undefined);
  if (first === undefined || !first.every((value) => value === null || typeof value !== 'object')) return undefined;
  const held = [...first, null].filter((value) => entries.every((entry) => isValidByNode(entry, value, { direction })));
  return sortedOnce(held);
}

function valuesOf(clause: Clause | undefined): readonly JsonValue[] | undefined {
  if (clause === undefined) return undefined;
  if (clause.keyword === 'const') return [clause.value];
  return Array.isArray(clause.value) ? clause.value : undefined;
}

type Inner = (nodes: readonly Node[]) => JsonValue;

/** `items` of several parts hold together; beside `prefixItems` each part is left as it is. */
function mergeArrays(parts: readonly Part[], inner: Inner): JsonObject {
  const hasPrefix = parts.some(({ clauses }) => clauses.has('prefixItems'));
  const items = parts.flatMap(({ clauses }) => childNodes(clauses.get('items')));
  const contains = parts.flatMap(({ clauses }) => {
    const [node] = childNodes(clauses.get('contains'));
    return node === undefined ? [] : [[inner([node]), clauses.get('minContains')?.value ?? 1, clauses.get('maxContains')?.value ?? null]];
  });
  const tuples = parts.flatMap(({ clauses }) =>
    clauses.has('prefixItems') || clauses.has('items')
      ? [
          [
            childNodes(clauses.get('prefixItems')).map((node) => inner([node])),
            childNodes(clauses.get('items')).map((node) => inner([node])),
          ],
        ]
      : [],
  );
  return {
    items: hasPrefix || items.length === 0 ? undefined : inner(items),
    tuples: hasPrefix ? sortedOnce(tuples) : undefined,
    contains: contains.length === 0 ? undefined : sortedOnce(contains),
  };
}

function mergeChoices(parts: readonly Part[], inner: Inner): JsonObject {
  const eachOf = (keyword: string, made: (nodes: readonly Node[]) => JsonValue | undefined): JsonValue | undefined => {
    const forms = parts.flatMap(({ clauses }) => {
      const nodes = childNodes(clauses.get(keyword));
      const form = nodes.length === 0 ? undefined : made(nodes);
      return form === undefined ? [] : [form];
    });
    return forms.length === 0 ? undefined : sortedOnce(forms);
  };
  const conditions = parts.flatMap(({ clauses }) => {
    const branches = ['if', 'then', 'else'].map((keyword) => childNodes(clauses.get(keyword)).map((node) => inner([node])));
    const [condition = [], ...outcomes] = branches;
    return condition.length === 0 || outcomes.every((outcome) => outcome.length === 0) ? [] : [branches];
  });
  const anyOf = eachOf('anyOf', (nodes) => branchesOf(nodes, inner));
  const oneOf = parts.flatMap(({ clauses }) => {
    const nodes = childNodes(clauses.get('oneOf'));
    return nodes.length === 0 ? [] : [nodes.map((node) => inner([node]))];
  });
  const exclusive = oneOf.filter((branches) => !isNullOrOther(branches));
  const nullOr = oneOf.filter(isNullOrOther).map(sortedOnce);
  const any = [...(Array.isArray(anyOf) ? (anyOf as readonly JsonValue[]) : []), ...nullOr];
  return {
    anyOf: any.length === 0 ? undefined : sortedOnce(any),
    oneOf: exclusive.length === 0 ? undefined : sortedOnce(exclusive.map((branches) => branches.toSorted(byText))),
    not: eachOf('not', inner),
    if: conditions.length === 0 ? undefined : sortedOnce(conditions),
    propertyNames: eachOf('propertyNames', inner),
  };
}

/** A branch that lets everything in makes the choice say nothing; one that lets nothing in is none. */
function branchesOf(nodes: readonly Node[], inner: Inner): JsonValue | undefined {
  const forms = sortedOnce(nodes.map((node) => inner([node])).filter((form) => form !== false));
  return forms.some((form) => canonicalText(form) === '{}') ? undefined : forms;
}

/** One of two, where the other cannot be null: then one and any are the same. */
function isNullOrOther(branches: readonly JsonValue[]): boolean {
  const others = branches.filter((branch) => canonicalText(branch) !== NULL_TEXT);
  const [other] = others;
  return branches.length === 2 && others.length === 1 && isJsonObject(other) && excludesNull(other);
}

function excludesNull(form: JsonObject): boolean {
  const { type, enum: values } = form;
  if (Array.isArray(values)) return !values.includes(null);
  return isTypedOnly(form) && Array.isArray(type) && !type.includes('null');
}

function byText(left: JsonValue, right: JsonValue): number {
  return canonicalText(left) < canonicalText(right) ? -1 : 1;
}
