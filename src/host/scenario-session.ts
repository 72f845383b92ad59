import { isAbsolute } from 'node:path';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import type { Finding } from '../finding/finding.js';
import type { RunJournal } from '../journal/run-journal.js';
import type { LinkJudgements } from '../scenario/judge-scenario.js';
import { findingsOfLinks, judgeLinks } from '../scenario/judge-scenario.js';
import { runScenario } from '../scenario/run-scenario.js';
import { findingsOfRun } from '../scenario/scenario-findings.js';
import type { ScenarioRun } from '../scenario/scenario-run.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Environment } from '../workspace/substitute-variables.js';
import type { System, Workspace } from '../workspace/workspace.js';
import type { ProgramOverride } from './scenario-systems.js';
import { openRealWorld } from './scenario-world.js';
import { openSimulatedWorld } from './simulated-world.js';

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
}

/** One run of a scenario in one world, judged. */
export interface WorldRun {
  readonly run: ScenarioRun;
  readonly journal: RunJournal;
  readonly links: readonly LinkJudgements[];
  readonly findings: readonly Finding[];
  /** What went wrong with programs, and what could not be done. */
  readonly notes: readonly string[];
}

/**
 * Opens a world, runs a scenario in it, closes it, and judges what was seen.
 *
 * @param session - the scenario, and which world
 * @throws HostError when the world does not come up; whatever the signal is aborted with
 */
export async function runInWorld(session: ScenarioSession): Promise<WorldRun> {
  const { scenario } = session;
  const world = await openWorld(session);
  let seen: { readonly run: ScenarioRun; readonly journal: RunJournal; readonly troubles: readonly string[] };
  try {
    const run = await runScenario(scenario, world);
    seen = { run, journal: world.journal(), troubles: await world.troubles() };
  } finally {
    await world.close();
  }
  const links = judgeLinks(scenario, seen.run, seen.journal);
  const missing = seen.run.missingLinks.map((link) => `no fault can stand on ${link}: nothing there is called in this run`);
  return {
    run: seen.run,
    journal: seen.journal,
    links,
    findings: [...findingsOfRun(scenario, seen.run), ...findingsOfLinks(scenario, links)],
    notes: [...seen.troubles, ...missing],
  };
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
  return { ...world, troubles: async () => [] };
}

function resolvedModules(overrides: ScenarioSession['overrides'], cwd: string): ScenarioSession['overrides'] {
  return new Map(
    [...overrides].map(([name, override]) => {
      const { module } = override;
      return [name, module === undefined || isAbsolute(module) ? override : { ...override, module: `${cwd}/${module}` }];
    }),
  );
}
