import type { JsonObject, JsonValue } from '../../base/json.js';
import { nounFromWord, plainName, referredNoun } from '../../contract/resource-name.js';
import { isValid } from '../../schema/validate.js';
import type { Schema } from '../../schema/schema.js';
import { declaredMembers } from './declared-members.js';

/** When a thing is written, and what it stands below. */
export interface Writing {
  /** `undefined` where nobody tells the time. */
  readonly nowMs: number | undefined;
  readonly isNew: boolean;
  /** The values of the path, by the names of its parameters and of what they lead to. */
  readonly parents: readonly { readonly name: string; readonly noun: string; readonly value: string }[];
}

/**
 * What a server sets in a thing by itself: when it was created and changed, and what it stands below.
 *
 * @param schema - of the thing
 * @param whole - shows in which form instants are written
 * @param writing - when, and where
 * @returns members that the schema lets in, each by itself
 */
export function serverMembers(schema: Schema, whole: JsonObject, { nowMs, isNew, parents }: Writing): JsonObject {
  const set: [string, JsonValue][] = [];
  for (const [name, member] of declaredMembers(schema).schemas) {
    const plain = plainName(name);
    const isInstant = CHANGED.test(plain) || (isNew && CREATED.test(plain));
    const instant = isInstant && nowMs !== undefined ? instantLike(whole[name], member, nowMs) : undefined;
    if (instant !== undefined) set.push([name, instant]);
    const parent = parents.find((one) => isReferenceTo(name, one));
    const reference = parent === undefined || !isNew ? undefined : referenceValue(parent.value, member);
    if (reference !== undefined) set.push([name, reference]);
  }
  return Object.fromEntries(set);
}

function isReferenceTo(name: string, { name: parameter, noun }: Writing['parents'][number]): boolean {
  if (plainName(name) === plainName(parameter)) return !/^(?:id|uuid|key|slug|name)$/i.test(name);
  return noun !== '' && (referredNoun(name) === noun || (nounFromWord(name) === noun && !name.endsWith('s')));
}

function referenceValue(value: string, schema: Schema): JsonValue | undefined {
  if (isValid(schema, value)) return value;
  const number = Number(value);
  return value.trim() !== '' && Number.isFinite(number) && isValid(schema, number) ? number : undefined;
}

/** Text, seconds or milliseconds, as the whole has it. */
function instantLike(model: JsonValue | undefined, schema: Schema, nowMs: number): JsonValue | undefined {
  const iso = new Date(nowMs).toISOString();
  const seconds = Math.floor(nowMs / 1_000);
  const forms: readonly JsonValue[] =
    typeof model === 'number' && model > MS_SINCE_1973 ? [nowMs] : [iso, iso.slice(0, 'yyyy-mm-dd'.length), seconds, String(seconds)];
  const isText = typeof model === 'string';
  return forms.find((form) => (model === undefined || (typeof form === 'string') === isText) && isValid(schema, form));
}

const CREATED =
  /^(?:created|createdat|createdon|createdtime|createtime|creationtime|creationdate|creationtimestamp|datecreated|createddate|created_?utc|insertedat)$/;
const CHANGED =
  /^(?:updated|updatedat|updatedon|updatedtime|updatetime|modified|modifiedat|modifiedon|lastmodified|lastmodifiedat|lastupdated|lastupdatedat|dateupdated|datemodified|updateddate)$/;
const MS_SINCE_1973 = 100_000_000_000;
