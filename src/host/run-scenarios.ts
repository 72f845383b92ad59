import { resolve } from 'node:path';
import { HostError } from '../base/errors.js';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import { readContract } from '../contract/read-contract.js';
import type { Finding } from '../finding/finding.js';
import type { Mutant } from '../scenario/arazzo/x-mutants.js';
import { readScenario } from '../scenario/read-scenario.js';
import type { Scenario } from '../scenario/scenario.js';
import { systemsOfScenario } from '../scenario/systems-of-scenario.js';
import type { Environment } from '../workspace/substitute-variables.js';
import type { System, Workspace } from '../workspace/workspace.js';
import { runUntilClear } from './clear-run.js';
import type { MutantOutcome } from './run-mutants.js';
import { mutantFinding, runMutants } from './run-mutants.js';
import { writeScenarioJournal } from './scenario-journal.js';
import type { PlannedRuns } from './scenario-problems.js';
import { assertCanRun } from './scenario-problems.js';
import type { ScenarioSession, WorldRun } from './scenario-session.js';
import type { ProgramOverride } from './scenario-systems.js';
import type { Traces } from './traces/open-traces.js';

export interface RunScenariosOptions {
  readonly workspace: Workspace;
  /** Arazzo documents: paths. */
  readonly files: readonly string[];
  readonly documents: DocumentPort;
  /** What programs find in their environment. */
  readonly env: Environment;
  readonly cwd: string;
  readonly seed: string;
  readonly signal: AbortSignal;
  /** `auto`: on simulated time where everything that takes part is a module or a mock. Default false. */
  readonly simulate?: boolean | 'auto' | undefined;
  /** How much faster than the machine's the time of real runs goes. Default 1. */
  readonly scale?: number | undefined;
  /** Whether each wrong program is run as well. Default false. */
  readonly withMutants?: boolean | undefined;
  /** Whether what comes after a step that failed is done all the same, as it always is with wrong programs. Default false. */
  readonly keepsGoing?: boolean | undefined;
  /** What takes the place of systems, by name. */
  readonly overrides?: ReadonlyMap<string, ProgramOverride> | undefined;
  /** Where journals go; `undefined` for `.mortise/runs`, `false` for nowhere. */
  readonly journalFolder?: string | false | undefined;
  /** Has the spans of what runs on real time: simulated time is no collector's. */
  readonly traces?: Traces | undefined;
  readonly onStart?: ((scenario: Scenario, index: number) => void) | undefined;
  /** Told before each wrong program of a scenario. */
  readonly onMutant?: ((scenario: Scenario, mutant: Mutant) => void) | undefined;
  readonly onEnd?: ((outcome: ScenarioOutcome, index: number) => void) | undefined;
}

/** What came of one scenario. `failed`: the world did, so that nothing can be said. */
export type ScenarioOutcome =
  | {
      readonly kind: 'ran';
      readonly scenario: Scenario;
      readonly world: 'real' | 'simulated';
      readonly result: WorldRun;
      readonly mutants: readonly MutantOutcome[];
      /** Of the run, and of its mutants. */
      readonly findings: readonly Finding[];
      readonly journalFile: string | undefined;
    }
  | { readonly kind: 'failed'; readonly scenario: Scenario; readonly error: HostError }
  | { readonly kind: 'skipped'; readonly scenario: Scenario };

/**
 * Runs scenarios, one after the other, each in a world of its own. What the world does to one ends that one only.
 *
 * @param options - which, and where
 * @returns in the order of the files
 * @throws InputError before anything runs when a scenario is wrong
 */
export async function runScenarios(options: RunScenariosOptions): Promise<readonly ScenarioOutcome[]> {
  const workspace = { ...options.workspace, folder: resolve(options.cwd, options.workspace.folder) };
  const scenarios: Scenario[] = [];
  for (const file of options.files) scenarios.push(await readScenario(file, options.documents, workspace));
  for (const scenario of scenarios) await assertCanRun(scenario, plannedRuns(scenario, { ...options, workspace }));
  const contractOf = contractShelf(options.documents);
  const outcomes: ScenarioOutcome[] = [];
  for (const [index, scenario] of scenarios.entries()) {
    options.onStart?.(scenario, index);
    const outcome = await outcomeOf(scenario, { ...options, workspace }, contractOf);
    outcomes.push(outcome);
    options.onEnd?.(outcome, index);
  }
  return outcomes;
}

/**
 * Whether a scenario can run on simulated time: everything that takes part is a module or a mock.
 *
 * @param scenario - as read
 * @param workspace - has its systems
 * @param overrides - what takes their place
 */
export function canBeSimulated(scenario: Scenario, workspace: Workspace, overrides: ReadonlyMap<string, ProgramOverride>): boolean {
  const isProgram = ({ name, module, start, url }: System): boolean =>
    (overrides.get(name)?.module ?? overrides.get(name)?.start ?? module ?? start ?? url) !== undefined;
  return systemsOfScenario(scenario, workspace, isProgram).every((name) => {
    const system = workspace.systems.get(name);
    const override = overrides.get(name);
    if (system === undefined || override?.start !== undefined) return false;
    if (override?.module !== undefined) return true;
    return system.url === undefined && (system.module !== undefined || system.start === undefined);
  });
}

type Settled = RunScenariosOptions & { readonly workspace: Workspace };

async function outcomeOf(scenario: Scenario, options: Settled, contractOf: ScenarioSession['contractOf']): Promise<ScenarioOutcome> {
  const { signal, seed } = options;
  if (signal.aborted) return { kind: 'skipped', scenario };
  const { isSimulated, overrides } = plannedRuns(scenario, options);
  const { workspace, documents, env, cwd, scale = 1 } = options;
  const { keepsGoing = false } = options;
  const session = { scenario, workspace, documents, contractOf, env, cwd, seed, signal, isSimulated, scale, overrides, keepsGoing };
  try {
    const keep = (run: WorldRun, name: string): string | undefined => kept(run, name, options);
    const result = await runUntilClear(session, { traces: options.traces, name: scenario.name });
    const journalFile = keep(result, scenario.name);
    const mutants = options.withMutants === true ? await runMutants(session, { ...options, keep }) : [];
    const findings = [...result.findings, ...mutants.flatMap((mutant) => mutantFinding(mutant, scenario))];
    return { kind: 'ran', scenario, world: isSimulated ? 'simulated' : 'real', result, mutants, findings, journalFile };
  } catch (error) {
    if (signal.aborted) return { kind: 'skipped', scenario };
    if (error instanceof HostError) return { kind: 'failed', scenario, error };
    throw error;
  }
}

function plannedRuns(scenario: Scenario, { workspace, simulate, cwd, withMutants = false, overrides = new Map() }: Settled): PlannedRuns {
  const isSimulated = simulate === 'auto' ? canBeSimulated(scenario, workspace, overrides) : simulate === true;
  return { workspace, cwd, isSimulated, withMutants, overrides };
}

function kept({ journal, baseline }: WorldRun, name: string, { cwd, journalFolder }: Settled): string | undefined {
  if (journalFolder === false) return undefined;
  if (baseline !== undefined) writeScenarioJournal(baseline, `${name}.without-faults`, { cwd, folder: journalFolder });
  return writeScenarioJournal(journal, name, { cwd, folder: journalFolder });
}

/** Systems that only programs call are read when they are asked for, each once. */
function contractShelf(documents: DocumentPort): ScenarioSession['contractOf'] {
  const contracts = new Map<string, Promise<Contract>>();
  return ({ name, openapi }) => {
    const known = contracts.get(name) ?? readContract(openapi ?? '', documents);
    contracts.set(name, known);
    return known;
  };
}
