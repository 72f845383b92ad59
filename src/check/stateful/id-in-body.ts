import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Schema } from '../../schema/schema.js';
import type { CaseBody } from '../test-case.js';
import { nameOfId } from './id-source.js';
import type { Resource } from './resource-model.js';
import { schemaMembers } from '../../schema/schema-members.js';

/** The member of a request's body that holds the id of the thing itself. */
export interface IdInBody {
  readonly name: string;
  readonly value: JsonValue;
  readonly schema: Schema;
}

/**
 * Where a client names the thing in the body of what it sends, be it that the client chooses the id, or that a whole representation is sent back;
 * `undefined` when it does not.
 *
 * @param resource - that the body is about
 * @param body - of a creation or a write
 */
export function idInBody(resource: Resource, body: CaseBody | undefined): IdInBody | undefined {
  if (!isJsonObject(body?.value)) return undefined;
  const name = nameOfId(resource, body.value);
  const member = name === undefined ? undefined : schemaMembers(body.mediaType.schema).get(name);
  const value = name === undefined ? undefined : body.value[name];
  return name === undefined || value === undefined || member === undefined || member.readOnly
    ? undefined
    : { name, value, schema: member.schema };
}
