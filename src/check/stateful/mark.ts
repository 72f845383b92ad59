import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Schema } from '../../schema/schema.js';
import { isValid } from '../../schema/validate.js';
import { isIdName, plainName, referredNoun } from '../../contract/resource-name.js';
import { schemaMembers } from '../../schema/schema-members.js';

/**
 * The marks that stand in a value, at any depth: texts by which what was sent is known again.
 *
 * @param value - of a request or an answer
 */
export function marksIn(value: JsonValue): readonly string[] {
  const text = JSON.stringify(value);
  return text.includes(PREFIX) ? [...new Set(text.match(MARK) ?? [])] : [];
}

/**
 * The body with a mark in one of its own texts; `undefined` when none of them takes it, so that what was sent cannot be known again.
 *
 * @param body - an object
 * @param schema - that it must keep as it does now
 * @param mark - what to mark it with, letters and digits that were not used before
 */
export function markedBody(body: JsonValue, schema: Schema | undefined, mark: string): JsonObject | undefined {
  if (!isJsonObject(body) || schema === undefined) return undefined;
  const members = schemaMembers(schema);
  const names = Object.keys(body).filter((name) => typeof body[name] === 'string' && members.get(name)?.readOnly !== true && isFree(name));
  const best = names.toSorted((left, right) => rankOf(left) - rankOf(right));
  const wasValid = isValid(schema, body, { direction: 'request' });
  for (const name of best) {
    const marked = { ...body, [name]: textWithMark(String(body[name]), mark) };
    const own = members.get(name)?.schema;
    const fits = own === undefined || isValid(own, marked[name] ?? null, { direction: 'request' });
    if (fits && isValid(schema, marked, { direction: 'request' }) === wasValid) return marked;
  }
  return undefined;
}

function textWithMark(text: string, mark: string): string {
  return text.includes('@') ? `${PREFIX}${mark}@${text.slice(text.lastIndexOf('@') + 1)}` : `${PREFIX}${mark}`;
}

function isFree(name: string): boolean {
  return !isIdName(name) && referredNoun(name) === undefined && !CODED.test(plainName(name));
}

function rankOf(name: string): number {
  const rank = PREFERRED.indexOf(plainName(name));
  return rank === -1 ? PREFERRED.length : rank;
}

const PREFIX = 'mortise-';
const MARK = /mortise-[0-9a-z]+/g;
const PREFERRED: readonly string[] =
  'name title label displayname fullname username email slug reference subject note notes comment description summary text message content'.split(
    ' ',
  );
/** What looks free to a schema and is not to a provider. */
const CODED =
  /currency|country|locale|language|lang|timezone|phone|zip|postal|iban|status|state|type|kind|password|secret|token|unit|color|format|mime|version|date|time|url|uri|path/;
