import { randomFromSeed } from '../base/random.js';
import type { FaultInjector } from '../fault/injector.js';
import { createRunRecorder } from '../journal/create-run-recorder.js';
import type { RefusedHandshake } from '../scenario/handshake-findings.js';
import type { ScenarioWorld } from '../scenario/scenario-world.js';
import type { Canary } from './canary.js';
import { startCanary } from './canary.js';
import { createOperationFinder } from '../mock/operation-finder.js';
import { fleetMembers } from './fleet-members.js';
import { createScaledClock } from './scaled-clock.js';
import { createScenarioDriver } from './scenario-driver.js';
import { eventContractsOf, openOutsideGrounds } from './scenario-brokers.js';
import { openScenarioEvents } from './scenario-events.js';
import type { RealWorldOptions } from './real-world-options.js';
import type { Opening } from './start-scenario-systems.js';
import { linkKey, plansOf, startSystems } from './start-scenario-systems.js';

/** Real processes and sockets, until it is closed. */
export interface RealWorld extends ScenarioWorld {
  /** Why programs are no longer there, with the end of what they said. */
  troubles(): Promise<readonly string[]>;
  /** Handshakes of WebSockets that the contract of their channel refused so far. */
  refusedHandshakes(): readonly RefusedHandshake[];
  /** Resolves once what programs sent last at brokers of others is on record; the troubles tell where that is not sure. */
  lastHeard(): Promise<void>;
  /** Ends every program and frees every port. */
  close(): Promise<void>;
}

/**
 * Brings up the systems of a scenario, providers before their consumers, each link behind a fault proxy of its own.
 *
 * @param options - the scenario, and what the world is
 * @throws HostError `E_PROCESS_START` when a program does not come up; nothing is left running then
 */
export async function openRealWorld(options: RealWorldOptions): Promise<RealWorld> {
  const { signal, seed, scale = 1 } = options;
  const clock = createScaledClock(scale);
  const recorder = createRunRecorder({ timeScale: scale });
  const injectors = new Map<string, FaultInjector>();
  const names = [...plansOf(options).keys()];
  const events = openScenarioEvents({
    grounds: await openOutsideGrounds(names, { ...options, clock }),
    contracts: await eventContractsOf(names, options),
    seed,
    clock,
    recorder,
    injectorBetween: (consumer, provider) => injectors.get(linkKey(consumer, provider)),
  });
  const opening: Opening = {
    options,
    clock,
    recorder,
    scale,
    plans: plansOf(options),
    urls: new Map(),
    closers: [events.close],
    programs: [],
    unrecorded: [],
    injectors,
    events,
    contracts: new Map(),
  };
  const close = async (): Promise<void> => {
    // The last that came up goes first, so that nobody calls what is gone already.
    for (const closer of opening.closers.toReversed()) await closer();
  };
  let canary: Canary | undefined;
  try {
    await startSystems(opening);
    // Without claims nothing is ever too late.
    canary = options.scenario.recovery.length === 0 ? undefined : await startCanary();
    if (canary !== undefined) opening.closers.push(canary.stop);
  } catch (error) {
    await close();
    throw error;
  }
  const driver = createScenarioDriver({
    membersOf: (system) => fleetMembers(system, options.scenario),
    urlOf: (member) => opening.urls.get(member),
    operationOf: (system) => createOperationFinder(opening.contracts.get(system)),
    clock,
    scale,
    recorder,
    signal,
    trace: options.trace,
  });
  opening.closers.push(driver.close);
  let toldTickCount = 0;
  return {
    clock,
    random: randomFromSeed(seed, 'scenario'),
    signal,
    send: driver.send,
    events: events.port,
    injector: (consumer, provider) => {
      const own = injectors.get(linkKey(consumer, provider));
      return own === undefined ? undefined : events.withSender(provider, own);
    },
    journal: () => {
      const ticks = canary?.ticks() ?? [];
      for (const { setMs, observedMs } of ticks.slice(toldTickCount))
        recorder.tick({ setMs: setMs * scale, observedMs: observedMs * scale });
      toldTickCount = ticks.length;
      return recorder.journal(clock.nowMs());
    },
    troubles: async () => {
      const troubles = await Promise.all(opening.programs.map((program) => program.trouble()));
      return [...opening.unrecorded, ...troubles.filter((trouble) => trouble !== undefined)];
    },
    refusedHandshakes: events.refusedHandshakes,
    lastHeard: async () => {
      opening.unrecorded.push(...(await events.lastHeard()));
    },
    within: options.trace?.within,
    close,
  };
}
