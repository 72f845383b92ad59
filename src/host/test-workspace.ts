import { resolve } from 'node:path';
import { planPairLanes } from '../check/events/event-lanes.js';
import { lanesOfShard } from '../check/plan-lanes.js';
import type { CheckPorts } from '../check/ports.js';
import type { RunSummary, Stop } from '../check/run-record.js';
import { lineFromFinding, lineFromOutcome, lineFromSummary } from '../check/run-record.js';
import type { PairOutcome } from '../check/run-suite.js';
import { runSuite } from '../check/run-suite.js';
import type { TestingOptions } from '../check/testing-options.js';
import { testingOptions } from '../check/testing-options.js';
import type { TransformationResult } from '../check/transformations/test-transformation.js';
import type { Finding } from '../finding/finding.js';
import type { Pair, Workspace } from '../workspace/workspace.js';
import { createCheckPorts } from './check-ports.js';
import { nowMs } from './clock.js';
import type { ContractShelf } from './contract-shelf.js';
import { openContractShelf } from './contract-shelf.js';
import { createHttpClient } from './http-client.js';
import { loadHooks } from './load-hooks.js';
import type { RecordFile } from './record-file.js';
import { openRunRecord } from './run-record-file.js';
import { testTransformations } from './test-transformations.js';
import type { TestWorkspaceOptions, WorkspaceTestResult } from './workspace-test.js';

/**
 * Tests the pairs of a workspace, phase after phase, against the provider of each: its `url`, else its program, else its mock. Programs are
 * started for each pair and are gone when the promise settles.
 *
 * @param options - what to test, and what the world is
 * @throws InputError when a contract cannot be read, a pair names an unknown operation, or a hook fails; HostError when the record cannot be written
 */
export async function testWorkspace(options: TestWorkspaceOptions): Promise<WorkspaceTestResult> {
  const startedAtMs = nowMs();
  const workspace = { ...options.workspace, folder: resolve(options.cwd, options.workspace.folder) };
  const pairs = options.pairs ?? workspace.integrations;
  const shelf = await openContractShelf({
    workspace,
    pairs,
    documents: options.documents,
    contracts: options.contracts,
    eventContracts: options.eventContracts,
  });
  const record = openRecord(options, { workspace, pairs, startedAtMs });
  const client = createHttpClient({ timeoutMs: options.timeoutMs });
  try {
    const run: Run = { options, workspace, pairs, shelf, record, startedAtMs, counts: countsOf(options, pairs, shelf), client };
    const transformations = await transformationsOf(run);
    const { outcomes, stopped } = await runPairs(run);
    const ofPairs = outcomes.flatMap((outcome) => (outcome.kind === 'tested' ? outcome.result.findings : []));
    const findings = [...ofPairs, ...transformations.flatMap((result) => result.findings)];
    const summary = summaryOf(outcomes, findings, { stopped, laneCount: run.counts.laneCount, durationMs: nowMs() - startedAtMs });
    record?.write(lineFromSummary(summary));
    const { contracts, eventContracts } = shelf;
    return { outcomes, transformations, findings, contracts, eventContracts, summary, seed: options.seed, recordFile: record?.file };
  } finally {
    record?.close();
    await client.close();
  }
}

interface Run {
  readonly options: TestWorkspaceOptions;
  readonly workspace: Workspace;
  readonly pairs: readonly Pair[];
  readonly shelf: ContractShelf;
  readonly record: RecordFile | undefined;
  readonly startedAtMs: number;
  readonly counts: Counts;
  readonly client: ReturnType<typeof createHttpClient>;
}

interface Counts {
  /** For each pair, how many lanes stand before its own, in all shards. */
  readonly laneOffsets: readonly number[];
  /** Of this shard. */
  readonly laneCount: number;
}

/** Before the pairs: they take no time, and who stops a long run has them. */
async function transformationsOf({ options, workspace, pairs, shelf, record }: Run): Promise<readonly TransformationResult[]> {
  const { cwd, shard, signal } = options;
  const results = await testTransformations({ workspace, pairs, shelf, cwd, options: choicesOf(options), shard, signal });
  for (const { findings } of results) for (const finding of findings) record?.write(lineFromFinding(finding));
  return results;
}

async function runPairs(run: Run): Promise<{ readonly outcomes: readonly PairOutcome[]; readonly stopped: Stop | false }> {
  const { options, workspace, pairs, shelf, record } = run;
  const deadline = options.maxTimeMs === undefined ? undefined : AbortSignal.timeout(options.maxTimeMs);
  const signal = deadline === undefined ? options.signal : AbortSignal.any([options.signal, deadline]);
  const pairWorkers = pairWorkersOf(run);
  const outcomes = await runSuite(
    {
      workspace,
      pairs,
      contractOf: shelf.contractOf,
      eventContractOf: shelf.eventContractOf,
      hooksOf: async (pair) => options.hooks ?? (pair.hooks === undefined ? undefined : loadHooks(resolve(options.cwd, pair.hooks))),
      options: { ...choicesOf(options), workers: Math.max(1, Math.floor((options.workers ?? 1) / pairWorkers)) },
      shard: options.shard === undefined ? undefined : { ...options.shard, laneOffsets: run.counts.laneOffsets },
      pairWorkers,
      signal,
      onPairStart: options.onPairStart,
      onPairEnd: (outcome, index) => {
        record?.write(lineFromOutcome(outcome));
        options.onPairEnd?.(outcome, index);
      },
    },
    portsOf(run),
  );
  const stopped = options.signal.aborted ? 'interrupt' : deadline?.aborted === true ? 'max-time' : false;
  return { outcomes, stopped };
}

/** Two sessions cannot both have a program on a port that the workspace fixes. */
function pairWorkersOf({ options, workspace, pairs }: Run): number {
  const hasFixedPort = [...workspace.systems.values()].some(
    ({ start, url, port }) => start !== undefined && url === undefined && port !== undefined,
  );
  return hasFixedPort ? 1 : Math.max(1, Math.min(options.workers ?? 1, pairs.length));
}

function portsOf({ options, workspace, shelf, record, counts, startedAtMs, client }: Run): CheckPorts {
  const { env, seed, ratePerSecond, onProgress } = options;
  const ports = createCheckPorts({ workspace, shelf, env, seed, send: client.send, ratePerSecond, record });
  const done = { requestCount: 0, findingCount: 0, lanesDone: 0 };
  const tell = (): void => onProgress?.({ ...done, laneCount: counts.laneCount, elapsedMs: nowMs() - startedAtMs });
  return {
    ...ports,
    onExchange: (exchange, secrets, testCase) => {
      ports.onExchange?.(exchange, secrets, testCase);
      done.requestCount += 1;
      tell();
    },
    onFinding: (finding) => {
      ports.onFinding?.(finding);
      done.findingCount += 1;
    },
    onLaneEnd: () => {
      done.lanesDone += 1;
      tell();
    },
  };
}

function countsOf(options: TestWorkspaceOptions, pairs: readonly Pair[], shelf: ContractShelf): Counts {
  const laneOffsets: number[] = [];
  let offset = 0;
  let laneCount = 0;
  for (const pair of pairs) {
    const contracts = { contract: shelf.contracts.get(pair.provider), eventContract: shelf.eventContracts.get(pair.provider) };
    const lanes = planPairLanes(contracts, pair, choicesOf(options));
    laneOffsets.push(offset);
    laneCount += options.shard === undefined ? lanes.length : lanesOfShard(lanes, options.shard, offset).length;
    offset += lanes.length;
  }
  return { laneOffsets, laneCount };
}

function choicesOf(options: TestWorkspaceOptions): TestingOptions {
  return testingOptions(options);
}

function openRecord(options: TestWorkspaceOptions, run: Pick<Run, 'workspace' | 'pairs' | 'startedAtMs'>): RecordFile | undefined {
  const { recordFile: file, cwd, version, args = [], shard } = options;
  if (file === false) return undefined;
  const part = shard === undefined ? undefined : `${shard.index}/${shard.count}`;
  return openRunRecord({ ...run, cwd, file, version, args, options: choicesOf(options), shard: part });
}

function summaryOf(
  outcomes: readonly PairOutcome[],
  findings: readonly Finding[],
  ending: Pick<RunSummary, 'stopped' | 'laneCount' | 'durationMs'>,
): RunSummary {
  const sum = (of: (result: Extract<PairOutcome, { readonly kind: 'tested' }>['result']) => number): number =>
    outcomes.reduce((total, outcome) => total + (outcome.kind === 'tested' ? of(outcome.result) : 0), 0);
  return {
    pairCount: outcomes.length,
    requestCount: sum((result) => result.requestCount),
    errorCount: findings.filter((finding) => finding.severity === 'error').length,
    warningCount: findings.filter((finding) => finding.severity === 'warning').length,
    failedPairCount: outcomes.filter((outcome) => outcome.kind === 'failed').length,
    laneDoneCount: sum((result) => result.laneDoneCount),
    ...ending,
  };
}
