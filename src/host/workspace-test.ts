import type { Hooks } from '../check/hooks/hooks.js';
import type { OperationFilters } from '../check/operation-filters.js';
import type { Shard } from '../check/plan-lanes.js';
import type { RunSummary } from '../check/run-record.js';
import type { PairOutcome } from '../check/run-suite.js';
import type { Phase } from '../check/test-case.js';
import type { TransformationResult } from '../check/transformations/test-transformation.js';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import type { Finding } from '../finding/finding.js';
import type { TracedRun } from './traces/trace-run.js';
import type { Environment } from '../workspace/substitute-variables.js';
import type { CheckLevels, Pair, Workspace } from '../workspace/workspace.js';
import type { RunWriter } from './run-writer.js';

/** What is tested, and what the world is. */
export interface TestWorkspaceOptions {
  readonly workspace: Workspace;
  /** Those to test, in order; by default all. */
  readonly pairs?: readonly Pair[] | undefined;
  /** Reads the contracts. */
  readonly documents: DocumentPort;
  /** Contracts that were read already, by the name of their system. */
  readonly contracts?: ReadonlyMap<string, Contract> | undefined;
  /** The same, of events. */
  readonly eventContracts?: ReadonlyMap<string, Contract> | undefined;
  /** What programs find in their environment. */
  readonly env: Environment;
  readonly cwd: string;
  readonly seed: string;
  /** By default all. */
  readonly phases?: readonly Phase[] | undefined;
  /** How many cases are drawn for an operation. Default 50. */
  readonly caseCount?: number | undefined;
  /** After that long nothing more is tested; what was found stands. */
  readonly maxTimeMs?: number | undefined;
  /** How many lanes are tested at a time, of several pairs where there are several. Default 1: then the same seed sends the same. */
  readonly workers?: number | undefined;
  /** The part of the lanes that is tested. */
  readonly shard?: Shard | undefined;
  /** How many requests a provider gets in a second, at most. */
  readonly ratePerSecond?: number | undefined;
  readonly filters?: OperationFilters | undefined;
  /** How much each check weighs, where the workspace does not say. */
  readonly checkLevels?: CheckLevels | undefined;
  /** An answer that takes longer is a finding. */
  readonly maxResponseTimeMs?: number | undefined;
  /** Instead of those that the workspace names. */
  readonly hooks?: Hooks | undefined;
  /** Where the record goes, JSON Lines; `undefined` for the default below `.mortise/runs/`, `false` for none. */
  readonly recordFile?: string | false | undefined;
  /** The run that this test is a part of, already begun, and ended by whoever began it; instead of a record of its own. */
  readonly run?: RunWriter | undefined;
  /** Of Mortise, for the record. */
  readonly version: string;
  /** What was asked for, for the record. */
  readonly args?: readonly string[] | undefined;
  /** Of one call. Default 30 s. */
  readonly timeoutMs?: number | undefined;
  readonly signal: AbortSignal;
  /** The spans of the run. */
  readonly trace?: TracedRun | undefined;
  readonly onPairStart?: ((pair: Pair, index: number) => void) | undefined;
  readonly onPairEnd?: ((outcome: PairOutcome, index: number) => void) | undefined;
  /** Told after each request, and as each lane ends. */
  readonly onProgress?: ((progress: TestProgress) => void) | undefined;
}

/** How far a run is. */
export interface TestProgress {
  readonly requestCount: number;
  readonly findingCount: number;
  readonly laneCount: number;
  readonly lanesDone: number;
  readonly elapsedMs: number;
}

/** What the test of a workspace came to. */
export interface WorkspaceTestResult {
  /** One for each pair, in the order of the workspace. */
  readonly outcomes: readonly PairOutcome[];
  /** One for each that was tested, in the order of the workspace. */
  readonly transformations: readonly TransformationResult[];
  /** Of all pairs and transformations. */
  readonly findings: readonly Finding[];
  /** Those that were read, by the name of their system. */
  readonly contracts: ReadonlyMap<string, Contract>;
  /** Of events, by the name of their system. */
  readonly eventContracts: ReadonlyMap<string, Contract>;
  readonly summary: RunSummary;
  readonly seed: string;
  readonly recordFile: string | undefined;
}
