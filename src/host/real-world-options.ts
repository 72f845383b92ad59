import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Environment } from '../workspace/substitute-variables.js';
import type { System, Workspace } from '../workspace/workspace.js';
import type { ProgramOverride } from './scenario-systems.js';
import type { TracedScenario } from './traces/trace-scenario.js';

/** What a real world is made of. */
export interface RealWorldOptions {
  readonly scenario: Scenario;
  /** Its folder is resolved. */
  readonly workspace: Workspace;
  readonly contractOf: (system: System) => Promise<Contract>;
  /** How documents of AsyncAPI are read. */
  readonly documents: DocumentPort;
  /** What programs find in their environment, beside what the workspace says. */
  readonly env: Environment;
  readonly cwd: string;
  readonly seed: string;
  readonly signal: AbortSignal;
  /** How much faster than the machine's the time of everything runs; default 1. */
  readonly scale?: number | undefined;
  /** What takes the place of systems, by name. */
  readonly overrides?: ReadonlyMap<string, ProgramOverride> | undefined;
  /** Has a span of each step and of each call. */
  readonly trace?: TracedScenario | undefined;
}
