import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Place } from '../../base/place.js';
import { isEqualJson } from '../../schema/equality.js';
import type { Change } from '../change.js';
import type { EventSite } from './event-site.js';
import { changeAtChannel } from './event-site.js';

type Bindings = ReadonlyMap<string, JsonValue>;

/** The bindings of one object in both versions. */
export interface BindingPair {
  readonly older: Place;
  readonly newer: Place;
  readonly bindings: readonly [older: Bindings, newer: Bindings];
}

/**
 * What became of what protocols are told. Names that messages are routed by part the two sides; the rest is how a broker is set up.
 *
 * @param site - of the channel
 * @param location - whose bindings: `['channel']`
 * @param pair - the bindings
 * @see https://github.com/asyncapi/bindings
 */
export function bindingChanges(
  site: EventSite,
  location: readonly string[],
  { bindings: [older, newer], ...places }: BindingPair,
): readonly Change[] {
  return [...new Set([...newer.keys(), ...older.keys()])].flatMap((protocol) => {
    const [before, after] = [membersOf(older.get(protocol)), membersOf(newer.get(protocol))];
    return [...new Set([...after.keys(), ...before.keys()])].flatMap((name) => {
      const [was, is] = [before.get(name), after.get(name)];
      if (was !== undefined && is !== undefined && isEqualJson(was, is)) return [];
      // A protocol that is new, or said more of, is only set up otherwise.
      const isMoved = was !== undefined && is !== undefined && ROUTING.has(name.split('.').at(-1) ?? '');
      return [
        changeAtChannel(site, {
          code: 'compat/binding-changed',
          direction: 'both',
          effect: was === undefined ? 'added' : 'changed',
          guards: isMoved ? [] : ['annotation'],
          location: [...location, protocol, name],
          ...places,
          args: { protocol, name, before: textOf(was), after: textOf(is) },
        }),
      ];
    });
  });
}

/** Two levels deep: `exchange.name`. What a schema says is compared as one. */
function membersOf(binding: JsonValue | undefined): ReadonlyMap<string, JsonValue> {
  const members = new Map<string, JsonValue>();
  if (!isJsonObject(binding)) return members;
  for (const [name, value] of Object.entries(binding)) {
    if (value === undefined || name === 'bindingVersion' || SCHEMAS.has(name)) continue;
    if (!isJsonObject(value)) members.set(name, value);
    else for (const [inner, below] of Object.entries(value)) if (below !== undefined) members.set(`${name}.${inner}`, below);
  }
  return members;
}

function textOf(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
}

const ROUTING: ReadonlySet<string> = new Set(['topic', 'name', 'queue', 'exchange', 'destination', 'vhost', 'type', 'method']);
const SCHEMAS: ReadonlySet<string> = new Set(['key', 'headers', 'query']);
