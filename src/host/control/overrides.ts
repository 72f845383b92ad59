import { InputError } from '../../base/errors.js';
import type { JsonObject } from '../../base/json.js';
import type { OverrideBook } from '../../mock/override/override-book.js';
import type { Override } from '../../mock/override/override.js';
import { overrideFromJson } from '../../mock/override/override-from-json.js';
import { impossible, json, missing, NO_CONTENT } from './control-answer.js';
import type { ControlCall, ControlResource } from './control-call.js';
import type { ControlledSystem } from './controlled-system.js';
import { operationIdIn, unknownOperation } from './operation-id-in.js';

/** What is answered in place of the contract's own answers. */
export const overrides: ControlResource = {
  name: 'overrides',
  methods: {
    GET: (call) => json(200, { overrides: shown(call) }),
    POST: (call) => {
      const override = overrideFromJson(call.json(), '');
      const named =
        override.match.operation === undefined
          ? call.systems
          : call.systems.filter((system) => operationIdIn(system, override.match.operation) !== undefined);
      const [system, ...others] = named.filter(({ scopes }) => scopes !== undefined);
      if (system === undefined)
        return override.match.operation === undefined
          ? impossible('No mock is here whose answers could be ordered.')
          : unknown(call, override);
      if (others.length > 0)
        return impossible(
          `Several systems are meant: name one with ?system=, ${[system, ...others]
            .slice(0, 20)
            .map(({ name }) => name)
            .join(', ')}.`,
        );
      const book = bookOf(system, call.scope);
      if (book === undefined) return impossible('No mock is here whose answers could be ordered.');
      const operation = operationIdIn(system, override.match.operation);
      const id = override.id === '' ? book.nextId() : override.id;
      book.add({ ...override, id, match: { ...override.match, operation } });
      return json(201, { system: system.name, ...override.written, id });
    },
    DELETE: (call) => {
      for (const system of call.systems) bookOf(system, call.scope)?.clear();
      return NO_CONTENT;
    },
  },
  one: {
    GET: (call) => {
      const found = shown(call).find(({ id }) => id === call.rest[0]);
      return found === undefined ? missing(`no override "${call.rest[0]}"`) : json(200, found);
    },
    DELETE: (call) => {
      const removed = call.systems.filter((system) => bookOf(system, call.scope)?.remove(call.rest[0] ?? '') === true);
      return removed.length === 0 ? missing(`no override "${call.rest[0]}"`) : NO_CONTENT;
    },
  },
};

function bookOf({ scopes }: ControlledSystem, scope: string | undefined): OverrideBook | undefined {
  return scopes?.scope(scope ?? '').overrides;
}

function shown({ systems, scope }: ControlCall): readonly JsonObject[] {
  return systems.flatMap((system) =>
    (system.scopes?.known(scope ?? '')?.overrides.list() ?? []).map((one) => ({ system: system.name, ...one })),
  );
}

/** A misspelt name would leave a test without its answer. */
function unknown({ systems }: ControlCall, { match }: Override): never {
  throw new InputError({
    code: 'E_OVERRIDE_INVALID',
    args: { pointer: '/operation', ...unknownOperation(systems, match.operation ?? '') },
  });
}
