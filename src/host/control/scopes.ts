import type { JsonObject } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { isScopeName } from '../../mock/living/scope-name.js';
import { json, missing, NO_CONTENT } from './control-answer.js';
import type { ControlCall, ControlResource } from './control-call.js';
import { wrongBody } from './control-call.js';
import { forgetScope } from './forget-scope.js';

/** What keeps parallel tests apart. */
export const scopes: ControlResource = {
  name: 'scopes',
  methods: {
    GET: (call) => json(200, { scopes: [...scopesOf(call).values()] }),
    POST: (call) => {
      const body = call.json();
      const name = isJsonObject(body) ? body['name'] : undefined;
      if (typeof name !== 'string' || !isScopeName(name))
        throw wrongBody('/name', 'is no name of a scope: 1 to 100 letters, digits and ".", "_", "-"');
      for (const { scopes: own } of call.systems) own?.scope(name);
      return json(201, scopesOf(call).get(name) ?? { name });
    },
  },
  one: {
    GET: (call) => {
      const found = scopesOf(call).get(call.rest[0] ?? '');
      return found === undefined ? nobody(call) : json(200, found);
    },
    DELETE: async (call) => {
      const [name = ''] = call.rest;
      if (!scopesOf(call).has(name)) return nobody(call);
      for (const system of call.systems) {
        await forgetScope(system, name);
        system.scopes?.drop(name);
      }
      return NO_CONTENT;
    },
  },
};

function nobody({ rest }: ControlCall): ReturnType<typeof missing> {
  return missing(`no scope "${(rest[0] ?? '').slice(0, 100)}"`);
}

/** Of several systems the earliest and the latest instant. */
function scopesOf({ systems }: ControlCall): ReadonlyMap<string, JsonObject> {
  const found = new Map<string, { name: string; createdAtMs: number; usedAtMs: number; systems: readonly string[] }>();
  for (const { name: system, scopes: own } of systems) {
    for (const { name, createdAtMs, usedAtMs } of own?.list() ?? []) {
      const other = found.get(name);
      found.set(name, {
        name,
        createdAtMs: Math.min(createdAtMs, other?.createdAtMs ?? createdAtMs),
        usedAtMs: Math.max(usedAtMs, other?.usedAtMs ?? usedAtMs),
        systems: [...(other?.systems ?? []), system],
      });
    }
  }
  return found;
}
