import { isAbsolute } from 'node:path';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import type { Finding } from '../finding/finding.js';
import type { RunJournal } from '../journal/run-journal.js';
import type { LinkJudgements } from '../scenario/judge-scenario.js';
import { findingsOfLinks, judgeLinks, needsBaseline } from '../scenario/judge-scenario.js';
import { runScenario } from '../scenario/run-scenario.js';
import type { RefusedHandshake } from '../scenario/handshake-findings.js';
import { findingsOfHandshakes } from '../scenario/handshake-findings.js';
import { findingsOfRun } from '../scenario/scenario-findings.js';
import type { ScenarioRun } from '../scenario/scenario-run.js';
import type { Scenario } from '../scenario/scenario.js';
import { scheduledScenario } from '../scenario/search/fault-schedule.js';
import type { Environment } from '../workspace/substitute-variables.js';
import type { System, Workspace } from '../workspace/workspace.js';
import type { ProgramOverride } from './scenario-systems.js';
import { openRealWorld } from './scenario-world.js';
import { openSimulatedWorld } from './simulated-world.js';
import type { TracedScenario } from './traces/trace-scenario.js';

export interface ScenarioSession {
  readonly scenario: Scenario;
  /** Its folder is resolved. */
  readonly workspace: Workspace;
  readonly documents: DocumentPort;
  readonly contractOf: (system: System) => Promise<Contract>;
  readonly env: Environment;
  readonly cwd: string;
  readonly seed: string;
  readonly signal: AbortSignal;
  readonly isSimulated: boolean;
  /** How much faster than the machine's the time runs; of a real run. */
  readonly scale: number;
  readonly overrides: ReadonlyMap<string, ProgramOverride>;
  /** Whether what comes after a step that failed is done all the same. */
  readonly keepsGoing: boolean;
  /** Of a real run: has a span of each step and of each call. */
  readonly trace?: TracedScenario | undefined;
}

/** One run of a scenario in one world, judged. */
export interface WorldRun {
  readonly run: ScenarioRun;
  readonly journal: RunJournal;
  /** Of the same run without faults, when the scenario asks for the same outcome. */
  readonly baseline: RunJournal | undefined;
  readonly links: readonly LinkJudgements[];
  readonly findings: readonly Finding[];
  /** What went wrong with programs, and what could not be done. */
  readonly notes: readonly string[];
}

/**
 * Opens a world, runs a scenario in it, closes it, and judges what was seen. A scenario that asks for the same outcome is run without its faults
 * first, in a world of its own from the same seed.
 *
 * @param session - the scenario, and which world
 * @throws HostError when the world does not come up; whatever the signal is aborted with
 */
export async function runInWorld(session: ScenarioSession): Promise<WorldRun> {
  const { scenario } = session;
  const baseline = needsBaseline(scenario)
    ? (await seenInWorld({ ...session, scenario: scheduledScenario(scenario, []) })).journal
    : undefined;
  const seen = await seenInWorld(session);
  const links = judgeLinks(scenario, { ...seen, baseline });
  const missing = seen.run.missingLinks.map((link) => `no fault can stand on ${link}: nothing there is called in this run`);
  return {
    run: seen.run,
    journal: seen.journal,
    baseline,
    links,
    findings: [...findingsOfRun(scenario, seen.run), ...findingsOfHandshakes(scenario, seen.refused), ...findingsOfLinks(scenario, links)],
    notes: [...seen.troubles, ...missing],
  };
}

interface Seen {
  readonly run: ScenarioRun;
  readonly journal: RunJournal;
  readonly troubles: readonly string[];
  readonly refused: readonly RefusedHandshake[];
}

async function seenInWorld(session: ScenarioSession): Promise<Seen> {
  const world = await openWorld(session);
  try {
    const run = await runScenario(session.scenario, world, { keepsGoing: session.keepsGoing });
    await world.lastHeard();
    return { run, journal: world.journal(), troubles: await world.troubles(), refused: world.refusedHandshakes() };
  } finally {
    await world.close();
  }
}

type World = Awaited<ReturnType<typeof openRealWorld>>;

async function openWorld(session: ScenarioSession): Promise<World> {
  const { scenario, workspace, documents, seed, signal, overrides } = session;
  if (!session.isSimulated) return openRealWorld(session);
  const world = await openSimulatedWorld(scenario, workspace, {
    documents,
    overrides: resolvedModules(overrides, session.cwd),
    seed,
    signal,
  });
  // No sockets, no handshakes.
  return { ...world, troubles: async () => [], lastHeard: async () => undefined, refusedHandshakes: () => [] };
}

function resolvedModules(overrides: ScenarioSession['overrides'], cwd: string): ScenarioSession['overrides'] {
  return new Map(
    [...overrides].map(([name, override]) => {
      const { module } = override;
      return [name, module === undefined || isAbsolute(module) ? override : { ...override, module: `${cwd}/${module}` }];
    }),
  );
}
