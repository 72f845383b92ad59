import { HostError } from '../base/errors.js';
import type { EventMockServer } from '../host/events/event-mock-server.js';
import { createHttpClient } from '../host/http-client.js';
import { machineClock } from '../host/machine-clock.js';
import type { EventTriggers, TriggeredRequest } from '../mock/events/event-triggers.js';
import { createEventTriggers } from '../mock/events/event-triggers.js';
import type { EventTrigger } from '../workspace/event-trigger.js';
import type { ServedSystems } from '../host/systems-to-serve.js';

/** The triggers of what is served, and where their effects go once it is up. */
export interface MockTriggers extends EventTriggers {
  /** Where the calls of a system go. */
  readonly urls: Map<string, string>;
  /** Who sends for a system. */
  readonly servers: Map<string, Pick<EventMockServer, 'publish'>>;
  close(): Promise<void>;
}

/**
 * The triggers of all workspaces that are served, by the names that their systems have here.
 *
 * @param systems - that are served
 * @param parts - what chance is drawn from, and who is told why a trigger did not go off
 */
export function openMockTriggers(
  systems: ServedSystems,
  { seed, tell }: { readonly seed: string; readonly tell: (text: string) => void },
): MockTriggers {
  const urls = new Map(
    systems.triggers.flatMap(({ urlOf, nameOf }) => [...urlOf].map(([name, url]) => [nameOf.get(name) ?? name, url] as const)),
  );
  const servers: MockTriggers['servers'] = new Map();
  const client = createHttpClient({ timeoutMs: CALL_TIMEOUT_MS });
  const over = new AbortController();
  const triggers = createEventTriggers({
    triggers: systems.triggers.flatMap(({ triggers: written, nameOf }) => written.map((trigger) => renamed(trigger, nameOf))),
    http: new Map(systems.http.map(({ name, contract }) => [name, contract])),
    events: new Map(systems.events.map(({ name, contract }) => [name, contract])),
    seed,
    clock: machineClock,
    tell,
    publish: async (system, message) => {
      try {
        await servers.get(system)?.publish(message);
      } catch (error) {
        if (!(error instanceof HostError)) throw error;
        if (!over.signal.aborted) tell(`a trigger of ${system} did not reach its broker: ${error.code}`);
      }
    },
    call: async (system, request) => {
      const url = urls.get(system);
      if (url === undefined) return tell(`a trigger calls ${system}, which is nowhere`);
      if (over.signal.aborted) return;
      const result = await client.send(httpRequest(request, url), url, over.signal).catch(() => undefined);
      if (result !== undefined && result.kind !== 'answered') tell(`a trigger could not call ${system}: ${result.kind}`);
    },
  });
  return {
    ...triggers,
    urls,
    servers,
    close: async () => {
      over.abort(new Error('the mock was stopped'));
      await client.close();
    },
  };
}

function httpRequest(
  { method, target, headers, body }: TriggeredRequest,
  url: string,
): Parameters<ReturnType<typeof createHttpClient>['send']>[0] {
  const bytes = body === undefined ? undefined : new TextEncoder().encode(JSON.stringify(body));
  const type = bytes === undefined ? [] : ['content-type', 'application/json', 'content-length', String(bytes.length)];
  return { method, target, headers: ['host', new URL(url).host, ...type, ...headers], body: bytes };
}

function renamed(trigger: EventTrigger, nameOf: ReadonlyMap<string, string>): EventTrigger {
  const { when, publish, call } = trigger;
  const own = <Part extends { readonly system: string }>(part: Part): Part => ({ ...part, system: nameOf.get(part.system) ?? part.system });
  return {
    ...trigger,
    when: own(when),
    publish: publish === undefined ? undefined : own(publish),
    call: call === undefined ? undefined : own(call),
  };
}

const CALL_TIMEOUT_MS = 10_000;
