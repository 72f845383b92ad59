import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Place } from '../base/place.js';
import type { FaultKind, FaultScope } from './fault.js';
import type { FaultMatch, FaultRule, FaultText, FaultWindow } from './fault-rule.js';
import { settingsOf } from './rule-schema.js';
import { msOf } from './setting.js';

/** What is known of a rule beside its text. */
export interface RuleIdentity {
  readonly kind: FaultKind;
  readonly label: string;
  readonly place: Place | undefined;
}

/**
 * The rule of a text that was judged before.
 *
 * @param json - as the rule's schema has it
 * @param identity - its kind and label, and where it was written
 */
export function ruleFromJson(json: JsonObject, { kind, label, place }: RuleIdentity): FaultRule {
  const own = settingsOf(kind);
  const entries = Object.entries(json).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined);
  const settings = kind.settingsFrom(Object.fromEntries(entries.filter(([key]) => Object.hasOwn(own, key))));
  const general: JsonObject = Object.fromEntries(entries.filter(([key]) => !Object.hasOwn(own, key)));
  return {
    label,
    fault: { kind, settings },
    match: matchFrom(general),
    when: windowFrom(general),
    scope: scopeFrom(general['scope']) ?? kind.scopeFrom?.(settings) ?? (kind.group === 'tcp' ? 'connection' : 'all'),
    count: typeof general['count'] === 'number' ? general['count'] : undefined,
    place,
    written: Object.fromEntries(entries) as FaultText,
  };
}

function matchFrom({ on, method, path, header, consumer, provider, channel, key }: JsonObject): FaultMatch {
  return {
    operations: on === undefined ? undefined : Array.isArray(on) ? on.map(String) : [String(on)],
    method: textOf(method)?.toUpperCase(),
    path: textOf(path),
    channel: textOf(channel),
    key: textOf(key),
    header: headerFrom(header),
    consumer: textOf(consumer),
    provider: textOf(provider),
  };
}

function headerFrom(value: JsonValue | undefined): FaultMatch['header'] {
  if (value === undefined) return undefined;
  if (isJsonObject(value)) return { name: String(value['name']).toLowerCase(), equals: textOf(value['equals']) };
  const [name = '', ...rest] = String(value).split(':');
  return { name: name.toLowerCase(), equals: rest.length === 0 ? undefined : rest.join(':').trim() };
}

function windowFrom(json: JsonObject): FaultWindow {
  const { from, to, nth, probability, sets } = json;
  return {
    fromMs: from === undefined ? undefined : msOf(from, 0),
    toMs: to === undefined ? undefined : msOf(to, 0),
    nth: nthFrom(nth),
    probability: typeof probability === 'number' ? probability : undefined,
    state: textOf(json['while']),
    sets: textOf(sets),
  };
}

function nthFrom(value: JsonValue | undefined): FaultWindow['nth'] {
  if (value === undefined) return undefined;
  const [first, last] = String(value).split('-');
  return { first: Number(first), last: last === undefined ? Number(first) : last === '' ? Number.POSITIVE_INFINITY : Number(last) };
}

function scopeFrom(value: JsonValue | undefined): FaultScope | undefined {
  if (value === undefined) return undefined;
  const text = String(value);
  if (text.startsWith('header:')) return { header: text.slice('header:'.length).toLowerCase() };
  return PLAIN_SCOPES.find((scope) => scope === text);
}

function textOf(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

const PLAIN_SCOPES = ['all', 'operation', 'consumer', 'connection', 'channel', 'key'] as const;
