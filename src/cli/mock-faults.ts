import type { Certificates } from '../host/certificates.js';
import type { MockServerOptions } from '../host/mock-server.js';
import type { CommandInput } from './command.js';
import type { FaultDesk } from './fault-desk.js';
import { textOption } from './option-values.js';
import type { ServedSystem } from './systems-to-serve.js';

/** The faults before all systems, and whether they can be changed while the mocks run. */
export interface MockFaults {
  readonly desk: FaultDesk;
  readonly ruleCount: number;
  readonly isControlled: boolean;
  readonly certificates: Certificates | undefined;
}

interface ServedContracts {
  readonly systems: readonly ServedSystem[];
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
  const contracts = new Map(systems.map(({ name, contract }) => [name, contract]));
  const desk = openFaultDesk({ rules, seed, secretNames, servers: { contracts, isTls: tls === true, isHttp: true } });
  const { certificatesFor } = await import('./tls-options.js');
  const certificates = await certificatesFor(input, textOption(input.options, 'host') ?? '127.0.0.1');
  const isControlled = control ?? input.options['fault'] ?? input.options['faults'];
  return { desk, ruleCount: rules.length, isControlled: isControlled !== undefined && isControlled !== false, certificates };
}

/** What the server of one system needs of them. */
export function faultsBefore(
  provider: string,
  faults: MockFaults | undefined,
): Pick<MockServerOptions, 'injector' | 'recorder' | 'control' | 'certificates'> {
  if (faults === undefined) return {};
  const { desk, isControlled, certificates } = faults;
  const injector = desk.injectorFor(provider);
  return { injector, recorder: desk.recorder, control: isControlled ? desk.controlOf(injector) : undefined, certificates };
}
