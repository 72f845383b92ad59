import { dirname } from 'node:path';
import { HostError } from '../base/errors.js';
import type { Finding } from '../finding/finding.js';
import { fingerprintOf } from '../finding/fingerprint.js';
import type { Claim } from '../recovery/oracle.js';
import type { Mutant } from '../scenario/arazzo/x-mutants.js';
import type { Scenario } from '../scenario/scenario.js';
import { resolvedPath } from '../workspace/resolved-path.js';
import { refutedClaims, runUntilClear } from './clear-run.js';
import type { ScenarioSession, WorldRun } from './scenario-session.js';
import type { ProgramOverride } from './scenario-systems.js';
import type { Traces } from './traces/open-traces.js';

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

export interface MutantRunOptions {
  readonly traces?: Traces | undefined;
  /** Told before each of them. */
  readonly onMutant?: ((scenario: Scenario, mutant: Mutant) => void) | undefined;
  /** @returns where the journal of the run is */
  readonly keep: (result: WorldRun, name: string) => string | undefined;
}

/**
 * Runs a scenario once with each of its wrong programs.
 *
 * @param session - as it was run with the right ones
 * @param options - who is told of each before it runs, and what is kept of it
 * @returns in the order of the document
 */
export async function runMutants(session: ScenarioSession, options: MutantRunOptions): Promise<readonly MutantOutcome[]> {
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
      const isUnclear = (seen: WorldRun): boolean => !isRight(refutedClaims(seen));
      const result = await runUntilClear(own, { traces: options.traces, name, isUnclear });
      const journalFile = options.keep(result, `${session.scenario.name}.${nameOfMutant(mutant)}`);
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

/**
 * What a wrong program says of the claims, when it was not told from the right one, or by another claim.
 *
 * @param outcome - of its run
 * @param scenario - that has it
 */
export function mutantFinding({ mutant, verdict, refuted }: MutantOutcome, scenario: Scenario): readonly Finding[] {
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
