import { appendToken } from '../base/json-pointer.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { BaselineProblem } from '../finding/baseline-from-json.js';
import { isDay } from '../finding/baseline-from-json.js';
import type { Acceptance } from './acceptance.js';

/**
 * The entries of a file of acceptances, or all that is wrong with it.
 *
 * @param value - the parsed file: a list of entries; an empty file is an empty list
 */
export function acceptancesFromJson(
  value: JsonValue,
):
  | { readonly kind: 'acceptances'; readonly entries: readonly Acceptance[] }
  | { readonly kind: 'problems'; readonly problems: readonly BaselineProblem[] } {
  if (value === null) return { kind: 'acceptances', entries: [] };
  if (!Array.isArray(value)) return { kind: 'problems', problems: [{ pointer: '', problem: 'a list of accepted findings belongs here' }] };
  const problems: BaselineProblem[] = [];
  const entries = new Map<string, Acceptance>();
  for (const [index, item] of value.entries()) {
    const pointer = `/${index}`;
    const found = problemsOf(item, pointer);
    problems.push(...found);
    if (found.length > 0 || !isJsonObject(item)) continue;
    const entry = entryFrom(item, pointer);
    if (entries.has(entry.id)) problems.push({ pointer: `${pointer}/id`, problem: `${entry.id} stands here a second time` });
    else entries.set(entry.id, entry);
  }
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'acceptances', entries: [...entries.values()] };
}

function problemsOf(item: JsonValue, pointer: string): readonly BaselineProblem[] {
  if (!isJsonObject(item)) return [{ pointer, problem: 'an entry is an object with id, reason, and until or untilMajor' }];
  const unknown = Object.keys(item)
    .filter((key) => !KEYS.includes(key))
    .map((key) => ({ pointer: appendToken(pointer, key), problem: `unknown key "${key}"; known are ${KEYS.join(', ')}` }));
  const missing = REQUIRED_KEYS.filter((key) => item[key] === undefined).map((key) => ({
    pointer,
    problem: `the key "${key}" is missing`,
  }));
  const untold = TEXT_KEYS.filter((key) => item[key] !== undefined && !isTold(item[key])).map((key) => ({
    pointer: `${pointer}/${key}`,
    problem: `"${key}" is a text that is not empty`,
  }));
  return [...unknown, ...missing, ...untold, ...valueProblems(item, pointer)];
}

function valueProblems({ id, until, untilMajor }: JsonObject, pointer: string): readonly BaselineProblem[] {
  const problems: BaselineProblem[] = [];
  if (typeof id === 'string' && !ID.test(id)) problems.push({ pointer: `${pointer}/id`, problem: `"${id}" is not the id of a finding` });
  if (typeof until === 'string' && !isDay(until))
    problems.push({ pointer: `${pointer}/until`, problem: `"${until}" is not a day like 2027-01-31` });
  if (untilMajor !== undefined && !isMajor(untilMajor))
    problems.push({ pointer: `${pointer}/untilMajor`, problem: '"untilMajor" is the number of a major version, such as 3' });
  // Nothing is accepted for ever.
  if (until === undefined && untilMajor === undefined) problems.push({ pointer, problem: 'the key "until" or "untilMajor" is missing' });
  return problems;
}

function entryFrom(item: JsonObject, pointer: string): Acceptance {
  const text = (key: string): string | undefined => (typeof item[key] === 'string' ? item[key] : undefined);
  return {
    id: text('id') ?? '',
    what: text('what'),
    contract: text('contract'),
    operation: text('operation'),
    reason: text('reason') ?? '',
    owner: text('owner'),
    until: text('until'),
    untilMajor: typeof item['untilMajor'] === 'number' ? item['untilMajor'] : undefined,
    pointer,
  };
}

function isTold(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isMajor(value: JsonValue): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1;
}

const REQUIRED_KEYS = ['id', 'reason'] as const;
const TEXT_KEYS = ['id', 'what', 'contract', 'operation', 'reason', 'owner', 'until'] as const;
const KEYS: readonly string[] = [...TEXT_KEYS, 'untilMajor'];
/** What means the same part as another one has its number behind. */
const ID = /^m-[0-9a-hjkmnp-tv-z]{10}(?:-\d{1,6})?$/;
