import { InputError } from '../base/errors.js';
import { randomFromSeed } from '../base/random.js';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import { readContract } from '../contract/read-contract.js';
import { createMock } from '../mock/mock.js';
import type { CreateSimulatedProgram } from '../scenario/consumer-adapter.js';
import type { Scenario } from '../scenario/scenario.js';
import type { ScenarioWorld } from '../scenario/scenario-world.js';
import { createSimulatedWorld } from '../scenario/simulated/create-simulated-world.js';
import type { SimulatedSystem } from '../scenario/simulated/simulated-system.js';
import { systemsOfScenario } from '../scenario/systems-of-scenario.js';
import type { System, Workspace } from '../workspace/workspace.js';
import { decodedContent } from './decoded-content.js';
import { enterModule } from './control-watch.js';
import { loadProgram } from './load-program.js';
import { patchGlobals } from './patched-globals.js';
import { simulatedTurn } from './simulated-turn.js';

/** What of a system is another one than the workspace says. */
export interface SystemOverride {
  /** A path. */
  readonly module?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

export interface SimulationOptions {
  readonly documents: DocumentPort;
  /** By the name of the system. */
  readonly overrides?: ReadonlyMap<string, SystemOverride> | undefined;
}

/** A scenario whose modules and contracts are loaded: its world can be opened again and again. */
export interface Simulation {
  /**
   * Opens a fresh world. Only one is open at a time: code without parameters finds it behind the globals.
   *
   * @param run - what decides all chance, and what ends it
   */
  open(run: { readonly seed: string; readonly signal: AbortSignal }): Promise<SimulatedRun>;
}

/** A simulated world that stands behind the globals until it is closed. */
export interface SimulatedRun extends ScenarioWorld {
  /** Ends the programs and gives the globals back. */
  close(): Promise<void>;
}

/**
 * Loads what a scenario needs to run in this process.
 *
 * @param scenario - read against the workspace
 * @param workspace - whose modules are run; what has none is mocked
 * @param options - how to read contracts, and what stands in for what
 * @throws InputError `E_SIMULATION_IMPOSSIBLE` when a consumer that is judged has no module; `E_MODULE_INVALID`, and those of contracts
 */
export async function loadSimulation(scenario: Scenario, workspace: Workspace, options: SimulationOptions): Promise<Simulation> {
  const isProgram = ({ name, module }: System): boolean => (options.overrides?.get(name)?.module ?? module) !== undefined;
  const names = systemsOfScenario(scenario, workspace, isProgram);
  const systems: SimulatedSystem[] = [];
  for (const name of names) {
    const system = workspace.systems.get(name);
    if (system !== undefined) systems.push(await simulatedSystem(system, { scenario, workspace, options }));
  }
  const known = new Set(names);
  const pairs = workspace.integrations.filter(({ consumer, provider }) => known.has(consumer) && known.has(provider));
  return {
    open: async ({ seed, signal }) => {
      signal.throwIfAborted();
      const world = createSimulatedWorld({ seed, signal, systems, pairs, turn: simulatedTurn, decode: decodedContent });
      const restore = patchGlobals({ clock: world.manualClock, random: randomFromSeed(seed, 'globals'), fetch: world.fetch });
      try {
        await world.start();
      } catch (error) {
        restore();
        throw error;
      }
      const close = async (): Promise<void> => {
        try {
          await world.close();
        } finally {
          restore();
        }
      };
      const { clock, random, send, events, injector, journal } = world;
      return { clock, random, signal, send, ...(events === undefined ? {} : { events }), injector, journal, close };
    },
  };
}

/**
 * The world of a scenario in this process, on simulated time.
 *
 * @param scenario - read against the workspace
 * @param workspace - whose modules are run; what has none is mocked
 * @param options - seed and signal, and those of {@link loadSimulation}
 */
export async function openSimulatedWorld(
  scenario: Scenario,
  workspace: Workspace,
  options: SimulationOptions & { readonly seed: string; readonly signal: AbortSignal },
): Promise<SimulatedRun> {
  const simulation = await loadSimulation(scenario, workspace, options);
  return simulation.open(options);
}

interface SystemPlace {
  readonly scenario: Scenario;
  readonly workspace: Workspace;
  readonly options: SimulationOptions;
}

async function simulatedSystem(system: System, place: SystemPlace): Promise<SimulatedSystem> {
  const { scenario, options } = place;
  const { name } = system;
  const override = options.overrides?.get(name);
  const module = override?.module ?? system.module;
  const create = module === undefined ? undefined : await watchedProgram(module, name);
  const contract = scenario.contracts.get(name) ?? (await contractOf(system, options.documents));
  if (create === undefined && mustRun(name, place)) throw new InputError({ code: 'E_SIMULATION_IMPOSSIBLE', args: { system: name } });
  return {
    name,
    contract,
    eventContract: system.asyncapi === undefined ? undefined : await readContract(system.asyncapi, options.documents),
    mock: create === undefined && contract !== undefined ? createMock(contract) : undefined,
    create,
    env: { ...system.env, ...override?.env },
    instanceCount: scenario.fleet?.system === name ? scenario.fleet.count : undefined,
  };
}

/** Whoever is judged for what it does, and is not stood in for: of a receiver's events the scenario may be the sender. */
function mustRun(name: string, { scenario, workspace }: SystemPlace): boolean {
  const isReceiver = (provider: string): boolean => {
    const { asyncapi, module } = workspace.systems.get(provider) ?? {};
    return asyncapi !== undefined && module !== undefined;
  };
  return scenario.fleet?.system === name || scenario.recovery.some(({ consumer, provider }) => consumer === name && !isReceiver(provider));
}

/** The program of a module; who watches this thread is told whenever it is given control. */
async function watchedProgram(module: string, name: string): Promise<CreateSimulatedProgram> {
  enterModule(module);
  const create = await loadProgram(module, name);
  return async (parts) => {
    enterModule(module);
    const program = await create(parts);
    return {
      handle: (request) => {
        enterModule(module);
        return program.handle(request);
      },
      stop: () => program.stop?.(),
    };
  };
}

async function contractOf({ openapi }: System, documents: DocumentPort): Promise<Contract | undefined> {
  return openapi === undefined ? undefined : readContract(openapi, documents);
}
