import type { FaultInjector } from '../fault/injector.js';
import type { Certificates } from '../host/certificates.js';
import type { MockServerOptions } from '../host/mock-server.js';
import type { Contract } from '../contract/contract.js';
import type { CommandInput } from './command.js';
import type { FaultDesk } from './fault-desk.js';
import { textOption } from './option-values.js';
import type { ServedSystems } from '../host/systems-to-serve.js';

/** The faults before all systems. */
export interface MockFaults {
  readonly desk: FaultDesk;
  readonly ruleCount: number;
  readonly certificates: Certificates | undefined;
  /** One for each provider, whatever it is reached by. */
  readonly injectorOf: (provider: string) => FaultInjector;
}

interface ServedContracts {
  readonly systems: ServedSystems;
  readonly secretNames: ReadonlySet<string>;
  readonly seed: string;
}

/**
 * The faults that were asked for; a mock without them does not even read what they are made of.
 *
 * @param input - of `mortise mock`
 * @param served - what the faults stand before
 * @returns `undefined` when none were asked for
 * @throws InputError `E_FAULT_INVALID` at the first rule that is none
 */
export async function mockFaults(input: CommandInput, { systems, secretNames, seed }: ServedContracts): Promise<MockFaults | undefined> {
  const { control, tls } = input.options;
  if (control !== true && tls !== true && input.options['fault'] === undefined && input.options['faults'] === undefined) return undefined;
  const { faultRulesOf, openFaultDesk } = await import('./fault-desk.js');
  const rules = await faultRulesOf(input);
  const contracts = contractsByName(systems);
  const servers = { contracts, isTls: tls === true, isHttp: systems.http.length > 0, hasBroker: systems.events.length > 0 };
  const desk = openFaultDesk({ rules, seed, secretNames, servers });
  const { certificatesFor } = await import('./tls-options.js');
  const certificates = await certificatesFor(input, textOption(input.options, 'host') ?? '127.0.0.1');
  const injectors = new Map<string, FaultInjector>();
  const injectorOf = (provider: string): FaultInjector => {
    const injector = injectors.get(provider) ?? desk.injectorFor(provider);
    injectors.set(provider, injector);
    return injector;
  };
  return { desk, injectorOf, ruleCount: rules.length, certificates };
}

/**
 * What faults can be put before, by the name of the system: one with operations and channels has one name for both.
 *
 * @param systems - that are served
 */
export function contractsByName({ http, events }: Pick<ServedSystems, 'http' | 'events'>): ReadonlyMap<string, Contract> {
  const contracts = new Map<string, Contract>();
  for (const { name, contract } of [...http, ...events]) {
    const other = contracts.get(name);
    contracts.set(
      name,
      other === undefined ? contract : { ...other, channels: contract.channels, eventOperations: contract.eventOperations },
    );
  }
  return contracts;
}

/** What the server of one system needs of them. */
export function faultsBefore(
  provider: string,
  faults: MockFaults | undefined,
): Pick<MockServerOptions, 'injector' | 'recorder' | 'certificates'> {
  if (faults === undefined) return {};
  const { desk, injectorOf, certificates } = faults;
  return { injector: injectorOf(provider), recorder: desk.recorder, certificates };
}
