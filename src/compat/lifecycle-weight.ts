import type { JsonValue } from '../base/json.js';
import type { CompatChangeCode } from '../finding/finding-code.js';
import type { Weight } from './presence.js';
import type { Sides } from './sides.js';

/** A word about the life of a part: `deprecated`, `x-sunset` or `x-stability-level`, before and now. */
export interface LifecycleEdit {
  readonly keyword: string;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
  /** `YYYY-MM-DD`; an end that is announced for a day that is over leaves nobody any time. */
  readonly today?: string | undefined;
}

/**
 * What it weighs that the life of a part is announced otherwise: news are information, a promise taken back is suspicious.
 *
 * @param edit - that says something else
 */
export function lifecycleWeight({ keyword, before, after, today }: LifecycleEdit): Weight & { readonly code: CompatChangeCode } {
  if (keyword === 'deprecated') return { code: after === true ? 'compat/deprecated' : 'compat/undeprecated', ...NEWS };
  if (keyword === 'x-sunset') return { code: 'compat/sunset-changed', ...sunsetWeight([before, after], today) };
  return { code: 'compat/stability-changed', ...stabilityWeight(before, after) };
}

/**
 * The day of a sunset, `undefined` when it is none.
 *
 * @param value - of `x-sunset`
 * @returns `YYYY-MM-DD`
 * @see RFC 9116 for the form; RFC 8594 for the meaning
 */
export function sunsetDay(value: JsonValue | undefined): string | undefined {
  if (typeof value !== 'string') return undefined;
  const day = /^(\d{4}-\d\d-\d\d)(?:$|T)/.exec(value)?.[1];
  return day === undefined || Number.isNaN(Date.parse(day)) ? undefined : day;
}

function sunsetWeight([before, after]: Sides<JsonValue | undefined>, today: string | undefined): Weight {
  if (after === undefined) return TAKEN_BACK;
  const [older, newer] = [sunsetDay(before), sunsetDay(after)];
  if (newer === undefined) return { effect: 'undecided', guards: [] };
  if (older !== undefined) return newer < older ? TAKEN_BACK : NEWS;
  return today !== undefined && newer < today ? TAKEN_BACK : NEWS;
}

function stabilityWeight(before: JsonValue | undefined, after: JsonValue | undefined): Weight {
  const [older, newer] = [levelOf(before), levelOf(after)];
  if (older === undefined || newer === undefined) return { effect: 'undecided', guards: [] };
  return newer < older ? TAKEN_BACK : NEWS;
}

/** What says nothing is as stable as can be. */
function levelOf(value: JsonValue | undefined): number | undefined {
  if (value === undefined) return LEVELS.length - 1;
  const level = typeof value === 'string' ? LEVELS.indexOf(value) : -1;
  return level === -1 ? undefined : level;
}

const LEVELS: readonly string[] = ['draft', 'alpha', 'beta', 'stable'];
const NEWS: Weight = { effect: 'lifecycle', guards: [] };
const TAKEN_BACK: Weight = { effect: 'removed', guards: ['annotation'] };
