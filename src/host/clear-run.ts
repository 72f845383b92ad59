import type { Claim } from '../recovery/oracle.js';
import type { ScenarioSession, WorldRun } from './scenario-session.js';
import { runInWorld } from './scenario-session.js';
import type { Traces } from './traces/open-traces.js';
import { traceScenario } from './traces/trace-scenario.js';

export interface ClearRunOptions {
  /** Of the span that the run is; `undefined` where nobody collects any. */
  readonly traces: Traces | undefined;
  readonly name: string;
  /** Whether what was seen may be the noise's: default {@link mayBeNoise}. */
  readonly isUnclear?: ((result: WorldRun) => boolean) | undefined;
}

/**
 * Runs a scenario until what is seen is clear. Where time is compressed, a pause of the machine is long for the programs: what it may have decided is
 * seen again at a slower pace.
 *
 * @param session - the scenario, and which world
 * @param options - when it is clear, and the span that it has: one that failed where the scenario did not hold
 */
export async function runUntilClear(
  session: ScenarioSession,
  { traces, name, isUnclear = mayBeNoise }: ClearRunOptions,
): Promise<WorldRun> {
  if (traces === undefined || session.isSimulated) return slowedUntilClear(session, isUnclear);
  const trace = traceScenario(traces, name);
  let error: string | undefined = 'failed';
  try {
    const result = await slowedUntilClear({ ...session, trace }, isUnclear);
    const refuted = refutedClaims(result);
    error = refuted.length > 0 ? `refuted: ${refuted.join(', ')}` : result.findings.length > 0 ? 'findings' : undefined;
    return result;
  } finally {
    trace.end(error);
  }
}

/**
 * The claims that a run has refuted, each once.
 *
 * @param result - of the run
 */
export function refutedClaims({ links }: WorldRun): readonly Claim[] {
  return [
    ...new Set(links.flatMap(({ judgements }) => judgements.flatMap(({ claim, verdict }) => (verdict.kind === 'refuted' ? [claim] : [])))),
  ];
}

async function slowedUntilClear(session: ScenarioSession, isUnclear: (result: WorldRun) => boolean): Promise<WorldRun> {
  const result = await runInWorld(session);
  if (session.isSimulated || session.scale === 1 || !isUnclear(result)) return result;
  return slowedUntilClear({ ...session, scale: session.scale > SLOWEST_STEP ? session.scale / SLOWEST_STEP : 1 }, isUnclear);
}

const SLOWEST_STEP = 4;

/**
 * A step that failed may have come too late into a window, and a claim may have been kept from its verdict by the noise. What is refuted may have
 * been so by a pause of one program that the control client did not share: it counts only at the machine's own pace.
 */
function mayBeNoise(result: WorldRun): boolean {
  const isNoisy = result.links.some(({ judgements }) =>
    judgements.some(({ verdict }) => verdict.kind === 'inconclusive' && /\bmachine\b/.test(verdict.reason)),
  );
  return isNoisy || refutedClaims(result).length > 0 || result.findings.some(({ code }) => code === 'scenario/step-failed');
}
