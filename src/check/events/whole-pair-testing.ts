import { invariant } from '../../base/errors.js';
import type { Contract } from '../../contract/contract.js';
import type { Finding } from '../../finding/finding.js';
import type { Verdict } from '../../finding/severity.js';
import type { EffectiveCoverage } from '../effective-coverage.js';
import type { PairTestingInput } from '../pair-run.js';
import type { PairResult, PairTesting } from '../pair-testing.js';
import { openPairTesting } from '../pair-testing.js';
import type { CheckPorts } from '../ports.js';
import { openEventTesting } from './event-testing.js';

/** What is tested: the calls of a pair, its events, or both. */
export interface WholePairInput extends Omit<PairTestingInput, 'contract'> {
  /** Of HTTP, of the pair's provider. */
  readonly contract?: Contract | undefined;
  /** Of events, of the pair's provider. */
  readonly eventContract?: Contract | undefined;
  /** Of HTTP, of the systems that triggers call, by name. */
  readonly callContracts?: ReadonlyMap<string, Contract> | undefined;
}

/**
 * Brings up what a pair needs, once for calls and events, and plans what there is to test.
 *
 * @param input - the pair and its contracts
 * @param ports - how calls are made and programs brought up
 * @throws HostError when a program or the broker does not come up; the signal's reason when it is aborted
 */
export async function openWholePairTesting(input: WholePairInput, ports: CheckPorts): Promise<PairTesting> {
  const { contract, eventContract } = input;
  if (eventContract === undefined) {
    invariant(contract !== undefined, 'a pair is only tested when its provider has a contract');
    return openPairTesting({ ...input, contract }, ports);
  }
  const session = await ports.providers.open(input.pair, input.signal);
  try {
    // Both look at the same programs, which are taken down here.
    const shared = { ...ports, providers: { open: async () => ({ ...session, stop: async () => undefined }) } };
    const calls = contract === undefined ? undefined : await openPairTesting({ ...input, contract }, shared);
    invariant(session.events !== undefined, 'whoever opens the session of a provider of events opens its broker');
    const events = await openEventTesting({ ...input, contract: eventContract }, shared, session.events);
    return wholeOf({ calls, events, stop: session.stop });
  } catch (error) {
    await session.stop();
    throw error;
  }
}

interface Whole {
  readonly calls: PairTesting | undefined;
  readonly events: PairTesting;
  readonly stop: () => Promise<void>;
}

function wholeOf({ calls, events, stop }: Whole): PairTesting {
  return {
    lanes: [...(calls?.lanes ?? []), ...events.lanes],
    run: (lane): Promise<readonly Finding[]> => (lane.isOfEvents === true || calls === undefined ? events.run(lane) : calls.run(lane)),
    result: () => (calls === undefined ? events.result() : together(calls.result(), events.result())),
    stop: async () => {
      try {
        await calls?.stop();
        await events.stop();
      } finally {
        await stop();
      }
    },
  };
}

function together(calls: PairResult, events: PairResult): PairResult {
  const sum = (of: (result: PairResult) => number): number => of(calls) + of(events);
  return {
    ...calls,
    operationCount: sum((one) => one.operationCount),
    testedOperationCount: sum((one) => one.testedOperationCount),
    reachedOperationCount: sum((one) => one.reachedOperationCount),
    requestCount: sum((one) => one.requestCount),
    laneCount: sum((one) => one.laneCount),
    laneDoneCount: sum((one) => one.laneDoneCount),
    laneDurationsMs: { ...calls.laneDurationsMs, ...events.laneDurationsMs },
    coverage: coverageOf(calls.coverage, events.coverage),
    findings: [...calls.findings, ...events.findings],
    verdict: verdictOf(calls.verdict, events.verdict),
  };
}

function coverageOf(calls: EffectiveCoverage, events: EffectiveCoverage): EffectiveCoverage {
  return {
    operations: [...calls.operations, ...events.operations],
    exercisedClauseCount: calls.exercisedClauseCount + events.exercisedClauseCount,
    clauseCount: calls.clauseCount + events.clauseCount,
  };
}

/** What was refuted stays so; one half that tells nothing takes nothing from the other. */
function verdictOf(calls: Verdict, events: Verdict): Verdict {
  if (calls.kind === 'refuted' || events.kind === 'inconclusive') return calls;
  if (events.kind === 'refuted' || calls.kind === 'inconclusive') return events;
  const caseCount = [calls, events].reduce((total, one) => total + ('caseCount' in one ? Number(one.caseCount) : 0), 0);
  return calls.kind === 'consistent' ? { ...calls, caseCount } : events;
}
