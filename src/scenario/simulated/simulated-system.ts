import type { Contract } from '../../contract/contract.js';
import { memberName } from '../../journal/member-name.js';
import type { Mock } from '../../mock/mock.js';
import type { CreateSimulatedProgram, SimulatedProgram } from '../consumer-adapter.js';
import { mockedProvider } from './mocked-provider.js';
import { programProvider } from './program-provider.js';
import type { SimulatedProvider } from './provider.js';

/** A system of a simulated world: a program, else the mock of its contract. One that has neither is not there: nobody listens. */
export interface SimulatedSystem {
  readonly name: string;
  readonly contract: Contract | undefined;
  /** Of AsyncAPI: where its events flow there is a broker. */
  readonly eventContract?: Contract | undefined;
  /** Stands in when there is no program. */
  readonly mock: Mock | undefined;
  readonly create: CreateSimulatedProgram | undefined;
  /** What the program finds in its environment, beside `MORTISE_URL_<SYSTEM>`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How many of the program there are; default 1. Each is asked whatever the driver asks the system. */
  readonly instanceCount?: number | undefined;
}

/**
 * What answers in place of a system; `undefined` when nobody does.
 *
 * @param system - of a world
 * @param programOf - its program, once it is made
 * @param seed - what varied values of a mock are drawn from
 */
export function providerFrom(
  system: SimulatedSystem,
  programOf: () => SimulatedProgram | undefined,
  seed: string,
): SimulatedProvider | undefined {
  const { name, create, mock, contract } = system;
  if (create === undefined) return mock === undefined ? undefined : mockedProvider(name, mock, seed);
  const handle = async (request: Request): Promise<Response> => {
    const program = programOf();
    return program === undefined ? new Response('not started', { status: 503 }) : program.handle(request);
  };
  return programProvider(name, { handle }, contract);
}

/**
 * What an instance is called in the journal. Of many each has a name of its own: who comes back together with whom is seen by it.
 *
 * @param system - of a world
 * @param instance - counted from 0
 */
export function instanceName({ name, instanceCount = 1 }: SimulatedSystem, instance: number): string {
  return instanceCount > 1 ? memberName(name, instance + 1) : name;
}
