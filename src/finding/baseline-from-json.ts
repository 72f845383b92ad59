import { appendToken } from '../base/json-pointer.js';
import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Baseline, BaselineEntry } from './baseline.js';

/** What is wrong with a baseline file. */
export interface BaselineProblem {
  readonly pointer: string;
  readonly problem: string;
}

/**
 * The entries of a baseline, or all that is wrong with it.
 *
 * @param value - the parsed file: a list of `{ id, until, reason, what }`; an empty file is an empty list
 * @param file - its name
 */
export function baselineFromJson(
  value: JsonValue,
  file: string,
):
  | { readonly kind: 'baseline'; readonly baseline: Baseline }
  | { readonly kind: 'problems'; readonly problems: readonly BaselineProblem[] } {
  if (value === null) return { kind: 'baseline', baseline: { file, entries: [] } };
  if (!Array.isArray(value)) return { kind: 'problems', problems: [{ pointer: '', problem: 'a list of accepted findings belongs here' }] };
  const problems: BaselineProblem[] = [];
  const entries = new Map<string, BaselineEntry>();
  for (const [index, item] of value.entries()) {
    const found = problemsOf(item, `/${index}`);
    problems.push(...found);
    if (found.length > 0) continue;
    const entry = entryFrom(item, `/${index}`);
    if (entries.has(entry.id)) problems.push({ pointer: `/${index}/id`, problem: `${entry.id} stands here a second time` });
    else entries.set(entry.id, entry);
  }
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'baseline', baseline: { file, entries: [...entries.values()] } };
}

/**
 * Whether the text is a day of the calendar: `2026-02-28`, but not `2026-02-30`.
 *
 * @see RFC 3339 §5.6 (full-date)
 */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const atMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text);
}

function problemsOf(item: JsonValue, pointer: string): readonly BaselineProblem[] {
  if (!isJsonObject(item)) return [{ pointer, problem: 'an entry is an object with id, until and reason' }];
  const problems: BaselineProblem[] = [];
  for (const key of Object.keys(item)) {
    if (!KEYS.includes(key))
      problems.push({ pointer: appendToken(pointer, key), problem: `unknown key "${key}"; known are ${KEYS.join(', ')}` });
  }
  for (const key of REQUIRED_KEYS) {
    const value = item[key];
    if (value === undefined) problems.push({ pointer, problem: `the key "${key}" is missing` });
    else if (typeof value !== 'string' || value.trim() === '')
      problems.push({ pointer: `${pointer}/${key}`, problem: `"${key}" is a text that is not empty` });
  }
  const { id, until } = item;
  if (typeof id === 'string' && !ID.test(id)) problems.push({ pointer: `${pointer}/id`, problem: `"${id}" is not the id of a finding` });
  if (typeof until === 'string' && !isDay(until))
    problems.push({ pointer: `${pointer}/until`, problem: `"${until}" is not a day like 2026-03-31` });
  return problems;
}

function entryFrom(item: JsonValue, pointer: string): BaselineEntry {
  const { id, until, reason, what } = isJsonObject(item) ? item : {};
  return { id: String(id), until: String(until), reason: String(reason), what: what === undefined ? undefined : String(what), pointer };
}

const REQUIRED_KEYS = ['id', 'until', 'reason'] as const;
const KEYS: readonly string[] = [...REQUIRED_KEYS, 'what'];
const ID = /^m-[0-9a-hjkmnp-tv-z]{10}$/;
