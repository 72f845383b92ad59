import { invariant } from '../base/errors.js';
import type { Finding } from '../finding/finding.js';
import type { Verdict } from '../finding/severity.js';
import { createCaseRunner } from './create-case-runner.js';
import type { EffectiveCoverage } from './effective-coverage.js';
import { operationPlace } from './exchange-check.js';
import { callAroundAll } from './hooks/call-hook.js';
import type { PairRun, PairTestingInput } from './pair-run.js';
import { createPairRun, operationOf } from './pair-run.js';
import { testCoverage } from './phase/coverage.js';
import { testExamples } from './phase/examples.js';
import { testFuzzing } from './phase/fuzzing.js';
import type { RunPhase } from './phase/phase.js';
import { testStateful } from './phase/stateful.js';
import type { Lane } from './plan-lanes.js';
import { planLanes } from './plan-lanes.js';
import type { CheckPorts, ProviderKind } from './ports.js';
import type { Reporter } from './reporter.js';
import { createReporter } from './reporter.js';
import { enterStates, leaveStates } from './states/provider-states.js';
import { statesWorldOf } from './states-world.js';
import { withStateValues } from './states/with-state-values.js';
import type { Phase } from './test-case.js';

/** A pair whose provider is up, to be tested lane by lane. */
export interface PairTesting {
  /** In an order in which data exist before they are asked for. */
  readonly lanes: readonly Lane[];
  /**
   * Tests one lane, whatever ran before; what it needs from other operations is made first.
   *
   * @returns findings of new causes
   * @throws the signal's reason when the run is aborted
   */
  run(lane: Lane): Promise<readonly Finding[]>;
  /** What the lanes that have run came to. */
  result(): PairResult;
  /** Takes the provider down. */
  stop(): Promise<void>;
}

/** What the test of one pair came to. */
export interface PairResult {
  readonly pair: { readonly consumer: string; readonly provider: string };
  readonly providerKind: ProviderKind;
  readonly operationCount: number;
  /** Operations that were called. */
  readonly testedOperationCount: number;
  /** Operations that answered a request which keeps the contract with a 2xx at least once: what was really reached. */
  readonly reachedOperationCount: number;
  readonly requestCount: number;
  readonly laneCount: number;
  /** Fewer when the run was stopped, or the provider ended. */
  readonly laneDoneCount: number;
  /** How long each lane took that was run to its end, by its id. */
  readonly laneDurationsMs: Readonly<Record<string, number>>;
  readonly durationMs: number;
  readonly coverage: EffectiveCoverage;
  /** One for each cause. */
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
}

/**
 * Brings the provider of a pair up, gets in, and plans what there is to test.
 *
 * @param input - the pair and its contracts
 * @param ports - how calls are made and providers brought up
 * @throws HostError when the provider does not come up; the signal's reason when it is aborted
 */
export async function openPairTesting(input: PairTestingInput, ports: CheckPorts): Promise<PairTesting> {
  const startedAtMs = ports.nowMs();
  const session = await ports.providers.open(input.pair, input.signal);
  try {
    const run = createPairRun(input, ports, session);
    const lanes = planLanes(input.contract, input.pair, run.options);
    const progress: LaneProgress = { lanes, done: new Map(), examples: new Map() };
    await begin(run);
    return {
      lanes,
      run: (lane) => runLane(run, progress, lane),
      result: () => resultOf(run, progress, ports.nowMs() - startedAtMs),
      stop: () => end(run),
    };
  } catch (error) {
    await session.stop();
    throw error;
  }
}

async function end({ input, hookContext, session }: PairRun): Promise<void> {
  try {
    await callAroundAll(input.hooks, 'afterAll', hookContext);
  } finally {
    await session.stop();
  }
}

interface LaneProgress {
  readonly lanes: readonly Lane[];
  /** By id, how long each took. */
  readonly done: Map<string, number>;
  /** By operation: its examples, once and for all who need their answers. */
  readonly examples: Map<string, Promise<readonly Finding[]>>;
}

async function begin(run: PairRun): Promise<void> {
  await callAroundAll(run.input.hooks, 'beforeAll', run.hookContext);
  const reporter = createReporter(run);
  for (const { operation, reason } of run.chosen.untested) {
    const place = operationPlace(operation);
    reporter.report({ code: 'check/operation-untested', severity: 'info', operation: operation.id, place, args: { reason } }, []);
  }
  const failure = await run.authenticator.ready();
  if (failure === undefined) return;
  reporter.reportExchange(failure.judgement, failure.exchange);
  run.learned.ending = 'the pair does not get in';
}

async function runLane(run: PairRun, progress: LaneProgress, lane: Lane): Promise<readonly Finding[]> {
  const startedAtMs = run.ports.nowMs();
  const findings = lane.phase === 'examples' ? await runExamples(run, progress, lane.operation) : await runOther(run, progress, lane);
  if (run.learned.ending === undefined) progress.done.set(lane.id, run.ports.nowMs() - startedAtMs);
  run.ports.onLaneEnd?.(run.input.pair, lane);
  return findings;
}

async function runOther(run: PairRun, progress: LaneProgress, lane: Lane): Promise<readonly Finding[]> {
  await runProducers(run, progress, lane.operation);
  const reporter = createReporter(run);
  await runPhase(run, reporter, lane);
  return reporter.findings;
}

function runExamples(run: PairRun, progress: LaneProgress, operation: string): Promise<readonly Finding[]> {
  const known = progress.examples.get(operation);
  if (known !== undefined) return known;
  const act = async (): Promise<readonly Finding[]> => {
    await runProducers(run, progress, operation);
    const reporter = createReporter(run);
    await runPhase(run, reporter, { operation, phase: 'examples' });
    return reporter.findings;
  };
  const running = act();
  progress.examples.set(operation, running);
  return running;
}

/** Those whose answers an operation takes values from. They stand before it in the order of the pair, so this ends. */
async function runProducers(run: PairRun, progress: LaneProgress, operation: string): Promise<void> {
  const ids = run.chosen.operations.map(({ id }) => id);
  const sources = Object.values(run.input.pair.fixtures.get(operation)?.capture ?? {}).map((capture) => capture.operation);
  for (const id of ids.slice(0, ids.indexOf(operation))) if (sources.includes(id)) await runExamples(run, progress, id);
}

async function runPhase(run: PairRun, reporter: Reporter, lane: Pick<Lane, 'operation' | 'phase'>): Promise<void> {
  if (run.learned.ending !== undefined) return;
  const operation = operationOf(run, lane.operation);
  invariant(operation !== undefined, 'the operation of a lane is one of those that are tested');
  const world = statesWorldOf(run);
  const entered = await enterStates(operation, world);
  if (entered.kind === 'failed') {
    reporter.reportExchange(entered.judgement, entered.exchange);
    return;
  }
  const { contract } = run.input;
  const pair = withStateValues(run.input.pair, operation.id, entered.values);
  const context = { contract, pair, suggest: run.suggest, basePath: run.wiring.basePath };
  await RUN_PHASE[lane.phase]({ runner: createCaseRunner(run, reporter, pair), context }, operation);
  const left = await leaveStates(operation, world);
  if (left.kind === 'failed') reporter.reportExchange(left.judgement, left.exchange);
}

function resultOf(
  { input, context, session, collector, chosen, coverage, learned }: PairRun,
  progress: LaneProgress,
  durationMs: number,
): PairResult {
  const findings = collector.findings();
  const reached = chosen.operations.filter(({ id }) => coverage.isReached(id));
  const tested = chosen.operations.filter(({ id }) => coverage.isCalled(id));
  return {
    pair: context.pair,
    providerKind: session.kind,
    operationCount: chosen.operations.length + chosen.untested.length,
    testedOperationCount: tested.length,
    reachedOperationCount: reached.length,
    requestCount: learned.requestCount,
    laneCount: progress.lanes.length,
    laneDoneCount: progress.done.size,
    laneDurationsMs: Object.fromEntries(progress.done),
    durationMs,
    coverage: coverage.coverage(chosen.operations),
    findings,
    verdict: verdictOf(findings, input.signal.aborted, {
      testedCount: tested.length,
      reachedCount: reached.length,
      caseCount: learned.requestCount,
    }),
  };
}

interface TestedCounts {
  readonly testedCount: number;
  readonly reachedCount: number;
  readonly caseCount: number;
}

/** Whoever lets nobody in breaks few laws: without a single 2xx nothing is known. */
function verdictOf(findings: readonly Finding[], isStopped: boolean, { testedCount, reachedCount, caseCount }: TestedCounts): Verdict {
  if (findings.some((finding) => finding.severity === 'error')) return { kind: 'refuted' };
  if (reachedCount > 0) return { kind: 'consistent', caseCount };
  if (isStopped) return { kind: 'inconclusive', reason: 'stopped' };
  return { kind: 'inconclusive', reason: testedCount === 0 ? 'no operation could be called' : 'no 2xx' };
}

const RUN_PHASE: Readonly<Record<Phase, RunPhase>> = {
  examples: testExamples,
  stateful: testStateful,
  coverage: testCoverage,
  fuzzing: testFuzzing,
};
