import { msFromDuration } from '../base/duration.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { textByName } from './json-maps.js';
import type { EffectsView, InvalidPromise, PairEvents, Trigger } from './pair-events.js';

/**
 * The `events` of a pair.
 *
 * @param value - as the published schema has it
 */
export function eventsFromJson(value: JsonObject): PairEvents {
  const { trigger, triggers, effects, timeout, invalid, order, key } = value;
  return {
    triggers: [...(trigger === undefined ? [] : [trigger]), ...(Array.isArray(triggers) ? triggers : [])].map(triggerFromJson),
    effects: effects === undefined ? undefined : effectsFromJson(effects),
    timeoutMs: timeout === undefined ? undefined : msFromDuration(String(timeout)),
    invalid: PROMISES.find((promise) => promise === invalid),
    order: ORDERS.find((known) => known === order),
    key: textOf(key),
  };
}

function triggerFromJson(value: JsonValue): Trigger {
  const trigger = isJsonObject(value) ? value : {};
  const system = textOf(trigger['system']);
  const sends = Array.isArray(trigger['sends']) ? trigger['sends'].map(String) : undefined;
  if (value === 'schedule' || trigger['schedule'] === true) return { kind: 'schedule', system, sends };
  const { operation } = trigger;
  if (operation !== undefined) return { kind: 'operation', system, operation: String(operation), sends };
  const body = trigger['body'];
  const method = (textOf(trigger['method']) ?? (body === undefined ? 'GET' : 'POST')).toUpperCase();
  return { kind: 'call', system, method, path: String(trigger['path']), headers: textByName(trigger['headers']), body, sends };
}

function effectsFromJson(value: JsonValue): EffectsView {
  const effects = isJsonObject(value) ? value : { path: value };
  const { path, list, key } = effects;
  return { system: textOf(effects['system']), path: String(path), list: textOf(list) ?? '', key: textOf(key) ?? '' };
}

function textOf(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

const PROMISES: readonly InvalidPromise[] = ['dead-letter', 'ignore', 'reject'];
const ORDERS = ['channel', 'key'] as const;
