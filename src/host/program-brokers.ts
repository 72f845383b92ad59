import { randomFromSeed } from '../base/random.js';
import type { Broker } from '../broker/broker.js';
import { openBroker } from '../broker/open-broker.js';
import { ANY_BROKER_VARIABLE, brokerVariable } from './broker-variable.js';
import { freshSeed } from './entropy.js';
import { machineClock } from './machine-clock.js';

/** The brokers that a program is told of by its environment. */
export interface ProgramBrokers {
  /**
   * @param system - whose events
   * @throws Error when the environment names no broker for it
   */
  brokerOf(system: string): Broker;
  close(): Promise<void>;
}

/**
 * Connects to every broker that an environment names, each URL once.
 *
 * @param env - of a program
 * @throws InputError `E_BROKER_URL`; HostError when a broker is away
 */
export async function openProgramBrokers(env: Readonly<Record<string, string | undefined>>): Promise<ProgramBrokers> {
  const byUrl = new Map<string, Broker>();
  for (const [name, url] of Object.entries(env)) {
    if (url === undefined || (name !== ANY_BROKER_VARIABLE && !name.startsWith(`${ANY_BROKER_VARIABLE}_`)) || byUrl.has(url)) continue;
    // A module is the same program here and on simulated time, where a broker that goes away takes its subscriptions with it.
    const parts = { clock: machineClock, random: randomFromSeed(freshSeed()), endsWithConnection: true };
    byUrl.set(url, await openBroker(url, parts));
  }
  return {
    brokerOf: (system) => {
      const broker = byUrl.get(env[brokerVariable(system)] ?? env[ANY_BROKER_VARIABLE] ?? '');
      if (broker === undefined) throw new Error(`no broker for the events of "${system}": ${brokerVariable(system)} is not set`);
      return broker;
    },
    close: async () => {
      for (const broker of byUrl.values()) await broker.close();
    },
  };
}
