import { appendToken } from '../../../base/json-pointer.js';
import type { JsonValue } from '../../../base/json.js';
import type { ReadLog } from './read-log.js';

/**
 * The value as it is, with a note of each look at what is in it. It passes for the plain value nearly everywhere: as a list, spread, as JSON. Only
 * `structuredClone` refuses it, as it does any `Proxy`; hand it a copy (`{ ...value }` at each level, or by way of JSON).
 *
 * @param value - parsed JSON; not copied
 * @param log - hears of looks
 * @param pointer - of the value in the body
 */
export function trackedValue(value: JsonValue, log: ReadLog, pointer = ''): JsonValue {
  log.note(pointer, value);
  return wrapped(value, { log, pointer, known: new WeakMap() });
}

interface Tracking {
  readonly log: ReadLog;
  readonly pointer: string;
  /** So that what is got twice is the same. */
  readonly known: WeakMap<object, JsonValue>;
}

function wrapped(value: JsonValue, tracking: Tracking): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  let proxy = tracking.known.get(value);
  if (proxy === undefined) {
    proxy = new Proxy(value, handlerOf(tracking, Array.isArray(value))) as JsonValue;
    tracking.known.set(value, proxy);
  }
  return proxy;
}

function handlerOf(tracking: Tracking, isList: boolean): ProxyHandler<object> {
  const { log } = tracking;
  const placeOf = (key: string): string => (isList ? `${tracking.pointer}/*` : appendToken(tracking.pointer, key));
  /** Only members count: not what every object or list has, and of lists only the items. */
  const note = (target: object, key: string | symbol): void => {
    if (typeof key === 'symbol' || (isList && !INDEX.test(key))) return;
    const isOwn = Object.hasOwn(target, key);
    if (!isOwn && (isList || key in target)) return;
    log.note(placeOf(key), isOwn ? ((Reflect.get(target, key) as JsonValue | undefined) ?? null) : undefined);
  };
  const below = (target: object, key: string | symbol, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || typeof key === 'symbol' || !Object.hasOwn(target, key)) return value;
    const { configurable, writable } = Reflect.getOwnPropertyDescriptor(target, key) ?? {};
    if (configurable === false && writable === false) {
      // What somebody froze has to be given as it is.
      log.loseTrack();
      return value;
    }
    return wrapped(value as JsonValue, { ...tracking, pointer: placeOf(key) });
  };
  return {
    get: (target, key, receiver) => {
      note(target, key);
      return below(target, key, Reflect.get(target, key, receiver));
    },
    has: (target, key) => {
      note(target, key);
      return Reflect.has(target, key);
    },
    getOwnPropertyDescriptor: (target, key) => {
      note(target, key);
      const descriptor = Reflect.getOwnPropertyDescriptor(target, key);
      return descriptor === undefined || !('value' in descriptor)
        ? descriptor
        : { ...descriptor, value: below(target, key, descriptor.value) };
    },
    ownKeys: (target) => {
      // Any member was there to be found, and none of them in particular.
      if (!isList) log.note(`${tracking.pointer}/*`, []);
      return Reflect.ownKeys(target);
    },
  };
}

const INDEX = /^(?:0|[1-9]\d*)$/;
