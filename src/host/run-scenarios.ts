import { dirname, resolve } from 'node:path';
import { HostError } from '../base/errors.js';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import { readContract } from '../contract/read-contract.js';
import type { Finding } from '../finding/finding.js';
import { fingerprintOf } from '../finding/fingerprint.js';
import type { Claim } from '../recovery/oracle.js';
import type { Mutant } from '../scenario/arazzo/x-mutants.js';
import { readScenario } from '../scenario/read-scenario.js';
import type { Scenario } from '../scenario/scenario.js';
import { systemsOfScenario } from '../scenario/systems-of-scenario.js';
import type { Environment } from '../workspace/substitute-variables.js';
import { resolvedPath } from '../workspace/resolved-path.js';
import type { System, Workspace } from '../workspace/workspace.js';
import { writeScenarioJournal } from './scenario-journal.js';
import type { PlannedRuns } from './scenario-problems.js';
import { assertCanRun } from './scenario-problems.js';
import type { ScenarioSession, WorldRun } from './scenario-session.js';
import { runInWorld } from './scenario-session.js';
import type { ProgramOverride } from './scenario-systems.js';
import type { Traces } from './traces/open-traces.js';
import { traceScenario } from './traces/trace-scenario.js';

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

/** What came of a wrong program: `told` is what is wanted. */
export interface MutantOutcome {
  readonly mutant: Mutant;
  readonly verdict: 'told' | 'survived' | 'misjudged' | 'failed';
  /** The claims by which it was refuted. */
  readonly refuted: readonly Claim[];
  /** Why it could not be run. */
  readonly error: HostError | undefined;
  readonly journalFile: string | undefined;
}

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
    const result = await traced(session, scenario.name, options.traces, (own) => runUntilClear(own, isUnclear));
    const journalFile = kept(result, scenario.name, options);
    const mutants = options.withMutants === true ? await runMutants(session, options) : [];
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

/** A scenario that did not hold is a span that failed. */
async function traced(
  session: ScenarioSession,
  name: string,
  traces: Traces | undefined,
  run: (session: ScenarioSession) => Promise<WorldRun>,
): Promise<WorldRun> {
  if (traces === undefined || session.isSimulated) return run(session);
  const trace = traceScenario(traces, name);
  let error: string | undefined = 'failed';
  try {
    const result = await run({ ...session, trace });
    const refuted = refutedClaims(result);
    error = refuted.length > 0 ? `refuted: ${refuted.join(', ')}` : result.findings.length > 0 ? 'findings' : undefined;
    return result;
  } finally {
    trace.end(error);
  }
}

/** Where time is compressed, a pause of the machine is long for the programs: what it may have decided is seen again at a slower pace. */
async function runUntilClear(session: ScenarioSession, isUnclearIn: (result: WorldRun) => boolean): Promise<WorldRun> {
  const result = await runInWorld(session);
  if (session.isSimulated || session.scale === 1 || !isUnclearIn(result)) return result;
  return runUntilClear({ ...session, scale: session.scale > SLOWEST_STEP ? session.scale / SLOWEST_STEP : 1 }, isUnclearIn);
}

const SLOWEST_STEP = 4;

/**
 * A step that failed may have come too late into a window, and a claim may have been kept from its verdict by the noise. What is refuted may have
 * been so by a pause of one program that the control client did not share: it counts only at the machine's own pace.
 */
function isUnclear(result: WorldRun): boolean {
  const isNoisy = result.links.some(({ judgements }) =>
    judgements.some(({ verdict }) => verdict.kind === 'inconclusive' && /\bmachine\b/.test(verdict.reason)),
  );
  return isNoisy || refutedClaims(result).length > 0 || result.findings.some(({ code }) => code === 'scenario/step-failed');
}

function refutedClaims({ links }: WorldRun): readonly Claim[] {
  return [
    ...new Set(links.flatMap(({ judgements }) => judgements.flatMap(({ claim, verdict }) => (verdict.kind === 'refuted' ? [claim] : [])))),
  ];
}

async function runMutants(session: ScenarioSession, options: Settled): Promise<readonly MutantOutcome[]> {
  const outcomes: MutantOutcome[] = [];
  for (const mutant of session.scenario.mutants) {
    session.signal.throwIfAborted();
    options.onMutant?.(session.scenario, mutant);
    const overrides = new Map([...session.overrides, [mutant.system, overrideOf(mutant, session.scenario)]]);
    // What is a command line has no place in simulated time.
    const isSimulated = session.isSimulated && mutant.start === undefined;
    try {
      const isRight = (claims: readonly Claim[]): boolean => claims.length > 0 && claims.every((claim) => mutant.refutes.includes(claim));
      const own = { ...session, overrides, isSimulated, keepsGoing: true };
      const name = `${session.scenario.name} with ${nameOfMutant(mutant)}`;
      const result = await traced(own, name, options.traces, (session) => runUntilClear(session, (seen) => !isRight(refutedClaims(seen))));
      const journalFile = kept(result, `${session.scenario.name}.${nameOfMutant(mutant)}`, options);
      const refuted = refutedClaims(result);
      const verdict = refuted.length === 0 ? 'survived' : isRight(refuted) ? 'told' : 'misjudged';
      outcomes.push({ mutant, verdict, refuted, error: undefined, journalFile });
    } catch (error) {
      if (!(error instanceof HostError) || session.signal.aborted) throw error;
      outcomes.push({ mutant, verdict: 'failed', refuted: [], error, journalFile: undefined });
    }
  }
  return outcomes;
}

/** Its paths begin where the scenario stands. */
function overrideOf({ module, start, env }: Mutant, { file }: Scenario): ProgramOverride {
  return { module: module === undefined ? undefined : resolvedPath(dirname(file), module), start, env };
}

/**
 * What a wrong program is called: the last name of its module, else its command line or environment.
 *
 * @param mutant - of a scenario
 */
export function nameOfMutant({ module, start, env }: Mutant): string {
  if (module !== undefined) return (module.split('/').at(-1) ?? module).replace(/\.[cm]?[jt]s$/, '');
  return (
    start ??
    Object.entries(env)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')
  );
}

function mutantFinding({ mutant, verdict, refuted }: MutantOutcome, scenario: Scenario): readonly Finding[] {
  if (verdict !== 'survived' && verdict !== 'misjudged') return [];
  const finding: Finding = {
    code: `scenario/mutant-${verdict}`,
    severity: 'error',
    place: { file: scenario.file, pointer: mutant.pointer },
    args: {
      scenario: scenario.name,
      mutant: nameOfMutant(mutant),
      system: mutant.system,
      refutes: mutant.refutes,
      refuted,
      because: mutant.because,
    },
  };
  return [{ ...finding, id: fingerprintOf(finding) }];
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
