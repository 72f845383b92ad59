import { resolve } from 'node:path';
import { planPairLanes } from '../check/events/event-lanes.js';
import type { Lane } from '../check/plan-lanes.js';
import { lanesOfShard } from '../check/plan-lanes.js';
import type { CheckPorts } from '../check/ports.js';
import type { RunSummary, Stop } from '../check/run-record.js';
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
import { createHttpClient, MAX_STREAM_MS } from './http-client.js';
import { loadHooks } from './load-hooks.js';
import { reportedTest } from './reported-test.js';
import { reportedWorkspace } from './reported-workspace.js';
import { openTestRun } from './run-record-file.js';
import type { RunWriter } from './run-writer.js';
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
  const writer = options.run ?? openOwnRun(options, { workspace, pairs, startedAtMs, shelf });
  const client = createHttpClient({ timeoutMs: options.timeoutMs, maxStreamMs: MAX_STREAM_MS });
  try {
    const run: Run = { options, workspace, pairs, shelf, writer, startedAtMs, plan: planOf(options, pairs, shelf), client };
    const transformations = await transformationsOf(run);
    const { outcomes, stopped } = await runPairs(run);
    const ofPairs = outcomes.flatMap((outcome) => (outcome.kind === 'tested' ? outcome.result.findings : []));
    const findings = [...ofPairs, ...transformations.flatMap((result) => result.findings)];
    const summary = summaryOf(outcomes, findings, { stopped, laneCount: run.plan.laneCount, durationMs: nowMs() - startedAtMs });
    const { contracts, eventContracts } = shelf;
    writer.settle('test', textsOf(run), findings);
    if (stopped !== 'interrupt')
      writer.add({
        type: 'part',
        part: 'test',
        durationMs: Math.round(summary.durationMs),
        subjectCount: pairs.length + transformations.length,
      });
    if (options.run === undefined) writer.add({ type: 'summary', ...summary });
    return { outcomes, transformations, findings, contracts, eventContracts, summary, seed: options.seed, recordFile: writer.file };
  } finally {
    if (options.run === undefined) writer.close();
    await client.close();
  }
}

interface Run {
  readonly options: TestWorkspaceOptions;
  readonly workspace: Workspace;
  readonly pairs: readonly Pair[];
  readonly shelf: ContractShelf;
  readonly writer: RunWriter;
  readonly startedAtMs: number;
  readonly plan: LanePlan;
  readonly client: ReturnType<typeof createHttpClient>;
}

/** What falls to this run. */
interface LanePlan {
  /** For each pair, how many lanes stand before its own, in all shards. */
  readonly laneOffsets: readonly number[];
  /** For each pair, those of this shard. */
  readonly lanes: readonly (readonly Lane[])[];
  /** All of those. */
  readonly laneCount: number;
}

/** Before the pairs: they take no time, and who stops a long run has them. */
async function transformationsOf({ options, workspace, pairs, shelf, writer }: Run): Promise<readonly TransformationResult[]> {
  const { cwd, shard, signal } = options;
  const results = await testTransformations({ workspace, pairs, shelf, cwd, options: choicesOf(options), shard, signal });
  for (const { name, systems, valueCount, findings } of results) {
    const findingIds = findings.map((finding) => writer.finding(finding, { part: 'test' }).id);
    writer.add({ type: 'transformation', name, systems, valueCount, findingIds });
  }
  return results;
}

async function runPairs(run: Run): Promise<{ readonly outcomes: readonly PairOutcome[]; readonly stopped: Stop | false }> {
  const { options, workspace, pairs, shelf, writer } = run;
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
      shard: options.shard === undefined ? undefined : { ...options.shard, laneOffsets: run.plan.laneOffsets },
      pairWorkers,
      signal,
      onPairStart: (pair, index) => {
        options.trace?.onPairStart(pair);
        options.onPairStart?.(pair, index);
      },
      within: options.trace?.within,
      onPairEnd: (outcome, index) => {
        writer.add({ type: 'pair', ...reportedTest(outcome, run.plan.lanes[index] ?? []) });
        options.trace?.onPairEnd(outcome.kind === 'tested' ? outcome.result.pair : outcome.pair);
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

function portsOf({ options, workspace, shelf, writer, plan, startedAtMs, client }: Run): CheckPorts {
  const { env, seed, ratePerSecond, onProgress } = options;
  const ports = createCheckPorts({
    workspace,
    shelf,
    env,
    seed,
    send: options.trace?.traced(client.send) ?? client.send,
    ratePerSecond,
    run: writer,
  });
  const done = { requestCount: 0, findingCount: 0, lanesDone: 0 };
  const tell = (): void => onProgress?.({ ...done, laneCount: plan.laneCount, elapsedMs: nowMs() - startedAtMs });
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

function planOf(options: TestWorkspaceOptions, pairs: readonly Pair[], shelf: ContractShelf): LanePlan {
  const laneOffsets: number[] = [];
  const lanes: (readonly Lane[])[] = [];
  let offset = 0;
  for (const pair of pairs) {
    const contracts = { contract: shelf.contracts.get(pair.provider), eventContract: shelf.eventContracts.get(pair.provider) };
    const all = planPairLanes(contracts, pair, choicesOf(options));
    laneOffsets.push(offset);
    lanes.push(options.shard === undefined ? all : lanesOfShard(all, options.shard, offset));
    offset += all.length;
  }
  return { laneOffsets, lanes, laneCount: lanes.reduce((sum, own) => sum + own.length, 0) };
}

/** Where the clauses stand that findings name. Contracts of several files share no names, so all their texts together are one map. */
function textsOf({ workspace, shelf }: Pick<Run, 'workspace' | 'shelf'>): ReadonlyMap<string, string> {
  const texts = new Map([...shelf.contracts.values(), ...shelf.eventContracts.values()].flatMap((contract) => [...contract.texts]));
  if (workspace.text !== '') texts.set(workspace.file, workspace.text);
  return texts;
}

function choicesOf(options: TestWorkspaceOptions): TestingOptions {
  return testingOptions(options);
}

function openOwnRun(options: TestWorkspaceOptions, run: Pick<Run, 'workspace' | 'pairs' | 'startedAtMs' | 'shelf'>): RunWriter {
  const { recordFile: file, cwd, version, args = [], shard } = options;
  const part = shard === undefined ? undefined : `${shard.index}/${shard.count}`;
  const writer = openTestRun({ ...run, command: 'test', cwd, file, version, args, options: choicesOf(options), shard: part });
  writer.add({ type: 'workspace', ...reportedWorkspace(run.workspace, run.shelf) });
  return writer;
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
