import { createInjector } from '../../fault/create-injector.js';
import type { EffectTracker } from '../../fault/effect-tracker.js';
import { createEffectTracker } from '../../fault/effect-tracker.js';
import type { FaultInjector } from '../../fault/injector.js';
import type { RunRecorder } from '../../journal/run-recorder.js';
import type { SimulatedProgram } from '../consumer-adapter.js';
import { createLink } from './create-link.js';
import type { Link, LinkClient } from './link.js';
import type { ManualClock } from './manual-clock.js';
import type { SimulatedProvider } from './provider.js';
import type { SimulatedSystem } from './simulated-system.js';
import { providerFrom } from './simulated-system.js';

export interface NetworkOptions {
  readonly systems: ReadonlyMap<string, SimulatedSystem>;
  readonly seed: string;
  readonly clock: ManualClock;
  readonly recorder: RunRecorder;
  /** An id that is new in the run. */
  readonly nextId: (prefix: string) => string;
  /** Whether events of a system flow in the world. */
  readonly hasEvents: (system: string) => boolean;
  /** The program of a system, once it is made. */
  readonly programOf: (system: string) => SimulatedProgram | undefined;
  readonly onTrouble: (error: unknown) => void;
}

/** Who reaches whom in a simulated world, and the faults between. */
export interface Network {
  /** A program finds a provider at this address. */
  addHost(host: string, way: HostWay): void;
  clientFor(host: string): LinkClient | undefined;
  /** `undefined` when one of the two is not there. */
  linkBetween(consumer: string, provider: string): Link | undefined;
  injectorBetween(consumer: string, provider: string): FaultInjector | undefined;
  providerOf(system: string): SimulatedProvider | undefined;
  /** Writes what is still open, and what was in force, into the journal. */
  flush(): void;
}

/** Which instance of which consumer reaches which provider. */
interface HostWay {
  readonly consumer: string;
  readonly provider: string;
  /** Of the instance, in the journal. */
  readonly name: string;
}

/**
 * A network without links: each is made when it is first used.
 *
 * @param options - who is there
 */
export function createNetwork(options: NetworkOptions): Network {
  const { systems, seed, clock, recorder, nextId, hasEvents, programOf, onTrouble } = options;
  const providers = new Map<string, SimulatedProvider>();
  const links = new Map<string, Link>();
  const injectors = new Map<string, FaultInjector>();
  const clients = new Map<string, LinkClient>();
  const effects = new Map<string, EffectTracker>();
  const hosts = new Map<string, HostWay>();

  const effectsOf = (provider: string): EffectTracker => {
    const known = effects.get(provider) ?? createEffectTracker();
    effects.set(provider, known);
    return known;
  };

  const injectorBetween = (consumer: string, provider: string): FaultInjector | undefined => {
    const key = `${consumer}\u0000${provider}`;
    const known = injectors.get(key);
    if (known !== undefined || !systems.has(consumer) || (providerOf(provider) === undefined && !hasEvents(provider))) return known;
    const injector = createInjector({ seed: `${seed}\u0000${consumer}`, provider, consumer, onSpan: (span) => recorder.fault(span) });
    injectors.set(key, injector);
    return injector;
  };
  const linkBetween = (consumer: string, provider: string): Link | undefined => {
    const key = `${consumer}\u0000${provider}`;
    const known = links.get(key);
    const answering = providerOf(provider);
    const injector = injectorBetween(consumer, provider);
    if (known !== undefined || answering === undefined || injector === undefined) return known;
    const link = createLink({
      consumer,
      provider: answering,
      injector,
      clock,
      recorder,
      effects: effectsOf(provider),
      nextExchangeId: () => nextId('x'),
      nextConnectionId: () => nextId('c'),
      onTrouble,
    });
    links.set(key, link);
    return link;
  };

  /** Programs that call each other are made one after the other: a provider is found when it is first called. */
  const providerOf = (name: string): SimulatedProvider | undefined => {
    const known = providers.get(name);
    if (known !== undefined) return known;
    const system = systems.get(name);
    if (system === undefined) return undefined;
    const made = providerFrom(system, () => programOf(name), seed);
    if (made !== undefined) providers.set(name, made);
    return made;
  };

  const clientFor = (host: string): LinkClient | undefined => {
    const known = clients.get(host);
    const link = hosts.get(host);
    if (known !== undefined || link === undefined) return known;
    const client = linkBetween(link.consumer, link.provider)?.client(link.name);
    if (client !== undefined) clients.set(host, client);
    return client;
  };

  const flush = (): void => {
    for (const link of links.values()) link.flush();
    // Faults that nothing met have been in force all the same.
    for (const injector of injectors.values()) injector.nextChangeAtMs(clock.nowMs());
  };

  return { addHost: (host, way) => void hosts.set(host, way), clientFor, linkBetween, injectorBetween, providerOf, flush };
}
